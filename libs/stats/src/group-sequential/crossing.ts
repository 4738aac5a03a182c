import { normalQuantile } from '../distributions.js';
import { findRoot } from '../find-root.js';
import { finiteOr, insufficient } from '../outcome.js';
import type { Outcome } from '../outcome.js';
import { corridorOf, survivorsOf } from './design.js';
import type { SequentialDesign } from './design.js';
import { massAbove, massBelow } from './surviving-paths.js';

/** How a trial ends under a drift: at each look the probability of stopping there and nowhere before. */
export interface Crossing {
  readonly kind: 'crossing';
  readonly upper: readonly number[];
  /** All 0 with one side. */
  readonly lower: readonly number[];
  /** P(the upper bound is crossed at some look). */
  readonly power: number;
  /** Mean share of the planned information at the end; a trial that crosses nothing ends at the last look. */
  readonly averageFraction: number;
}

/**
 * Crossing probabilities under a drift θ = E[Z] at the full planned information: the effect divided by the standard
 * error that the plan leads to.
 *
 *   P_θ(cross first at k) = Σⱼ wⱼ f(bⱼ) exp(θbⱼ − θ²t/2) Φ((bⱼ + θΔ − c_k √t_k)/√Δ)
 *
 * Source: Jennison & Turnbull, Group sequential methods (2000), chapter 19; the tilt is Cameron and Martin's.
 *
 * @example five equal looks, O'Brien–Fleming type, α 0.05 two-sided, θ 0 // upper sums to 0.025
 */
export function crossingProbabilities(design: SequentialDesign, drift: number): Outcome<Crossing> {
  if (!Number.isFinite(drift)) return insufficient('not_finite', 'The drift is not a finite number.');
  const survivors = survivorsOf(design);
  const upper: number[] = [];
  const lower: number[] = [];
  design.looks.forEach(({ fraction, bound }, index) => {
    const paths = survivors[index];
    if (paths === undefined) return;
    const corridor = corridorOf(design, fraction, bound);
    upper.push(massAbove(paths, fraction, corridor.upper, drift));
    lower.push(massBelow(paths, fraction, corridor.lower, drift));
  });
  const last = design.looks.at(-1)?.fraction ?? 0;
  const saved = design.looks.map(({ fraction }, i) => (last - fraction) * ((upper[i] ?? 0) + (lower[i] ?? 0)));
  return finiteOr({ kind: 'crossing', upper, lower, power: sumOf(upper), averageFraction: last - sumOf(saved) });
}

/** What a group-sequential design costs beside the test that is read once. */
export interface Inflation {
  readonly kind: 'inflation';
  /** The drift at which the design has the power. */
  readonly drift: number;
  /** Planned units over those of the fixed test with the same level and power. */
  readonly factor: number;
  /** Units that are needed on average when the effect is there, over those of the fixed test. */
  readonly averageFactor: number;
}

/**
 * The factor by which the planned sample of a fixed test grows to keep its power with these looks:
 * (θ / (z_{1−α/sides} + z_power))².
 *
 * @example five equal looks, O'Brien–Fleming type, α 0.05 two-sided, power 0.8 // factor 1.02472, on average 0.82366
 */
export function inflationOf(design: SequentialDesign, power: number): Outcome<Inflation> {
  if (!(power > design.alpha && power < 1)) {
    return insufficient('out_of_range', `The power must lie between the level and 1, not ${power}.`);
  }
  const survivors = survivorsOf(design);
  const fixed = normalQuantile(power) - normalQuantile(design.alpha / design.sides);
  const wanted = normalQuantile(power);
  const powerAt = (drift: number): number =>
    sumOf(
      design.looks.map(({ fraction, bound }, index) => {
        const paths = survivors[index];
        return paths === undefined ? 0 : massAbove(paths, fraction, corridorOf(design, fraction, bound).upper, drift);
      }),
    );
  // On the scale of z the power is nearly a line, so a few steps are enough.
  const drift = findRoot((theta) => normalQuantile(Math.min(powerAt(theta), 1 - 1e-15)) - wanted, fixed, fixed * 1.1);
  const crossing = crossingProbabilities(design, drift);
  if (crossing.kind !== 'crossing') return crossing;
  const factor = (drift / fixed) ** 2;
  return finiteOr({ kind: 'inflation', drift, factor, averageFactor: factor * crossing.averageFraction });
}

const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);
