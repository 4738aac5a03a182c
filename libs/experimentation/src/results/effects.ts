import type { EffectView, MetricView, VariantNumbers } from '#libs/contracts';
import {
  fiellerInterval,
  isInsufficient,
  relativeProportionEffect,
  statisticsFromExact,
  twoProportionTest,
  welchTest,
} from '#libs/stats';

/** Σ of one variant, whichever of its units were counted. */
export interface Sums {
  readonly variant: string;
  readonly units: number;
  readonly sum: string;
  readonly sumOfSquares: string;
}

type Kind = MetricView['kind'];
type Difference = ReturnType<typeof welchTest> | ReturnType<typeof twoProportionTest>;
/** `relativeProportionEffect` gives the same. */
type Relative = ReturnType<typeof fiellerInterval>;

/** What one variant shows by itself. */
export function numbersOf({ variant, units, sum, sumOfSquares }: Sums): VariantNumbers {
  const statistics = statisticsFromExact({ n: units, sum, sumOfSquares });
  const known = isInsufficient(statistics) ? undefined : statistics;
  return {
    variant,
    units,
    sum,
    sum_of_squares: sumOfSquares,
    mean: known?.mean ?? (units === 1 ? Number(sum) : null),
    standard_deviation: known === undefined ? null : Math.sqrt(known.variance),
  };
}

/** A treatment against the baseline: Welch for amounts, two proportions for shares; relative effects by Fieller. */
export function effectOf(kind: Kind, baseline: Sums, treatment: Sums, alpha: number): EffectView {
  const [absolute, relative] =
    kind === 'proportion' ? proportionEffects(baseline, treatment, alpha) : meanEffects(baseline, treatment, alpha);
  return { variant: treatment.variant, absolute: absoluteView(absolute), relative: relativeView(relative) };
}

function proportionEffects(baseline: Sums, treatment: Sums, alpha: number): [Difference, Relative] {
  const a = counts(baseline);
  const b = counts(treatment);
  return [twoProportionTest(a, b, { alpha }), relativeProportionEffect(a, b, { alpha })];
}

function meanEffects(baseline: Sums, treatment: Sums, alpha: number): [Difference, Relative] {
  const a = exact(baseline);
  const b = exact(treatment);
  return [welchTest(a, b, { alpha }), fiellerInterval(a, b, { alpha })];
}

const counts = ({ units, sum }: Sums) => ({ successes: Number(sum), n: units });

const exact = ({ units, sum, sumOfSquares }: Sums) => statisticsFromExact({ n: units, sum, sumOfSquares });

function absoluteView(difference: Difference): EffectView['absolute'] {
  if (isInsufficient(difference)) return difference;
  const { kind, method, estimate, interval, pValue } = difference;
  return { kind, method, estimate, interval, p_value: pValue };
}

function relativeView(effect: Relative): EffectView['relative'] {
  if (isInsufficient(effect)) return effect;
  const { kind, method, estimate, pValue } = effect;
  if (kind === 'unbounded') return { kind, method, estimate, p_value: pValue, excludes_zero: effect.excludesZero };
  return { kind, method, estimate, interval: effect.interval, p_value: pValue };
}
