import { finiteOr, insufficient, isInsufficient, problemOfLevel } from './outcome.js';
import type { Outcome } from './outcome.js';
import { checkSample } from './sample-statistics.js';
import type { SampleStatistics } from './sample-statistics.js';

/** Two samples that have passed every check, with the variances of their means: what a comparison starts from. */
export interface MeanPair {
  readonly control: SampleStatistics;
  readonly treatment: SampleStatistics;
  /** s²_A/n_A, the variance of the control's mean. */
  readonly controlVariance: number;
  /** s²_B/n_B, the variance of the treatment's mean. */
  readonly treatmentVariance: number;
  /** Of the two means: 0 unless an adjustment lets both lean on the same estimate. */
  readonly covariance: number;
  /** ȳ_B − ȳ_A */
  readonly difference: number;
  /** √(v_A + v_B − 2 v_AB), positive */
  readonly standardError: number;
  /** ν = se⁴ / ( (s²_A/n_A)²/(n_A − 1) + (s²_B/n_B)²/(n_B − 1) ), Welch–Satterthwaite */
  readonly degreesOfFreedom: number;
}

/** Checks both samples and the level, once for every estimator that compares two means. */
export function meanPair(
  first: Outcome<SampleStatistics>,
  second: Outcome<SampleStatistics>,
  alpha: number,
  covariance = 0,
): Outcome<MeanPair> {
  const problem = problemOfLevel(alpha);
  if (problem !== undefined) return problem;
  const control = checkSample(first);
  if (isInsufficient(control)) return control;
  const treatment = checkSample(second);
  if (isInsufficient(treatment)) return treatment;
  const controlVariance = control.variance / control.n;
  const treatmentVariance = treatment.variance / treatment.n;
  const total = controlVariance + treatmentVariance;
  if (!(total - 2 * covariance > 0)) return insufficient('zero_variance', 'All values of each variant are equal.');
  // By the control's share of the variance: the fourth powers of the textbook form overflow above 1e77.
  const share = controlVariance / total;
  return finiteOr({
    control,
    treatment,
    controlVariance,
    treatmentVariance,
    covariance,
    difference: treatment.mean - control.mean,
    standardError: Math.sqrt(total - 2 * covariance),
    degreesOfFreedom: 1 / (share ** 2 / (control.n - 1) + (1 - share) ** 2 / (treatment.n - 1)),
  });
}
