import { studentCritical, studentTwoSidedP } from './distributions.js';
import { meanPair } from './mean-pair.js';
import { finiteOr, isInsufficient } from './outcome.js';
import type { Outcome } from './outcome.js';
import type { SampleStatistics } from './sample-statistics.js';
import type { Comparison } from './simultaneous-intervals.js';

/** A difference of means as a member of a family. */
export interface MeanComparison extends Comparison {
  readonly standardError: number;
}

/** `welchTest` at a level that the family decides: what `holmIntervals` and its like take. */
export function welchComparison(
  control: Outcome<SampleStatistics>,
  treatment: Outcome<SampleStatistics>,
  { covariance }: { readonly covariance?: number } = {},
): Outcome<MeanComparison> {
  // The level decides nothing here but whether it is one.
  const pair = meanPair(control, treatment, 0.05, covariance);
  if (isInsufficient(pair)) return pair;
  const { difference, standardError, degreesOfFreedom } = pair;
  const intervalAt = (alpha: number) => {
    const margin = studentCritical(alpha, degreesOfFreedom) * standardError;
    return { lower: difference - margin, upper: difference + margin };
  };
  const pValue = studentTwoSidedP(difference / standardError, degreesOfFreedom);
  return finiteOr({ estimate: difference, standardError, pValue, intervalAt });
}
