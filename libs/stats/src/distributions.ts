import erfcInverse from '@stdlib/math-base-special-erfcinv';
import gammaIncomplete from '@stdlib/math-base-special-gammainc';
import standardNormalCdf from '@stdlib/stats-base-dists-normal-cdf';
import studentCdf from '@stdlib/stats-base-dists-t-cdf';
import studentInverse from '@stdlib/stats-base-dists-t-quantile';

/*
 * Tails, not 1 − cdf: a p-value of 1e-20 is 0 when it is taken from 1. Every function here keeps at least ten
 * significant digits down to 1e-260; the spec beside it holds reference values of 40 digits' arithmetic.
 */

/** P(Z ≤ z) of the standard normal distribution. @example normalCdf(-1.96) // 0.024997895 */
export const normalCdf = (z: number): number => standardNormalCdf(z, 0, 1);

/**
 * The z with P(Z ≤ z) = p, by −√2 erfc⁻¹(2p): the usual √2 erf⁻¹(2p − 1) loses the lower tail to the subtraction
 * (4e-7 off at p = 1e-12, −∞ at 1e-20).
 *
 * @example normalQuantile(0.975) // 1.959963985
 */
export const normalQuantile = (p: number): number => -Math.SQRT2 * erfcInverse(2 * p);

/** P(|Z| ≥ |z|), the two-sided p-value of a z statistic. @example normalTwoSidedP(1.96) // 0.04999579 */
export const normalTwoSidedP = (z: number): number => 2 * normalCdf(-Math.abs(z));

/** The z that |Z| exceeds with probability α. @example normalCritical(0.05) // 1.959963985 */
export const normalCritical = (alpha: number): number => -normalQuantile(alpha / 2);

/** P(|T| ≥ |t|) with ν > 0 degrees of freedom, which need not be whole. @example studentTwoSidedP(2, 10) // 0.07338803 */
export const studentTwoSidedP = (t: number, degreesOfFreedom: number): number =>
  2 * studentCdf(-Math.abs(t), degreesOfFreedom);

/** The t with P(T ≤ t) = p. @example studentQuantile(0.8, 10) // 0.8790578 */
export const studentQuantile = (p: number, degreesOfFreedom: number): number => studentInverse(p, degreesOfFreedom);

/** The t that |T| exceeds with probability α. @example studentCritical(0.05, 10) // 2.228138852 */
export const studentCritical = (alpha: number, degreesOfFreedom: number): number =>
  -studentQuantile(alpha / 2, degreesOfFreedom);

/**
 * P(X ≥ x) of χ² with k degrees of freedom, by the upper regularised gamma function Q(k/2, x/2).
 *
 * @example chiSquareUpperTail(22.774, 1) // 1.822143e-6
 */
export const chiSquareUpperTail = (x: number, degreesOfFreedom: number): number =>
  gammaIncomplete(x / 2, degreesOfFreedom / 2, true, true);
