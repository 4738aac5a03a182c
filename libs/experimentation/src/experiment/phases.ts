import type { ExperimentPhase, ExperimentView } from '#libs/contracts';

export type Weights = Readonly<Record<string, number>>;

/** Something that changed who meets what, while units came in. */
export interface PhaseChange {
  readonly from: Date;
  readonly why: 'weights' | 'targeting';
  /** The flag whose rules changed; null of weights. */
  readonly flag: string | null;
  /** By variant, before and after; null where they stayed. */
  readonly weightsBefore: Weights | null;
  readonly weights: Weights | null;
}

export interface Phase {
  /** From 1. */
  readonly number: number;
  /** Null before the start. */
  readonly from: Date | null;
  readonly why: 'start' | PhaseChange['why'];
  readonly flag: string | null;
  readonly weights: Weights;
}

/** What of an experiment its phases follow from. */
interface Phased {
  readonly variants: ExperimentView['variants'];
  readonly startedAt: Date | null;
  readonly rebucketedAt: Date | null;
  readonly phaseChanges: readonly PhaseChange[];
}

export const weightsOf = ({ variants }: Pick<Phased, 'variants'>): Weights =>
  Object.fromEntries(variants.map(({ key, weight }) => [key, weight]));

/**
 * The phases of an experiment since its start, or since all its units were divided anew, in order. Changed weights or targeting
 * open one: units of before and after are other units in other shares. A change of coverage at equal weights opens none.
 */
export function phasesOf(experiment: Phased): Phase[] {
  const began = experiment.rebucketedAt ?? experiment.startedAt;
  const changes = experiment.phaseChanges.filter(({ from }) => began === null || from > began);
  const first = changes.find(({ weightsBefore }) => weightsBefore !== null)?.weightsBefore;
  let weights = first ?? weightsOf(experiment);
  return [
    { number: 1, from: began, why: 'start', flag: null, weights },
    ...changes.map(({ from, why, flag, weights: after }, index): Phase => {
      weights = after ?? weights;
      return { number: index + 2, from, why, flag, weights };
    }),
  ];
}

/** Those that had begun by a moment. */
export const phasesBy = (experiment: Phased, moment: Date): Phase[] =>
  phasesOf(experiment).filter(({ number, from }) => number === 1 || (from !== null && from < moment));

/** As people see them; a draft has none. */
export const phaseViews = (experiment: Phased): ExperimentPhase[] =>
  phasesOf(experiment).flatMap(({ from, why, flag, weights }) =>
    from === null ? [] : [{ from: from.toISOString(), why, flag, weights }],
  );

/** What changed, of views that were kept. */
export function phaseChangesOf(views: readonly ExperimentPhase[]): PhaseChange[] {
  return views.flatMap(({ from, why, flag, weights }, index) => {
    if (why === 'start') return [];
    const change = why === 'weights' ? { weightsBefore: views[index - 1]?.weights ?? null, weights } : kept;
    return [{ from: new Date(from), why, flag, ...change }];
  });
}

const kept = { weightsBefore: null, weights: null };
