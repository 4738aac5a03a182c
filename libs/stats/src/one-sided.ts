import { studentQuantile, studentTwoSidedP } from './distributions.js';
import { meanPair } from './mean-pair.js';
import { finiteOr, isInsufficient } from './outcome.js';
import type { Outcome } from './outcome.js';
import type { SampleStatistics } from './sample-statistics.js';
import type { TestOptions } from './welch-test.js';

/** Which claim is tested: the treatment is above the control, or below it. */
export type Alternative = 'greater' | 'less';

/** A one-sided difference of means, treatment minus control. */
export interface OneSidedDifference {
  readonly kind: 'estimate';
  readonly method: 'welch';
  readonly alternative: Alternative;
  readonly estimate: number;
  readonly standardError: number;
  readonly degreesOfFreedom: number;
  readonly pValue: number;
  /** The difference is above it (`greater`) or below it (`less`) with confidence 1 − α. */
  readonly limit: number;
}

/**
 * Welch's test of one side: limit d ∓ t_{1−α, ν} se, p = P(T ≥ ±t). With α = 0.025 the limit is an end of the
 * two-sided 95 % interval. The direction is chosen before the data, or the level is a fiction.
 *
 * Source: Welch, Biometrika 34 (1947).
 *
 * @example A and B of `welchTest`, greater, α 0.025 // 0.29, limit 0.04538, p 0.01008
 */
export function oneSidedWelchTest(
  control: Outcome<SampleStatistics>,
  treatment: Outcome<SampleStatistics>,
  { alpha, covariance, alternative }: TestOptions & { readonly alternative: Alternative },
): Outcome<OneSidedDifference> {
  const pair = meanPair(control, treatment, alpha, covariance);
  if (isInsufficient(pair)) return pair;
  const { difference, standardError, degreesOfFreedom } = pair;
  const sign = alternative === 'greater' ? 1 : -1;
  const critical = studentQuantile(alpha, degreesOfFreedom);
  return finiteOr({
    kind: 'estimate',
    method: 'welch',
    alternative,
    estimate: difference,
    standardError,
    degreesOfFreedom,
    pValue: studentUpperTail((sign * difference) / standardError, degreesOfFreedom),
    limit: difference + sign * critical * standardError,
  });
}

/** P(T ≥ t), with all the digits of a small one. @example studentUpperTail(2, 10) // 0.03669402 */
export function studentUpperTail(t: number, degreesOfFreedom: number): number {
  const beyond = studentTwoSidedP(t, degreesOfFreedom) / 2;
  return t > 0 ? beyond : 1 - beyond;
}
