import { normalCritical, normalQuantile, studentCritical, studentQuantile } from './distributions.js';
import { inflationOf } from './group-sequential/crossing.js';
import { sequentialDesign } from './group-sequential/design.js';
import type { Spending } from './group-sequential/spending.js';
import { insufficient, isInsufficient, problemOfLevel } from './outcome.js';
import type { InsufficientData, Outcome } from './outcome.js';

/** The smallest effect that must not be missed: a share of the baseline, or in the unit of the metric. */
export type MinimumEffect =
  { readonly kind: 'relative'; readonly value: number } | { readonly kind: 'absolute'; readonly value: number };

/** Looks at which the test may end early; more of them cost a little more sample. */
export interface PlannedLooks {
  /** Shares of the planned sample, the last of them 1. */
  readonly fractions: readonly number[];
  readonly spending: Spending;
}

/** What a test is asked to do. */
export interface DesignOptions {
  readonly minimumEffect: MinimumEffect;
  /** Probability of finding the minimum effect if it is there; 0.8 if not said. */
  readonly power?: number;
  /** Level of the two-sided test; 0.05 if not said. */
  readonly alpha?: number;
  /** Units in the treatment for each in the control; 1 if not said. */
  readonly ratio?: number;
  /** For a group-sequential test; a test that is read once, at its end, if not said. */
  readonly looks?: PlannedLooks;
  /**
   * Variance over that of as many independent units: from `clusteredMean` where units come in clusters, 1 − the variance
   * reduction where CUPED is used; 1 if not said.
   */
  readonly designEffect?: number;
}

/** Units per variant, rounded up. */
export interface SampleSize {
  readonly kind: 'sample_size';
  readonly control: number;
  readonly treatment: number;
  readonly total: number;
  /** The minimum effect in the unit of the metric. */
  readonly absoluteEffect: number;
}

interface Design {
  readonly effect: number;
  readonly power: number;
  readonly alpha: number;
  readonly ratio: number;
  /** Of the sample, for the looks and the design effect. */
  readonly inflation: number;
}

/**
 * Units for Welch's test, both variants with the same standard deviation σ:
 *
 *   n_A = (t_{1−α/2} + t_{power})² σ² (1 + 1/r) / δ²,   n_B = r n_A
 *
 * with the quantiles of n_A + n_B − 2 degrees of freedom, found by repetition from the normal ones; they matter
 * below a hundred units. Against the exact noncentral t it is at most one unit off.
 *
 * A ratio metric is a mean with the variance of `ratioStatistics`. Of units in clusters either the clusters are counted,
 * with the variance of `clusteredMean`, or the units, with its design effect.
 *
 * @example mean 10, σ 20, minimum effect 5 % // 25118 a variant
 * @example the same with five looks, O'Brien–Fleming type // 25739 a variant
 */
export function sampleSizeForMeans(
  baseline: { readonly mean: number; readonly standardDeviation: number },
  options: DesignOptions,
): Outcome<SampleSize> {
  const { mean, standardDeviation } = baseline;
  if (!Number.isFinite(mean) || !Number.isFinite(standardDeviation)) {
    return insufficient('not_finite', 'The baseline is not a finite number.');
  }
  if (standardDeviation < 0) return insufficient('out_of_range', 'The standard deviation is negative.');
  if (standardDeviation === 0) return insufficient('zero_variance', 'The metric does not vary.');
  const design = designOf(mean, options);
  if (isInsufficient(design)) return design;
  const { effect, power, alpha, ratio } = design;
  const scale = (standardDeviation / effect) ** 2 * (1 + 1 / ratio);
  let control = scale * (normalCritical(alpha) + normalQuantile(power)) ** 2;
  for (let repetition = 0; repetition < 20; repetition += 1) {
    const degreesOfFreedom = Math.max(2, control * (1 + ratio) - 2);
    const quantiles = studentCritical(alpha, degreesOfFreedom) + studentQuantile(power, degreesOfFreedom);
    control = scale * quantiles ** 2;
  }
  return sizeOf(control, design);
}

/**
 * Units for the unpooled z test of two proportions:
 *
 *   n_A = (z_{1−α/2} + z_{power})² ( p_A(1 − p_A) + p_B(1 − p_B)/r ) / (p_B − p_A)²,   n_B = r n_A
 *
 * @example share 0.1, minimum effect 0.02 absolute // 3839 a variant
 */
export function sampleSizeForProportions(
  baseline: { readonly share: number },
  options: DesignOptions,
): Outcome<SampleSize> {
  const { share } = baseline;
  if (share === 0) return insufficient('zero_baseline', 'The baseline share is zero.');
  if (!(share > 0 && share < 1)) return insufficient('out_of_range', 'The baseline share must lie between 0 and 1.');
  const design = designOf(share, options);
  if (isInsufficient(design)) return design;
  const { effect, power, alpha, ratio } = design;
  const changed = share + effect;
  if (!(changed > 0 && changed < 1)) {
    return insufficient('out_of_range', `The effect takes the share to ${changed}, outside 0 to 1.`);
  }
  const variance = share * (1 - share) + (changed * (1 - changed)) / ratio;
  return sizeOf(((normalCritical(alpha) + normalQuantile(power)) / effect) ** 2 * variance, design);
}

function designOf(baseline: number, options: DesignOptions): Design | InsufficientData {
  const { minimumEffect, power = 0.8, alpha = 0.05, ratio = 1, looks, designEffect } = options;
  const problem = problemOfLevel(alpha);
  if (problem !== undefined) return problem;
  if (!(power > alpha && power < 1)) {
    return insufficient('out_of_range', `The power must lie between the level and 1, not ${power}.`);
  }
  if (!(ratio > 0 && Number.isFinite(ratio))) return insufficient('out_of_range', 'The ratio must be positive.');
  const relative = minimumEffect.kind === 'relative';
  if (relative && baseline === 0) return insufficient('zero_baseline', 'The baseline is zero.');
  const effect = relative ? minimumEffect.value * Math.abs(baseline) : minimumEffect.value;
  if (!Number.isFinite(effect)) return insufficient('not_finite', 'The minimum effect is not a finite number.');
  if (effect === 0) return insufficient('out_of_range', 'No number of units finds an effect of zero.');
  const inflation = inflationFor(looks, alpha, power, designEffect);
  return typeof inflation === 'number' ? { effect, power, alpha, ratio, inflation } : inflation;
}

/** The factor by which a sample grows with these looks and this design effect; 1 without any. */
export function inflationFor(
  looks: PlannedLooks | undefined,
  alpha: number,
  power: number,
  designEffect = 1,
): Outcome<number> {
  if (!(designEffect > 0 && Number.isFinite(designEffect))) {
    return insufficient('out_of_range', 'A design effect is positive.');
  }
  if (looks === undefined) return designEffect;
  if (looks.fractions.at(-1) !== 1) return insufficient('out_of_range', 'The last look is not at the whole sample.');
  const inflation = lookInflation(looks, alpha, power);
  return isInsufficient(inflation) ? inflation : inflation.factor * designEffect;
}

/** It depends on no data, is asked for again with every effect that somebody tries, and takes long for many looks. */
const knownInflations = new Map<string, ReturnType<typeof inflationOf>>();
const mostKnown = 1_000;

function lookInflation(looks: PlannedLooks, alpha: number, power: number): ReturnType<typeof inflationOf> {
  const key = JSON.stringify([looks.fractions, looks.spending, alpha, power]);
  const known = knownInflations.get(key);
  if (known !== undefined) return known;
  const design = sequentialDesign({ alpha, sides: 2, spending: looks.spending }, looks.fractions);
  const found = isInsufficient(design) ? design : inflationOf(design, power);
  if (knownInflations.size >= mostKnown) knownInflations.clear();
  knownInflations.set(key, found);
  return found;
}

function sizeOf(exactControl: number, { effect, ratio, inflation }: Design): Outcome<SampleSize> {
  const control = Math.max(2, Math.ceil(exactControl * inflation));
  const treatment = Math.max(2, Math.ceil(exactControl * inflation * ratio));
  const total = control + treatment;
  if (!Number.isSafeInteger(total)) return insufficient('overflow', 'The effect is too small for any sample.');
  return { kind: 'sample_size', control, treatment, total, absoluteEffect: effect };
}
