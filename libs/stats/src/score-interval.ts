import { normalTwoSidedP } from './distributions.js';
import type { ProportionCounts } from './mid-p.js';
import type { Interval } from './outcome.js';

/** P(|Z| > 38) is under 1e-315: a double holds hardly anything smaller. */
const HIGHEST_Z = 38;

/**
 * Wilson's score interval of one proportion: all p that the normal test with the variance p(1 − p)/n of the
 * hypothesis keeps. Never leaves [0, 1], never has length zero.
 *
 * Source: Wilson, Probable inference, JASA 22 (1927).
 *
 * @example wilsonInterval({ successes: 0, n: 20 }, 1.96) // [0, 0.1611]
 */
export function wilsonInterval({ successes, n }: ProportionCounts, z: number): Interval {
  const p = successes / n;
  const square = (z * z) / n;
  const centre = p + square / 2;
  const margin = z * Math.sqrt((p * (1 - p)) / n + square / (4 * n));
  // At the ends of the scale both terms are equal and their difference is only rounding.
  return {
    lower: successes === 0 ? 0 : (centre - margin) / (1 + square),
    upper: successes === n ? 1 : (centre + margin) / (1 + square),
  };
}

/**
 * Newcombe's hybrid score interval of p_B − p_A: each side puts together the Wilson limits that lie in its
 * direction, d − √((p_B − l_B)² + (u_A − p_A)²) and d + √((u_B − p_B)² + (p_A − l_A)²).
 *
 * Source: Newcombe, Interval estimation for the difference between independent proportions, Statistics in Medicine
 * 17 (1998), method 10.
 *
 * @example 56/70 against 48/80, z = 1.96: newcombeInterval(B, A) is 0.2 [0.0524, 0.3339]
 */
export function newcombeInterval(control: ProportionCounts, treatment: ProportionCounts, z: number): Interval {
  const a = wilsonInterval(control, z);
  const b = wilsonInterval(treatment, z);
  const pA = control.successes / control.n;
  const pB = treatment.successes / treatment.n;
  return {
    lower: pB - pA - Math.hypot(pB - b.lower, a.upper - pA),
    upper: pB - pA + Math.hypot(b.upper - pB, pA - a.lower),
  };
}

/**
 * The same two limits for p_B/p_A − 1 (Donner & Zou's MOVER-R): θ solves p_B − (1 + θ) p_A = 0 within the hybrid
 * margins, which is Fieller's quadratic with a margin for each side. At θ = 0 it is Newcombe's interval, so both
 * exclude zero together. The control needs a success.
 *
 * Source: Donner & Zou, Closed-form confidence intervals for functions of the normal mean and standard deviation,
 * Statistical Methods in Medical Research 21 (2012).
 */
export function hybridRatioInterval(control: ProportionCounts, treatment: ProportionCounts, z: number): Interval {
  const a = wilsonInterval(control, z);
  const b = wilsonInterval(treatment, z);
  const pA = control.successes / control.n;
  const pB = treatment.successes / treatment.n;
  const product = pA * pB;
  /** leading ρ² − 2 pA pB ρ + last = 0, with ρ = 1 + θ and x² − (x − limit)² = limit (2x − limit). */
  const quadratic = (limitA: number, limitB: number): [number, number, number] => {
    const leading = limitA * (2 * pA - limitA);
    const last = limitB * (2 * pB - limitB);
    return [leading, last, product + Math.sqrt(product ** 2 - leading * last)];
  };
  const [, last, sumBelow] = quadratic(a.upper, b.lower);
  const [leading, , sumAbove] = quadratic(a.lower, b.upper);
  return { lower: last === 0 ? -1 : last / sumBelow - 1, upper: sumAbove / leading - 1 };
}

/** The level at which Newcombe's interval just touches zero, by bisection in z: the p-value that belongs to it. */
export function newcombeP(control: ProportionCounts, treatment: ProportionCounts): number {
  const holdsZero = (z: number): boolean => {
    const { lower, upper } = newcombeInterval(control, treatment, z);
    return lower <= 0 && upper >= 0;
  };
  let [inside, outside] = [HIGHEST_Z, 0];
  if (!holdsZero(inside)) return normalTwoSidedP(inside);
  for (let step = 0; step < 60; step += 1) {
    const middle = (inside + outside) / 2;
    if (holdsZero(middle)) inside = middle;
    else outside = middle;
  }
  return normalTwoSidedP(inside);
}
