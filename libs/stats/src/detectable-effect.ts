import { normalCdf, normalCritical, normalQuantile, studentCritical, studentQuantile } from './distributions.js';
import { findRoot } from './find-root.js';
import { finiteOr, insufficient, isInsufficient, problemOfLevel } from './outcome.js';
import type { InsufficientData, Outcome } from './outcome.js';
import { inflationFor } from './sample-size.js';
import type { PlannedLooks } from './sample-size.js';

/** Units that a test has or will have, and what is asked of it. */
export interface DetectionOptions {
  readonly control: number;
  readonly treatment: number;
  /** 0.8 if not said. */
  readonly power?: number;
  /** Two-sided; 0.05 if not said. */
  readonly alpha?: number;
  readonly looks?: PlannedLooks;
  /** As in `DesignOptions`; 1 if not said. */
  readonly designEffect?: number;
}

/** The smallest effect that the test finds with its power. */
export interface DetectableEffect {
  readonly kind: 'detectable_effect';
  /** Upwards, in the unit of the metric. */
  readonly absolute: number;
  /** As a share of the baseline; null where that is 0. */
  readonly relative: number | null;
}

/**
 * Minimum detectable effect of Welch's test: δ = (t_{1−α/2} + t_{power}) σ √(1/n_A + 1/n_B) √f, the inverse of
 * `sampleSizeForMeans`, with the inflation f of the looks.
 *
 * @example mean 10, σ 20, 25118 units a variant // absolute 0.5, relative 0.05
 */
export function detectableMeanEffect(
  { mean, standardDeviation }: { readonly mean: number; readonly standardDeviation: number },
  options: DetectionOptions,
): Outcome<DetectableEffect> {
  const inflation = checkedInflation(options);
  if (isInsufficient(inflation)) return inflation;
  if (!Number.isFinite(mean)) return insufficient('not_finite', 'The baseline is not a finite number.');
  if (standardDeviation === 0) return insufficient('zero_variance', 'The metric does not vary.');
  if (!(standardDeviation > 0)) return insufficient('out_of_range', 'The standard deviation is not positive.');
  const { control, treatment, power = 0.8, alpha = 0.05 } = options;
  const degreesOfFreedom = control + treatment - 2;
  const quantiles = studentCritical(alpha, degreesOfFreedom) + studentQuantile(power, degreesOfFreedom);
  const absolute = quantiles * standardDeviation * Math.sqrt((1 / control + 1 / treatment) * inflation);
  return effectOf(absolute, Math.abs(mean));
}

/**
 * The same for two proportions; the variance of the treatment is that of the share it would have, so δ solves
 * δ = (z_{1−α/2} + z_{power}) √( (p_A(1 − p_A)/n_A + p_B(1 − p_B)/n_B) f ), p_B = p_A + δ.
 *
 * @example share 0.1, 3839 units a variant // absolute 0.02, relative 0.2
 */
export function detectableShareEffect(
  { share }: { readonly share: number },
  options: DetectionOptions,
): Outcome<DetectableEffect> {
  const inflation = checkedInflation(options);
  if (isInsufficient(inflation)) return inflation;
  if (!(share > 0 && share < 1)) return insufficient('out_of_range', 'The baseline share must lie between 0 and 1.');
  const { control, treatment, power = 0.8, alpha = 0.05 } = options;
  const quantiles = (normalCritical(alpha) + normalQuantile(power)) * Math.sqrt(inflation);
  const excess = (effect: number): number => {
    const changed = share + effect;
    return effect - quantiles * Math.sqrt((share * (1 - share)) / control + (changed * (1 - changed)) / treatment);
  };
  if (excess(1 - share) < 0)
    return insufficient('too_few_units', 'No share is high enough to be found by so few units.');
  return effectOf(findRoot(excess, 0, 1 - share), share);
}

/** The chance that a test finds an effect. */
export interface Power {
  readonly kind: 'power';
  readonly power: number;
}

/**
 * Power of the test that is read once: Φ(δ/se − z) + Φ(−δ/se − z), z the two-sided critical value, for an effect and
 * the standard error that the test has or will have. With looks it is `crossingProbabilities` at the drift δ/se.
 *
 * @example effect 2.8 standard errors, α 0.05 // 0.7995569
 */
export function fixedPower({
  effect,
  standardError,
  alpha,
}: {
  readonly effect: number;
  readonly standardError: number;
  readonly alpha: number;
}): Outcome<Power> {
  const problem = problemOfLevel(alpha);
  if (problem !== undefined) return problem;
  if (!(standardError > 0)) return insufficient('zero_variance', 'The standard error is not positive.');
  const drift = effect / standardError;
  const critical = normalCritical(alpha);
  return finiteOr({ kind: 'power', power: normalCdf(drift - critical) + normalCdf(-drift - critical) });
}

const effectOf = (absolute: number, baseline: number): Outcome<DetectableEffect> =>
  finiteOr({ kind: 'detectable_effect', absolute, relative: baseline === 0 ? null : absolute / baseline });

function checkedInflation({
  control,
  treatment,
  power = 0.8,
  alpha = 0.05,
  looks,
  designEffect,
}: DetectionOptions): Outcome<number> {
  const problem: InsufficientData | undefined = problemOfLevel(alpha);
  if (problem !== undefined) return problem;
  if (!(power > alpha && power < 1)) return insufficient('out_of_range', 'The power must lie between the level and 1.');
  if (!(control >= 2 && treatment >= 2)) return insufficient('too_few_units', 'A variant needs at least 2 units.');
  if (!Number.isFinite(control + treatment)) return insufficient('not_finite', 'The units are not finite.');
  return inflationFor(looks, alpha, power, designEffect);
}
