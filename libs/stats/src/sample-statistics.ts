import { insufficient, isInsufficient } from './outcome.js';
import type { InsufficientData, Outcome } from './outcome.js';
import { parseDecimal, toNumber } from './rational.js';

/**
 * What every estimator needs of one variant: the seam between SQL, which counts and sums, and the mathematics.
 * Immutable. `mean` is in the unit of the metric (minor units for money), `variance` in its square, of one unit's
 * value (not of the mean).
 */
export interface SampleStatistics {
  readonly n: number;
  readonly mean: number;
  readonly variance: number;
}

/** n, Σy and Σy² as doubles. */
export interface Sums {
  readonly n: number;
  readonly sum: number;
  readonly sumOfSquares: number;
}

/** n, Σy and Σy² as exact decimals, for example the text of a DECIMAL(38, 0). */
export interface ExactSums {
  readonly n: number;
  readonly sum: string | bigint;
  readonly sumOfSquares: string | bigint;
}

/**
 * Σ(y − ȳ)² under this share of Σy² is what rounding left over, not variance: a double carries 2e-16 of Σy², and
 * a sum of many terms is itself off by some hundreds of that.
 */
const CANCELLED = 1e-12;

/**
 * Mean and variance from sums in doubles: s² = (Σy² − (Σy)²/n) / (n − 1).
 *
 * The difference cancels when the mean is large beside the spread; a coefficient of variation under 1e-6 is taken
 * for zero variance. Sums of money come exactly, so use `statisticsFromExact` for them.
 *
 * @example statisticsFromSums({ n: 3407, sum: 1396.87, sumOfSquares: 52377.9767 }) // mean 0.41, variance 15.2101
 */
export function statisticsFromSums({ n, sum, sumOfSquares }: Sums): Outcome<SampleStatistics> {
  const problem = problemOfCount(n);
  if (problem !== undefined) return problem;
  if (!Number.isFinite(sum) || !Number.isFinite(sumOfSquares)) {
    return insufficient('not_finite', 'A sum is not a finite number.');
  }
  const mean = sum / n;
  const centred = sumOfSquares - sum * mean;
  if (!Number.isFinite(centred)) return insufficient('overflow', 'The square of the sum is too large.');
  if (centred < -CANCELLED * Math.abs(sumOfSquares)) return impossibleSums();
  return { n, mean, variance: centred < CANCELLED * sumOfSquares ? 0 : centred / (n - 1) };
}

/**
 * The same from exact decimals, without cancellation: n Σy² − (Σy)² is computed in whole numbers and rounded once,
 * so that ten million pledges around $1,000,000 that differ by a cent have the variance that they have.
 *
 * @example statisticsFromExact({ n: 3, sum: '3000000000000000003', sumOfSquares: '3000000000000000006000000000000000005' })
 *          // values 10^18, 10^18 + 1, 10^18 + 2: mean 1e18, variance 1
 */
export function statisticsFromExact({ n, sum, sumOfSquares }: ExactSums): Outcome<SampleStatistics> {
  const problem = problemOfCount(n);
  if (problem !== undefined) return problem;
  const total = parseDecimal(String(sum));
  const squares = parseDecimal(String(sumOfSquares));
  if (total === undefined || squares === undefined) {
    return insufficient('not_a_decimal', 'A sum is not a plain decimal number.');
  }
  const count = BigInt(n);
  const squaredDenominator = total.denominator * total.denominator;
  // n Σ(y − ȳ)² = n Σy² − (Σy)², over the common denominator of both terms.
  const centred =
    count * squares.numerator * squaredDenominator - total.numerator * total.numerator * squares.denominator;
  if (centred < 0n) return impossibleSums();
  const mean = toNumber({ numerator: total.numerator, denominator: count * total.denominator });
  const variance = toNumber({
    numerator: centred,
    denominator: count * (count - 1n) * squaredDenominator * squares.denominator,
  });
  if (!Number.isFinite(mean) || !Number.isFinite(variance)) {
    return insufficient('overflow', 'The sums are too large for a double.');
  }
  return { n, mean, variance };
}

/**
 * k successes among n units. The variance is p(1 − p), without the factor n/(n − 1): the convention of every row
 * of published values that is given as k/n.
 *
 * @example statisticsFromProportion(14, 28) // mean 0.5, variance 0.25
 */
export function statisticsFromProportion(successes: number, n: number): Outcome<SampleStatistics> {
  const problem = problemOfCount(n);
  if (problem !== undefined) return problem;
  if (!Number.isSafeInteger(successes)) return insufficient('not_finite', 'The successes are not a whole number.');
  if (successes < 0 || successes > n) return insufficient('out_of_range', `${successes} of ${n} is not a share.`);
  const mean = successes / n;
  return { n, mean, variance: mean * (1 - mean) };
}

/**
 * The sample if an estimator can use it. Insufficiency is handed on, so that estimators can be applied to the
 * outcome of the functions above without a check in between.
 */
export function checkSample(sample: Outcome<SampleStatistics>): Outcome<SampleStatistics> {
  if (isInsufficient(sample)) return sample;
  const problem = problemOfCount(sample.n);
  if (problem !== undefined) return problem;
  if (!Number.isFinite(sample.mean) || !Number.isFinite(sample.variance)) {
    return insufficient('not_finite', 'A mean or a variance is not a finite number.');
  }
  if (sample.variance < 0) return insufficient('inconsistent_sums', 'A variance is negative.');
  return sample;
}

function problemOfCount(n: number): InsufficientData | undefined {
  if (!Number.isSafeInteger(n)) return insufficient('not_finite', 'The number of units is not a whole number.');
  if (n < 2) return insufficient('too_few_units', `A variant needs at least 2 units and has ${n}.`);
  return undefined;
}

const impossibleSums = (): InsufficientData =>
  insufficient('inconsistent_sums', 'The sum of squares is smaller than the sum allows.');
