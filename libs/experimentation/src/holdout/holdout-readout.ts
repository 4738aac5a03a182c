import type {
  EmptyReadout,
  HoldoutEffect,
  HoldoutMember,
  HoldoutReadout,
  InsufficientDataView,
  MetricReadout,
  PromisedLift,
  Readout,
} from '#libs/contracts';
import type { Experiment } from '../experiment/experiment.js';
import { effectsOf, type Entry } from '../portfolio/portfolio.js';
import { numberText } from '../results/number-text.js';

const [heldOut, within] = ['held_out', 'in'] as const;

/**
 * What all that was shipped within a holdout did together: units that have it against those that were held out, on the
 * holdout's metrics, beside what the experiments promised one by one. Pure: no I/O.
 *
 * @param broken why no effect of the holdout can be trusted; null where nothing speaks against it
 * @param entries every experiment, with what was read of it last
 */
export function holdoutReadoutOf(
  holdout: Experiment,
  readout: Readout | EmptyReadout,
  broken: string | null,
  entries: readonly Entry[],
): HoldoutReadout {
  const own = entries.filter(({ experiment }) => isIn(holdout, experiment));
  const shipped = own.filter(({ experiment }) => shippedOf(experiment) !== null);
  const lines = readout.status === 'results' ? readout.metrics.filter(({ reading }) => reading === 'all') : [];
  return {
    holdout: holdout.key,
    members: own.map(({ experiment }) => memberOf(experiment)),
    effects: lines.flatMap((line) => effectOf(line, shipped)),
    broken,
    readout,
  };
}

/** As assignment holds it: "all" are those about its unit that started since it did, and before it ended. */
export function isIn({ unit, holdout, startedAt, stoppedAt }: Experiment, other: Experiment): boolean {
  if (holdout === null || other.holdout !== null || other.unit !== unit || other.startedAt === null) return false;
  if (holdout.experiments !== 'all') return holdout.experiments.includes(other.key);
  return startedAt !== null && other.startedAt >= startedAt && (stoppedAt === null || other.startedAt < stoppedAt);
}

const shippedOf = ({ state, decidedVariant, baseline }: Experiment): string | null =>
  state === 'decided' && decidedVariant !== baseline ? decidedVariant : null;

const memberOf = (experiment: Experiment): HoldoutMember => ({
  experiment: experiment.key,
  state: experiment.state,
  shipped: shippedOf(experiment),
  decided_at: experiment.decidedAt?.toISOString() ?? null,
});

function effectOf({ metric, closed }: MetricReadout, shipped: readonly Entry[]): HoldoutEffect[] {
  const effect = closed.effects.find(({ variant }) => variant === within);
  if (effect === undefined) return [];
  const unitsOf = (variant: string): number => closed.variants.find((one) => one.variant === variant)?.units ?? 0;
  const { promised, uncounted } = promiseOf(metric.key, shipped);
  const { absolute, relative } = effect;
  return [
    {
      metric: metric.key,
      version: metric.version,
      units: { held_out: unitsOf(heldOut), in: unitsOf(within) },
      absolute,
      relative,
      promised,
      uncounted,
      text: textOf(relative, promised, shipped.length),
    },
  ];
}

/**
 * 1 + θ = Π (1 + θᵢ) over what was shipped, se² = (1 + θ)² Σ (seᵢ / (1 + θᵢ))², to first order and as if the experiments
 * did not share units. Each θᵢ is as it was measured: what was shipped for looking good promises too much.
 */
function promiseOf(
  metric: string,
  shipped: readonly Entry[],
): Pick<HoldoutEffect, 'uncounted'> & { readonly promised: PromisedLift | InsufficientDataView } {
  const uncounted: { experiment: string; why: string }[] = [];
  const counted = shipped.flatMap((entry) => {
    const { key } = entry.experiment;
    const effects = effectsOf(entry, metric);
    const found = effects.find((one) => !('why' in one) && one.variant === shippedOf(entry.experiment));
    if (found !== undefined && !('why' in found) && found.measured > -1) return [found];
    const gap = effects.find((one) => 'why' in one);
    uncounted.push({
      experiment: key,
      why: gap !== undefined && 'why' in gap ? gap.why : `It has no lift on ${metric}.`,
    });
    return [];
  });
  if (counted.length === 0) {
    const detail = `Nothing that was shipped has a lift on ${metric} of its own.`;
    return { promised: { kind: 'insufficient_data', why: 'too_few_units', detail }, uncounted };
  }
  const together = counted.reduce((product, { measured }) => product * (1 + measured), 1);
  const error = Math.hypot(...counted.map(({ measured, standard_error }) => standard_error / (1 + measured)));
  const promised: PromisedLift = {
    kind: 'promised',
    experiments: counted.map(({ experiment }) => experiment),
    lift: together - 1,
    standard_error: together * error,
  };
  return { promised, uncounted };
}

const percent = (share: number): string => `${numberText(100 * share)} %`;

function textOf(relative: HoldoutEffect['relative'], promised: HoldoutEffect['promised'], shipped: number): string {
  const count = shipped === 0 ? 'Nothing has been shipped' : `What was shipped (${shipped})`;
  const head =
    relative.kind === 'estimate'
      ? `${count}: units that were not held out have ${percent(relative.estimate)} more, ` +
        `between ${percent(relative.interval.lower)} and ${percent(relative.interval.upper)}.`
      : `${count}: ${relative.kind === 'unbounded' ? 'any ratio is possible, since what was held out is not told from zero.' : relative.detail}`;
  if (promised.kind !== 'promised') return head;
  return `${head} One by one they promised ${percent(promised.lift)}; what is shipped for looking good promises too much.`;
}
