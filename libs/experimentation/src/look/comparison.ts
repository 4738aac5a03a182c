import type { EffectView, KeptPlan, LookComparison, LookWithoutNumbers } from '#libs/contracts';
import {
  confidenceSequence,
  isInsufficient,
  posteriorLift,
  relativeConfidenceSequence,
  sequentialDesign,
  sequentialTest,
  type InsufficientData,
  type Outcome,
  type SampleStatistics,
} from '#libs/stats';
import type { MetricLine } from '../metric/metric-line.js';
import { effectOf, effectOfSamples, posteriorView, relativeView, scaledBy, type Sums } from '../results/effects.js';
import { harmonic, informationOf } from '../results/phase-samples.js';
import type { Basis } from './basis.js';

type Answer = LookComparison | LookWithoutNumbers;

/** One treatment against the baseline on the primary metric, at a look. */
export interface Compared {
  readonly plan: KeptPlan;
  /** The level of this comparison alone. */
  readonly alpha: number;
  readonly line: Pick<MetricLine, 'definition'>;
  /** Its sums are of values times 10^scale. */
  readonly scale: number;
  /** Units whose window has closed. */
  readonly baseline: Sums;
  readonly treatment: Sums;
  readonly basis: Basis;
  /** What earlier looks said of it, in order. */
  readonly past: readonly LookComparison[];
  /** Enrolment has ended and every window is closed: whatever is left of the level is spent. */
  readonly closed: boolean;
}

/** What all procedures have in common. */
type Common = Pick<LookComparison, 'variant' | 'units' | 'fraction' | 'adjustment'>;

/** What the plan's procedure says; where it can say nothing yet, nothing is spent. */
export function comparisonOf(compared: Compared): Answer {
  const { plan, baseline, treatment, basis, past, closed } = compared;
  if (baseline.units === 0 || treatment.units === 0)
    return without(treatment.variant, 'too_few_units', 'No unit of one of the two variants has a closed window yet.');
  const common = {
    variant: treatment.variant,
    units: baseline.units + treatment.units,
    fraction: fractionOf(plan, baseline, treatment),
    ...(basis.adjustment === null ? {} : { adjustment: basis.adjustment }),
  };
  if (!closed && common.fraction <= (past.at(-1)?.fraction ?? 0))
    return without(common.variant, 'no_new_units', 'No window has closed since the look before.');
  if (plan.procedure === 'group_sequential') return groupSequential(compared, common);
  if (plan.procedure === 'confidence_sequence') return alwaysValid(compared, common);
  if (!closed)
    return without(
      common.variant,
      'before_planned_end',
      'A plan of this kind is read once, when all windows are closed.',
    );
  return plan.procedure === 'fixed' ? fixed(compared, common) : bayesian(compared, common);
}

/** Information is 1/(1/n_A + 1/n_B) up to the spread of a unit, which its share of the plan's does without. */
export function fractionOf({ units: planned }: KeptPlan, baseline: Sums, treatment: Sums): number {
  const plannedOf = ({ variant }: Sums): number => planned.variants.find((one) => one.variant === variant)?.units ?? 0;
  return informationOf(baseline, treatment) / harmonic(plannedOf(baseline), plannedOf(treatment));
}

/** Units that the plan has for both sides of a comparison. */
export const plannedPair = ({ units: planned }: KeptPlan, variants: readonly string[]): number =>
  planned.variants.filter(({ variant }) => variants.includes(variant)).reduce((sum, { units }) => sum + units, 0);

/**
 * Where the plan closes and no unit has come since the look before, that one is the closing look: of two looks at the same
 * units the later, which spends more, holds all that the earlier would have found.
 */
function groupSequential(compared: Compared, common: Common): Answer {
  const { plan, alpha, scale, basis, past, closed } = compared;
  const factor = 10 ** scale;
  const before = past.map(({ fraction }) => fraction).filter((fraction) => !closed || fraction < common.fraction);
  const design = sequentialDesign({ alpha, sides: 2, spending: plan.spending }, [...before, common.fraction], {
    closed,
  });
  if (isInsufficient(design)) return refused(common.variant, design);
  const test = sequentialTest(...basis.samples, design);
  if (isInsufficient(test)) return refused(common.variant, test);
  const { statistic, bound, crossed, stage, estimate, interval, pValue, medianUnbiased, relative } = test;
  return {
    ...common,
    stage,
    verdict: stage === 'interim' ? null : verdictOf(crossed === null ? 0 : crossed === 'upper' ? 1 : -1, compared),
    spent: design.looks.at(-1)?.spent ?? null,
    bound,
    statistic,
    estimate: estimate / factor,
    median_unbiased: medianUnbiased === null ? null : medianUnbiased / factor,
    interval: interval === null ? null : scaledBy(interval, factor),
    p_value: pValue,
    relative: relative === null ? null : relativeOf(relativeView(relative)),
    posterior: null,
  };
}

function alwaysValid(compared: Compared, common: Common): Answer {
  const { plan, alpha, scale, baseline, treatment, basis, closed } = compared;
  const factor = 10 ** scale;
  const options = { alpha, plannedUnits: plannedPair(plan, [baseline.variant, treatment.variant]) };
  const [control, treated] = basis.samples;
  const sequence = confidenceSequence(control, treated, options);
  if (isInsufficient(sequence)) return refused(common.variant, sequence);
  const { estimate, interval, pValue, statistic } = sequence;
  const side = interval.lower > 0 ? 1 : interval.upper < 0 ? -1 : 0;
  const final = closed || side !== 0;
  return {
    ...common,
    stage: final ? 'final' : 'interim',
    verdict: final ? verdictOf(side, compared) : null,
    spent: null,
    bound: null,
    statistic,
    estimate: estimate / factor,
    median_unbiased: null,
    interval: scaledBy(interval, factor),
    p_value: pValue,
    relative: relativeOf(relativeView(relativeConfidenceSequence(control, treated, options))),
    posterior: null,
  };
}

function fixed(compared: Compared, common: Common): Answer {
  const { alpha, line, scale, baseline, treatment, basis } = compared;
  const measured = { kind: line.definition.kind, scale };
  const { absolute, relative } =
    basis.adjustment === null
      ? effectOf(measured, baseline, treatment, { alpha })
      : effectOfSamples(common.variant, basis.samples, { alpha, factor: 10 ** scale });
  if (absolute.kind !== 'estimate') return { ...absolute, variant: common.variant };
  const { estimate, interval, p_value } = absolute;
  return {
    ...common,
    stage: 'final',
    verdict: verdictOf(p_value > alpha ? 0 : Math.sign(estimate), compared),
    spent: alpha,
    bound: null,
    statistic: null,
    estimate,
    median_unbiased: null,
    interval,
    p_value,
    relative: relativeOf(relative),
    posterior: null,
  };
}

function bayesian(compared: Compared, common: Common): Answer {
  const { alpha, scale, basis } = compared;
  const [control, treated] = basis.samples;
  const posterior = posteriorLift(control, treated, { alpha });
  if (isInsufficient(posterior)) return refused(common.variant, posterior);
  const { chanceToWin } = posterior;
  const side = chanceToWin >= 1 - alpha / 2 ? 1 : chanceToWin <= alpha / 2 ? -1 : 0;
  return {
    ...common,
    stage: 'final',
    verdict: verdictOf(side, compared),
    spent: null,
    bound: null,
    statistic: null,
    estimate: (meanOf(treated) - meanOf(control)) / 10 ** scale,
    median_unbiased: null,
    interval: null,
    p_value: null,
    relative: null,
    posterior: posteriorView(posterior),
  };
}

/** @param side 1: the treatment has more, −1: less, 0: nobody can tell */
function verdictOf(side: number, { line }: Compared): LookComparison['verdict'] {
  if (side === 0) return 'no_difference_found';
  return side > 0 === (line.definition.direction === 'increase') ? 'better' : 'worse';
}

/** A look has one p-value, which is that of the difference; an interim one has none. */
function relativeOf(effect: EffectView['relative']): LookComparison['relative'] {
  if (effect.kind === 'insufficient_data') return effect;
  const { p_value: _, ...view } = effect;
  return view;
}

/** Of a sample that has passed an estimator: it has one. */
const meanOf = (sample: Outcome<SampleStatistics>): number => (isInsufficient(sample) ? NaN : sample.mean);

const refused = (variant: string, { why, detail }: InsufficientData): LookWithoutNumbers =>
  without(variant, why, detail);

const without = (variant: string, why: string, detail: string): LookWithoutNumbers => ({
  kind: 'insufficient_data',
  variant,
  why,
  detail,
});
