import { normalCritical } from './distributions.js';
import { insufficient, isInsufficient, problemOfLevel } from './outcome.js';
import type { InsufficientData, Interval, Outcome } from './outcome.js';
import { checkSample } from './sample-statistics.js';
import type { SampleStatistics } from './sample-statistics.js';

/** Which order statistics to fetch: 1 is the smallest value. */
export interface QuantileRanks {
  readonly kind: 'ranks';
  readonly estimate: number;
  readonly lower: number;
  readonly upper: number;
}

/** A quantile is asked for at q, with an interval of level 1 − α. */
export interface QuantileOptions {
  readonly q: number;
  readonly alpha: number;
  /** Of the share of units at or under the quantile, from `clusteredMean`; 1 for independent units. */
  readonly designEffect?: number;
}

/**
 * Ranks of a quantile and of the ends of its interval. The number of units under the true quantile is binomial, so
 * with X the j-th smallest value
 *
 *   l = max{ j : P(B(n, q) ≤ j − 1) ≤ α/2 },   u = min{ j : P(B(n, q) ≥ j) ≤ α/2 },   P(X_l ≤ ξ ≤ X_u) ≥ 1 − α
 *
 * for any distribution, in samples of any size, ties included. In clusters the count is wider by √(design effect), and
 * normal: nq ± z √(deff n q (1 − q)).
 *
 * The warehouse sorts and gives three values; no more is needed of millions.
 *
 * Source: David & Nagaraja, Order statistics (2003), section 7.1; Deng, Knoblich & Lu, KDD (2018), section 5, for
 * clusters.
 *
 * @example n 100, q 0.5, α 0.05 // 50, from 40 to 61
 */
export function quantileRanks(n: number, { q, alpha, designEffect = 1 }: QuantileOptions): Outcome<QuantileRanks> {
  const problem = problemOf(n, q, designEffect) ?? problemOfLevel(alpha);
  if (problem !== undefined) return problem;
  const { lower, upper } = designEffect === 1 ? exactRanks(n, q, alpha) : normalRanks(n, q, alpha, designEffect);
  if (lower < 1 || upper > n) {
    return insufficient('too_few_units', `${n} units have no interval for the quantile ${q} at this level.`);
  }
  return { kind: 'ranks', estimate: Math.max(1, Math.ceil(n * q - 1e-9)), lower, upper };
}

/** A quantile with the interval of its order statistics. */
export interface Quantile {
  readonly kind: 'estimate';
  readonly method: 'order_statistics';
  readonly estimate: number;
  readonly interval: Interval;
  /** For comparisons: its "mean" is the quantile, its variance over n the square of the error behind the interval. */
  readonly sample: SampleStatistics;
}

/**
 * The quantile from the values at its ranks, and a sample that tests and lifts take like any other, with the normal
 * reference: the standard error is half the interval over z, (X_u − X_l)/(2 z).
 *
 * Source: Deng, Knoblich & Lu, KDD (2018), section 5.
 *
 * @param values at the ranks of `quantileRanks` for the same n and options
 */
export function quantileFrom(
  n: number,
  values: { readonly estimate: number; readonly lower: number; readonly upper: number },
  { alpha }: { readonly alpha: number },
): Outcome<Quantile> {
  const problem = problemOfLevel(alpha);
  if (problem !== undefined) return problem;
  const { estimate, lower, upper } = values;
  if (![estimate, lower, upper].every(Number.isFinite)) return insufficient('not_finite', 'A value is not finite.');
  if (!(lower <= estimate && estimate <= upper)) {
    return insufficient('inconsistent_sums', 'The order statistics are not in order.');
  }
  const standardError = (upper - lower) / (2 * normalCritical(alpha));
  const sample = checkSample({ n, mean: estimate, variance: standardError ** 2 * n });
  if (isInsufficient(sample)) return sample;
  return { kind: 'estimate', method: 'order_statistics', estimate, interval: { lower, upper }, sample };
}

/** Sums of the binomial distribution from its mode outwards, each term from its neighbour. */
function exactRanks(n: number, q: number, alpha: number): Interval {
  const mode = Math.min(n, Math.floor((n + 1) * q));
  const odds = q / (1 - q);
  const below = terms(mode, (k) => k / ((n - k + 1) * odds));
  const above = terms(n - mode, (k) => (k * odds) / (n - k + 1));
  const tail = (alpha / 2) * (1 + sumOf(below) + sumOf(above));
  // below[i] is P(B = mode − 1 − i) and above[i] P(B = mode + 1 + i), each over P(B = mode).
  return { lower: mode - countBeyond(below, tail), upper: mode + 1 + countBeyond(above, tail) };
}

/** How many terms, counted from the nearest, stay outside of a tail of at most this mass. */
function countBeyond(fromNearest: readonly number[], tail: number): number {
  let mass = 0;
  for (let index = fromNearest.length - 1; index >= 0; index -= 1) {
    mass += fromNearest[index] ?? 0;
    if (mass > tail) return index + 1;
  }
  return 0;
}

/** P(neighbour)/P(mode), outwards until nothing is left: `ratio` takes the distance to the end of the line. */
function terms(steps: number, ratio: (left: number) => number): number[] {
  const list: number[] = [];
  let term = 1;
  for (let left = steps; left > 0; left -= 1) {
    term *= ratio(left);
    if (term < 1e-25) break;
    list.push(term);
  }
  return list;
}

function normalRanks(n: number, q: number, alpha: number, designEffect: number): Interval {
  const margin = normalCritical(alpha) * Math.sqrt(designEffect * n * q * (1 - q));
  return { lower: Math.floor(n * q - margin), upper: Math.ceil(n * q + margin) + 1 };
}

const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

function problemOf(n: number, q: number, designEffect: number): InsufficientData | undefined {
  if (!Number.isSafeInteger(n)) return insufficient('not_finite', 'The number of units is not a whole number.');
  if (n < 2) return insufficient('too_few_units', `A variant needs at least 2 units and has ${n}.`);
  if (!(q > 0 && q < 1)) return insufficient('out_of_range', `A quantile lies between 0 and 1, not at ${q}.`);
  if (designEffect > 0 && Number.isFinite(designEffect)) return undefined;
  return insufficient('out_of_range', 'A design effect is positive.');
}
