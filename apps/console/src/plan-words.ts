import type {
  DecisionKind,
  GuardrailView,
  LookComparison,
  LookKind,
  LookView,
  PlanStanding,
  Procedure,
} from '#libs/contracts';
import type { Tone } from './components/badge.js';

export const decisionWords: Readonly<Record<DecisionKind, string>> = {
  ship: 'Ship',
  do_not_ship: 'Do not ship',
  keep_running: 'Keep running',
  broken: 'Broken',
};

export const decisionTone: Readonly<Record<DecisionKind, Tone>> = {
  ship: 'good',
  do_not_ship: 'bad',
  keep_running: 'plain',
  broken: 'bad',
};

export const procedureWords: Readonly<Record<Procedure, string>> = {
  group_sequential: 'Group sequential: verdicts at its looks only',
  confidence_sequence: 'Confidence sequence: a verdict whenever its interval leaves zero',
  fixed: 'Fixed horizon: one reading, when all windows are closed',
  bayesian: 'Bayesian: one reading, when all windows are closed; no error rate',
};

export const lookKindWords: Readonly<Record<LookKind, string>> = {
  scheduled: 'Scheduled',
  declared: 'Declared',
  final: 'Final',
};

export const guardrailTone: Readonly<Record<GuardrailView['verdict'], Tone>> = {
  held: 'good',
  broken: 'bad',
  undecided: 'plain',
};

/** A look is cut at the end of a day: the last one that it holds. */
export const lastDay = (end: string): string => new Date(Date.parse(end) - 1).toISOString().slice(0, 10);

/** One treatment at one look; a look that compared nothing has one row without. */
export interface LookRow {
  readonly look: LookView;
  readonly variant: string | undefined;
  /** Undefined where there are no numbers: `why` says so. */
  readonly comparison: LookComparison | undefined;
  readonly why: string | undefined;
}

/** Newest first. */
export function lookRows({ looks }: PlanStanding): LookRow[] {
  return looks.toReversed().flatMap((look): LookRow[] => {
    const broken = look.decision.kind === 'broken';
    if (look.comparisons.length === 0)
      return [
        {
          look,
          variant: undefined,
          comparison: undefined,
          why: broken ? 'The split was broken.' : 'Nothing was left to judge.',
        },
      ];
    return look.comparisons.map((one) =>
      'kind' in one
        ? { look, variant: one.variant, comparison: undefined, why: one.detail }
        : { look, variant: one.variant, comparison: one, why: undefined },
    );
  });
}
