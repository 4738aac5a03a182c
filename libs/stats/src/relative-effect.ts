import { deltaOf, fiellerOf } from './fieller.js';
import type { RelativeEffect, UnboundedEffect } from './fieller.js';
import { meanPair } from './mean-pair.js';
import { isInsufficient } from './outcome.js';
import type { Outcome } from './outcome.js';
import { referenceOf } from './reference.js';
import type { SampleStatistics } from './sample-statistics.js';
import type { TestOptions } from './welch-test.js';

/** `student` agrees with `welchTest`, `normal` with `twoProportionTest`. */
export interface RelativeOptions extends TestOptions {
  readonly reference?: 'student' | 'normal';
}

/**
 * Fieller's interval of the relative effect θ = μ_B/μ_A − 1: all θ that the test of μ_B − (1 + θ) μ_A = 0 keeps,
 *
 *   (d − θ ȳ_A)² ≤ t² (v_B + (1 + θ)² v_A),   v = s²/n,   d = ȳ_B − ȳ_A,
 *
 * which is a θ² − 2 b θ + c ≤ 0 with a = ȳ_A² − t² v_A, b = d ȳ_A + t² v_A, c = d² − t² (v_A + v_B). At θ = 0 this
 * is the absolute test, so the two verdicts cannot contradict each other; p is the absolute test's. With a ≤ 0 the
 * control's own mean is not told from zero and the answer is `unbounded`. The degrees of freedom are those of the
 * absolute test for every θ, as in the delta method below.
 *
 * Source: Fieller, Some problems in interval estimation, JRSS B 16 (1954). Heavy-tailed amounts at 3 % conversion:
 * covers 95.1 %, misses 2.4 % and 2.5 % on the two sides.
 *
 * @example n 3407, Σ 1396.87, Σ² 52377.9767 against n 3461, Σ 2422.7, Σ² 134698.29, α = 0.05
 *          // 0.70732, [0.09406, 1.70869], p 0.02016
 */
export function fiellerInterval(
  control: Outcome<SampleStatistics>,
  treatment: Outcome<SampleStatistics>,
  { alpha, covariance, reference = 'student' }: RelativeOptions,
): Outcome<RelativeEffect | UnboundedEffect> {
  const pair = meanPair(control, treatment, alpha, covariance);
  return isInsufficient(pair) ? pair : fiellerOf(pair, referenceOf(pair, alpha, reference));
}

/**
 * The relative effect by the delta method: se² = v_B/ȳ_A² + ȳ_B² v_A/ȳ_A⁴, interval θ ± t se, with the degrees of
 * freedom of the absolute test. It is here to reproduce what others publish; its verdict can contradict the
 * absolute one (first example) and its misses are lopsided (0.8 % and 6.1 % where Fieller has 2.4 % and 2.5 %).
 *
 * @example n 3407, Σ 1396.87, Σ² 52377.9767 against n 3461, Σ 2422.7, Σ² 134698.29, α = 0.05
 *          // 0.70732, [−0.03526, 1.44989], p 0.06191
 * @example 14/28 against 16/30 // 0.06667, [−0.47767, 0.61101], p 0.80707
 */
export function deltaMethodInterval(
  control: Outcome<SampleStatistics>,
  treatment: Outcome<SampleStatistics>,
  { alpha, covariance, reference = 'student' }: RelativeOptions,
): Outcome<RelativeEffect> {
  const pair = meanPair(control, treatment, alpha, covariance);
  return isInsufficient(pair) ? pair : deltaOf(pair, referenceOf(pair, alpha, reference));
}
