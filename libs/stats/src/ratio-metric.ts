import { checkJoint } from './joint-statistics.js';
import type { JointStatistics } from './joint-statistics.js';
import { insufficient, isInsufficient } from './outcome.js';
import type { Outcome } from './outcome.js';
import { checkSample } from './sample-statistics.js';
import type { SampleStatistics } from './sample-statistics.js';

/**
 * A ratio of sums, Σy/Σx, as the mean of a sample: pledged per visit when the unit is a visitor. To first order
 *
 *   R = ȳ/x̄,   s² = (s²_y − 2 R s_xy + R² s²_x) / x̄²,   Var(R) = s²/n
 *
 * so that Welch's test, Fieller's lift, the sequential bounds and all else that takes a sample take a ratio: the lift
 * of a ratio is a ratio of two numbers that are normal to first order, which is all that Fieller asks.
 *
 * A denominator whose mean has a standard error of more than a fifth of itself is too uncertain for the first order,
 * and there is no answer.
 *
 * Source: Deng, Knoblich & Lu, Applying the delta method in metric analytics, KDD (2018), section 3.
 *
 * @param joint the numerator y first, then the denominator x
 * @example n 4, y 1 2 3 6, x 1 2 2 5 // ratio 1.2, variance of one unit 0.0298667
 */
export function ratioStatistics(joint: Outcome<JointStatistics>): Outcome<SampleStatistics> {
  const known = checkJoint(joint);
  if (isInsufficient(known)) return known;
  const { n, means, covariances } = known;
  const [y = 0, x = 0] = means;
  const [[yy = 0, xy = 0] = [], [, xx = 0] = []] = covariances;
  if (means.length !== 2) return insufficient('out_of_range', 'A ratio has a numerator and a denominator.');
  if (x < 0) return insufficient('negative_baseline', 'The mean of the denominator is negative.');
  if (x === 0 || x < SMALLEST_MEAN * Math.sqrt(xx / n)) {
    return insufficient('zero_baseline', 'The data do not tell the mean of the denominator from zero well enough.');
  }
  const ratio = y / x;
  // One standard deviation at a time: squares of tiny or huge amounts neither vanish nor overflow.
  const [deviationY, deviationX] = [Math.sqrt(yy) / x, (ratio * Math.sqrt(xx)) / x];
  const correlation = yy === 0 || xx === 0 ? 0 : xy / Math.sqrt(yy) / Math.sqrt(xx);
  const variance = deviationY ** 2 - 2 * correlation * deviationY * deviationX + deviationX ** 2;
  const rounding = 1e-12 * (deviationY ** 2 + deviationX ** 2);
  return checkSample({ n, mean: ratio, variance: variance < rounding ? 0 : variance });
}

/** In standard errors of the denominator's mean. */
const SMALLEST_MEAN = 5;
