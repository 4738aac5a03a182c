import { insufficient } from './outcome.js';
import type { Outcome } from './outcome.js';
import { checkSample } from './sample-statistics.js';
import type { SampleStatistics } from './sample-statistics.js';

/** Units of one variant of which only count, mean and variance are known; one unit alone has the variance 0. */
export type Portion = SampleStatistics;

/**
 * The sample that several portions are together, as the days of an experiment:
 *
 *   n = n_a + n_b,   ȳ = ȳ_a + (ȳ_b − ȳ_a) n_b/n,   M₂ = M₂a + M₂b + (ȳ_b − ȳ_a)² n_a n_b/n,   M₂ = (n − 1) s²
 *
 * Nothing cancels, however far the mean is from zero.
 *
 * Source: Chan, Golub & LeVeque, Algorithms for computing the sample variance, The American Statistician 37 (1983).
 *
 * @example 1 2 3 and 4 5 // n 5, mean 3, variance 2.5
 */
export function mergedSamples(portions: readonly Portion[]): Outcome<SampleStatistics> {
  let [n, mean, squares] = [0, 0, 0];
  for (const portion of portions) {
    if (!(Number.isSafeInteger(portion.n) && portion.n >= 0)) {
      return insufficient('not_finite', 'The number of units is not a whole number.');
    }
    if (portion.n === 0) continue;
    const total = n + portion.n;
    const apart = portion.mean - mean;
    squares += (portion.n - 1) * portion.variance + apart ** 2 * ((n * portion.n) / total);
    mean += apart * (portion.n / total);
    n = total;
  }
  return checkSample({ n, mean, variance: n < 2 ? 0 : squares / (n - 1) });
}
