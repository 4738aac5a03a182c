import { insufficient, isInsufficient } from './outcome.js';
import type { InsufficientData, Outcome } from './outcome.js';
import { parseDecimal, toNumber } from './rational.js';
import type { Rational } from './rational.js';

/**
 * Several numbers of each unit of a variant: numerator and denominator of a ratio, a metric and its covariates, the
 * sums of a cluster. Means and covariances of one unit's values, with n − 1. Immutable.
 */
export interface JointStatistics {
  readonly n: number;
  readonly means: readonly number[];
  readonly covariances: readonly (readonly number[])[];
}

/** n, Σa of each variable and Σab of each pair (on the diagonal Σa²), the matrix in full. */
export interface JointSums<T> {
  readonly n: number;
  readonly sums: readonly T[];
  readonly products: readonly (readonly T[])[];
}

/** Centred squares under this share of the raw ones are rounding, as in `statisticsFromSums`. */
const CANCELLED = 1e-12;

/**
 * Means and covariances from sums in doubles: s_ab = (Σab − Σa Σb/n) / (n − 1). Sums of money come exactly, so use
 * `jointFromExact` for them.
 *
 * @example jointFromSums({ n: 3, sums: [6, 12], products: [[14, 28], [28, 56]] }) // means 2 4, covariances 1 2 2 4
 */
export function jointFromSums({ n, sums, products }: JointSums<number>): Outcome<JointStatistics> {
  const problem = problemOfShape({ n, sums, products });
  if (problem !== undefined) return problem;
  if (![...sums, ...products.flat()].every(Number.isFinite)) {
    return insufficient('not_finite', 'A sum is not a finite number.');
  }
  const covariances = products.map((row, a) =>
    row.map((product, b) => {
      const centred = product - (sums[a] ?? 0) * ((sums[b] ?? 0) / n);
      return a === b && Math.abs(centred) < CANCELLED * product ? 0 : centred / (n - 1);
    }),
  );
  return checkJoint({ n, means: sums.map((sum) => sum / n), covariances });
}

/** The same from exact decimals, rounded once at the end: nothing cancels. */
export function jointFromExact({ n, sums, products }: JointSums<string | bigint>): Outcome<JointStatistics> {
  const problem = problemOfShape({ n, sums, products });
  if (problem !== undefined) return problem;
  const totals = sums.map((sum) => parseDecimal(String(sum)));
  const squares = products.map((row) => row.map((product) => parseDecimal(String(product))));
  if (!totals.every(isKnown) || !squares.every((row) => row.every(isKnown))) {
    return insufficient('not_a_decimal', 'A sum is not a plain decimal number.');
  }
  const count = BigInt(n);
  const covariance = (product: Rational, a: Rational, b: Rational): number => {
    const denominator = a.denominator * b.denominator;
    return toNumber({
      // n Σab − Σa Σb over the common denominator of both terms.
      numerator: count * product.numerator * denominator - a.numerator * b.numerator * product.denominator,
      denominator: count * (count - 1n) * denominator * product.denominator,
    });
  };
  const zero = { numerator: 0n, denominator: 1n };
  return checkJoint({
    n,
    means: totals.map(({ numerator, denominator }) => toNumber({ numerator, denominator: count * denominator })),
    covariances: squares.map((row, a) =>
      row.map((product, b) => covariance(product, totals[a] ?? zero, totals[b] ?? zero)),
    ),
  });
}

/** The statistics if an estimator can use them; insufficiency is handed on. */
export function checkJoint(joint: Outcome<JointStatistics>): Outcome<JointStatistics> {
  if (isInsufficient(joint)) return joint;
  const problem = problemOfShape({ n: joint.n, sums: joint.means, products: joint.covariances });
  if (problem !== undefined) return problem;
  if (![...joint.means, ...joint.covariances.flat()].every(Number.isFinite)) {
    return insufficient('overflow', 'A mean or a covariance is too large for a double.');
  }
  const variance = (index: number): number => joint.covariances[index]?.[index] ?? 0;
  const possible = joint.covariances.every((row, a) =>
    row.every((value, b) => {
      const most = Math.sqrt(Math.max(0, variance(a))) * Math.sqrt(Math.max(0, variance(b)));
      // Cauchy and Schwarz, with what the rounding of either may have moved; and Σab = Σba.
      const slack =
        1e-9 * (most + Math.sqrt(CANCELLED) * Math.abs(joint.means[a] ?? 0) * Math.abs(joint.means[b] ?? 0));
      const symmetric = Math.abs(value - (joint.covariances[b]?.[a] ?? 0)) <= slack;
      return variance(a) >= 0 && Math.abs(value) <= most + slack && symmetric;
    }),
  );
  return possible ? joint : insufficient('inconsistent_sums', 'The sums of squares and products do not fit together.');
}

/**
 * Means and covariances of linear combinations: L μ and L Σ Lᵀ, one row of L for each new variable. A ratio, a
 * linearised covariate and what is left after a regression are such rows. What cancels to nothing is 0.
 */
export function combined(
  { n, means, covariances }: JointStatistics,
  rows: readonly (readonly number[])[],
): JointStatistics {
  const covariance = (left: readonly number[], right: readonly number[]): number => {
    const terms = left.flatMap((l, i) => right.map((r, j) => l * r * (covariances[i]?.[j] ?? 0)));
    const sum = sumOf(terms);
    return Math.abs(sum) < CANCELLED * sumOf(terms.map(Math.abs)) ? 0 : sum;
  };
  return {
    n,
    means: rows.map((row) => sumOf(row.map((factor, i) => factor * (means[i] ?? 0)))),
    covariances: rows.map((left) => rows.map((right) => covariance(left, right))),
  };
}

const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

const isKnown = (value: Rational | undefined): value is Rational => value !== undefined;

function problemOfShape({ n, sums, products }: JointSums<unknown>): InsufficientData | undefined {
  if (!Number.isSafeInteger(n)) return insufficient('not_finite', 'The number of units is not a whole number.');
  if (n < 2) return insufficient('too_few_units', `A variant needs at least 2 units and has ${n}.`);
  if (products.length === sums.length && products.every((row) => row.length === sums.length)) return undefined;
  return insufficient('inconsistent_sums', `${sums.length} sums need as many rows and columns of products.`);
}
