import { normalCdf } from '../distributions.js';
import { findRoot } from '../find-root.js';
import { finiteOr, insufficient, problemOfLevel } from '../outcome.js';
import type { Outcome } from '../outcome.js';
import { mixtureAtPlan } from './tuning.js';
import type { Tuning } from './tuning.js';

/** A line that a martingale with variance process v crosses at any time with probability at most α. */
export interface MixtureBound {
  readonly kind: 'bound';
  readonly value: number;
}

/** How a normal mixture bound is made. */
export interface MixtureOptions {
  readonly alpha: number;
  readonly sides: 1 | 2;
  /** The v at which the bound is narrowest. */
  readonly tunedAt: number;
  readonly tuning?: Tuning;
}

/**
 * The normal mixture bound u(v) of a sum with variance v (Robbins' mixture):
 *
 *   two-sided   u(v) = √( (v + r) ln( (v + r) / (r α²) ) )
 *   one-sided   the s with  2 √(r/(v + r)) exp( s²/(2(v + r)) ) Φ( s/√(v + r) ) = 1/α
 *
 * r is what the tuning chooses. Exactly, the two-sided r = tunedAt/x of `mixtureAtPlan`; the one-sided r has no closed
 * form and is found as the minimum of u(tunedAt). The approximation takes the formula, one-sided with 2α.
 *
 * Source: Howard, Ramdas, McAuliffe & Sekhon, Time-uniform, nonparametric, nonasymptotic confidence sequences,
 * Annals of Statistics 49 (2021), propositions 3 and 5.
 *
 * @example v 100, tuned at 100, α 0.05 // two-sided 30.35122, one-sided 27.65822; approximate 30.35209, 27.66071
 */
export function normalMixtureBound(v: number, options: MixtureOptions): Outcome<MixtureBound> {
  const { alpha, sides, tunedAt, tuning = 'exact' } = options;
  const problem = problemOfLevel(alpha);
  if (problem !== undefined) return problem;
  if (!Number.isFinite(v) || !Number.isFinite(tunedAt)) return insufficient('not_finite', 'A variance is not finite.');
  if (!(v > 0 && tunedAt > 0)) return insufficient('out_of_range', 'A variance is not positive.');
  if (sides === 2)
    return finiteOr({ kind: 'bound', value: twoSided(v, tunedAt / mixtureAtPlan(alpha, tuning), alpha) });
  if (alpha >= 0.5) return insufficient('out_of_range', 'A one-sided bound needs a level under one half.');
  return finiteOr({ kind: 'bound', value: oneSided(v, tunedAt * oneSidedShare(alpha, tuning), alpha) });
}

/** r over the v that it is tuned to: a number of α alone, so the search is the same in every unit. */
function oneSidedShare(alpha: number, tuning: Tuning): number {
  const formula = 1 / mixtureAtPlan(2 * alpha, tuning);
  return tuning === 'approximate'
    ? formula
    : Math.exp(lowest((logarithm) => oneSided(1, Math.exp(logarithm), alpha), Math.log(formula)));
}

function twoSided(v: number, r: number, alpha: number): number {
  const total = v + r;
  return Math.sqrt(total * (Math.log(total / r) - 2 * Math.log(alpha)));
}

function oneSided(v: number, r: number, alpha: number): number {
  const total = v + r;
  const needed = Math.log(total / r) / 2 - Math.log(2 * alpha);
  // In z = s/√(v + r): z²/2 + ln Φ(z) increases, and is under the root at 0.
  return (
    Math.sqrt(total) * findRoot((z) => (z * z) / 2 + Math.log(normalCdf(z)) - needed, 0, Math.sqrt(2 * needed) + 1)
  );
}

/** The lowest point of a function that falls and then rises, within a factor of e on both sides, by golden section. */
function lowest(valley: (x: number) => number, middle: number): number {
  const golden = (Math.sqrt(5) - 1) / 2;
  let [low, high] = [middle - 1, middle + 1];
  // The value is flat to 1e-16 where x is right to 1e-8: more steps would only compare rounding.
  while (high - low > 1e-8) {
    const left = high - golden * (high - low);
    const right = low + golden * (high - low);
    if (valley(left) < valley(right)) high = right;
    else low = left;
  }
  return (low + high) / 2;
}
