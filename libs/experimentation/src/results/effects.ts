import type {
  AlwaysValidView,
  EffectView,
  InsufficientDataView,
  MetricKind,
  PosteriorView,
  VariantNumbers,
} from '#libs/contracts';
import {
  confidenceSequence,
  fiellerInterval,
  isInsufficient,
  jointFromExact,
  posteriorLift,
  ratioStatistics,
  relativeConfidenceSequence,
  relativeProportionEffect,
  statisticsFromExact,
  twoProportionTest,
  welchTest,
  type Interval,
  type JointStatistics,
  type Outcome,
  type Posterior,
  type SampleStatistics,
} from '#libs/stats';
import { isPhased, phaseSamples } from './phase-samples.js';
import type { DenominatorSums } from './reading.js';
import type { Samples, Sums } from './sums.js';

export type { PhasedSums, Samples, Sums } from './sums.js';

/** What sums are of. */
export interface Measured {
  readonly kind: MetricKind;
  /** Sums are of values times 10^scale; what is said of them is of the values. */
  readonly scale: number;
}

type Difference = ReturnType<typeof welchTest> | ReturnType<typeof twoProportionTest>;
/** `relativeProportionEffect` gives the same. */
type Relative = ReturnType<typeof fiellerInterval>;

/** What one variant shows by itself. */
export function numbersOf(sums: Sums, { scale }: Measured): VariantNumbers {
  const { variant, units, sum, sumOfSquares, denominator, covariate } = sums;
  const statistics = statisticsOf(sums);
  const known = isInsufficient(statistics) ? undefined : statistics;
  const single = units === 1 && denominator === null ? Number(sum) : undefined;
  const mean = known?.mean ?? single;
  return {
    variant,
    units,
    sum,
    sum_of_squares: sumOfSquares,
    ...(denominator === null
      ? {}
      : {
          denominator: {
            sum: denominator.total,
            sum_of_squares: denominator.total_of_squares,
            sum_of_products: denominator.total_of_products,
          },
        }),
    ...(covariate === null ? {} : { covariate }),
    mean: mean === undefined ? null : mean / 10 ** scale,
    standard_deviation: known === undefined ? null : Math.sqrt(known.variance) / 10 ** scale,
  };
}

/** What the intervals of an effect go by. */
export interface EffectOptions {
  readonly alpha: number;
  /** Units of both sides at which the always-valid interval is narrowest. */
  readonly plannedUnits?: number;
}

/** Without a plan the always-valid interval is narrowest here: it must not be chosen by what came in. */
const unplannedUnits = 10_000;

/**
 * A treatment against the baseline: two proportions for shares, else Welch; relative effects by Fieller; beside them the
 * interval that may be read at any time, and what to believe. Of several phases each is compared within itself.
 */
export function effectOf(
  measured: Measured,
  baseline: Sums,
  treatment: Sums,
  { alpha, plannedUnits = unplannedUnits }: EffectOptions,
): EffectView {
  const isShare = measured.kind === 'proportion' || measured.kind === 'retention';
  const samples = samplesOf(baseline, treatment);
  const effects =
    isShare && !isPhased(baseline) ? proportionEffects(baseline, treatment, alpha) : meanEffects(samples, alpha);
  return viewOf(treatment.variant, effects, samples, { alpha, plannedUnits, factor: 10 ** measured.scale });
}

/** The same of samples that were made before, as by a covariate: their means are compared. */
export function effectOfSamples(
  variant: string,
  samples: Samples,
  { alpha, plannedUnits = unplannedUnits, factor }: EffectOptions & { readonly factor: number },
): EffectView {
  return viewOf(variant, meanEffects(samples, alpha), samples, { alpha, plannedUnits, factor });
}

function viewOf(
  variant: string,
  [absolute, relative]: [Difference, Relative],
  [control, treated]: Samples,
  { factor, ...options }: Required<EffectOptions> & { readonly factor: number },
): EffectView {
  const posterior = posteriorLift(control, treated, options);
  return {
    variant,
    absolute: absoluteView(absolute, factor),
    relative: relativeView(relative),
    always_valid: alwaysValidView(control, treated, options, factor),
    posterior: isInsufficient(posterior) ? posterior : posteriorView(posterior),
  };
}

function proportionEffects(baseline: Sums, treatment: Sums, alpha: number): [Difference, Relative] {
  const a = counts(baseline);
  const b = counts(treatment);
  return [twoProportionTest(a, b, { alpha }), relativeProportionEffect(a, b, { alpha })];
}

const meanEffects = ([control, treated]: Samples, alpha: number): [Difference, Relative] => [
  welchTest(control, treated, { alpha }),
  fiellerInterval(control, treated, { alpha }),
];

const counts = ({ units, sum }: Sums) => ({ successes: Number(sum), n: units });

/** What the estimators need of a comparison: the two samples, or where there are several phases what `phaseWeighted` makes of them. */
export const samplesOf = (baseline: Sums, treatment: Sums): Samples =>
  isPhased(baseline)
    ? phaseSamples(baseline, treatment, statisticsOf)
    : [statisticsOf(baseline), statisticsOf(treatment)];

/** What the estimators need of one variant. A ratio is a mean to first order. */
export const statisticsOf = (sums: Sums): Outcome<SampleStatistics> =>
  sums.denominator === null
    ? statisticsFromExact({ n: sums.units, sum: sums.sum, sumOfSquares: sums.sumOfSquares })
    : ratioStatistics(jointOf(sums, sums.denominator));

/** Numerator and denominator of a ratio. */
export function jointOf(
  { units, sum, sumOfSquares }: Sums,
  { total, total_of_squares, total_of_products }: DenominatorSums,
): Outcome<JointStatistics> {
  const products = [
    [sumOfSquares, total_of_products],
    [total_of_products, total_of_squares],
  ];
  return jointFromExact({ n: units, sums: [sum, total], products });
}

export function absoluteView(difference: Difference, factor: number): EffectView['absolute'] {
  if (isInsufficient(difference)) return difference;
  const { kind, method, estimate, interval, pValue } = difference;
  return { kind, method, estimate: estimate / factor, interval: scaledBy(interval, factor), p_value: pValue };
}

/** In the unit of the metric. */
export const scaledBy = ({ lower, upper }: Interval, factor: number): Interval => ({
  lower: lower / factor,
  upper: upper / factor,
});

export function relativeView(effect: Relative): EffectView['relative'] {
  if (isInsufficient(effect)) return effect;
  const { kind, method, estimate, pValue } = effect;
  if (kind === 'unbounded') return { kind, method, estimate, p_value: pValue, excludes_zero: effect.excludesZero };
  return { kind, method, estimate, interval: effect.interval, p_value: pValue };
}

export const posteriorView = ({ kind, method, estimate, interval, chanceToWin, risk }: Posterior): PosteriorView => ({
  kind,
  method,
  estimate,
  interval,
  chance_to_win: chanceToWin,
  risk: { baseline: risk.control, treatment: risk.treatment },
});

export function alwaysValidView(
  control: Outcome<SampleStatistics>,
  treatment: Outcome<SampleStatistics>,
  options: Required<EffectOptions>,
  factor: number,
): AlwaysValidView | InsufficientDataView {
  const sequence = confidenceSequence(control, treatment, options);
  if (isInsufficient(sequence)) return sequence;
  const { kind, method, interval, pValue } = sequence;
  const relative = relativeView(relativeConfidenceSequence(control, treatment, options));
  return { kind, method, interval: scaledBy(interval, factor), p_value: pValue, relative };
}
