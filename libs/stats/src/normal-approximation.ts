import { insufficient } from './outcome.js';
import type { Outcome } from './outcome.js';
import { parseDecimal, toNumber } from './rational.js';

/** Whether the interval of a mean covers what it says. */
export interface NormalApproximation {
  readonly kind: 'normal_approximation';
  /** Two-sided 95 % intervals cover between 94.5 and 95.5 %. If not, the readout says so. */
  readonly holds: boolean;
  /** Units from which on the skewness allows it. */
  readonly neededUnits: number;
}

/** Fewer units than this with a value other than 0, and the rule does not ask further. */
const FEWEST_EVENTS = 100;
/** Units for each squared skewness. */
const UNITS = 50;

/**
 * A rule for one variant: at least 100 events, and n ≥ 50 γ². Both variants must pass.
 *
 * By Edgeworth's expansion the coverage of a 95 % interval of a mean with skewness γ and excess kurtosis κ is off by
 *
 *   2 φ(z) z ( κ (z² − 3)/12 − γ² (z⁴ + 2z² − 3)/18 ) / n = (0.016 κ − 0.247 γ²)/n,   z = 1.96
 *
 * beside what Student's t takes care of. That is half a point at n = 49 γ². It is so in the worst split, where one
 * variant has all the variance. Between two of equal size γ cancels and κ is left: the interval is too wide, by half
 * a point for one pledge in thirty, lognormal with σ 1, at n 1,000, by more with a heavier tail. The misses of a skewed mean lie on one side long after:
 * for each of them to be 2.5 % a variant alone would need 355 γ² (Kohavi et al.).
 *
 * The skewness of a sample from a heavy tail is itself too low; a cap on the metric is the remedy, not this rule.
 *
 * Source: Hall, The bootstrap and Edgeworth expansion (1992), section 2.6; Kohavi, Deng, Longbotham & Xu, Seven rules
 * of thumb for web site experimenters, KDD (2014), rule 7.
 *
 * @param events units whose value is not 0; of a proportion the smaller of successes and failures
 * @example n 1,000, 30 events, skewness 26 // does not hold, 33,800 units needed
 */
export function normalApproximation({
  n,
  events,
  skewness,
}: {
  readonly n: number;
  readonly events: number;
  readonly skewness: number;
}): Outcome<NormalApproximation> {
  if (![n, events, skewness].every(Number.isFinite)) return insufficient('not_finite', 'A number is not finite.');
  if (!(n >= 2)) return insufficient('too_few_units', `A variant needs at least 2 units and has ${n}.`);
  if (!(events >= 0 && events <= n))
    return insufficient('out_of_range', `${events} of ${n} units cannot have a value.`);
  const neededUnits = Math.ceil(UNITS * skewness ** 2);
  return { kind: 'normal_approximation', holds: events >= FEWEST_EVENTS && n >= neededUnits, neededUnits };
}

/** How lopsided a metric is. */
export interface Skewness {
  readonly kind: 'skewness';
  readonly value: number;
}

/**
 * Skewness of n units from exact sums, rounded once at the end: g = m₃/m₂^{3/2}, m_k = Σ(y − ȳ)^k/n,
 *
 *   n³ m₃ = n² Σy³ − 3 n Σy Σy² + 2 (Σy)³,   n² m₂ = n Σy² − (Σy)²
 *
 * @example values 0 0 0 1 // 1.154701
 */
export function skewnessFromExact(sums: {
  readonly n: number;
  readonly sum: string | bigint;
  readonly sumOfSquares: string | bigint;
  readonly sumOfCubes: string | bigint;
}): Outcome<Skewness> {
  if (!Number.isSafeInteger(sums.n)) return insufficient('not_finite', 'The number of units is not a whole number.');
  if (sums.n < 2) return insufficient('too_few_units', `A variant needs at least 2 units and has ${sums.n}.`);
  const [first, second, third] = [sums.sum, sums.sumOfSquares, sums.sumOfCubes].map((sum) => parseDecimal(String(sum)));
  if (first === undefined || second === undefined || third === undefined) {
    return insufficient('not_a_decimal', 'A sum is not a plain decimal number.');
  }
  const n = BigInt(sums.n);
  // Over one denominator, all three are whole.
  const denominator = first.denominator * second.denominator * third.denominator;
  const [a, b, c] = [first, second, third].map((sum) => (sum.numerator * denominator) / sum.denominator);
  if (a === undefined || b === undefined || c === undefined) return insufficient('not_finite', 'A sum is missing.');
  const squares = n * b * denominator - a * a;
  const cubes = n * n * c * denominator ** 2n - 3n * n * a * b * denominator + 2n * a ** 3n;
  if (squares < 0n) return insufficient('inconsistent_sums', 'The sum of squares is smaller than the sum allows.');
  if (squares === 0n) return insufficient('zero_variance', 'All units have the same value.');
  // g² is a ratio of whole numbers: nothing is rounded before the root.
  const square = toNumber({ numerator: cubes * cubes, denominator: squares ** 3n });
  if (!Number.isFinite(square)) return insufficient('overflow', 'The skewness is too large for a double.');
  return { kind: 'skewness', value: (cubes < 0n ? -1 : 1) * Math.sqrt(square) };
}
