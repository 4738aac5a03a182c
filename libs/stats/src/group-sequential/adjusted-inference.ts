import { normalQuantile } from '../distributions.js';
import { findRoot } from '../find-root.js';
import { finiteOr, insufficient } from '../outcome.js';
import type { Outcome } from '../outcome.js';
import { corridorOf, survivorsOf } from './design.js';
import type { SequentialDesign } from './design.js';
import { firstCrossings } from './first-crossings.js';
import { ALL_PATHS, massAbove, massBelow, massOf } from './surviving-paths.js';

/** What may be said of the effect once a trial has stopped, on the scale of the drift. */
export interface AdjustedInference {
  readonly kind: 'adjusted';
  /** At most α exactly when a bound was crossed. Two-sided with two sides. */
  readonly pValue: number;
  /** E[Z] at the full planned information that the data keep at level 1 − α; no upper end with one side. */
  readonly drift: { readonly lower: number; readonly upper: number | null };
  /** The drift that is too high as often as too low. */
  readonly medianUnbiased: number;
}

/** Probabilities nearer to 0 or 1 than a double tells from them: |z| of 37 and 8.2. */
const SMALLEST = 1e-300;
const LARGEST = 1 - Number.EPSILON;
/** Stronger drifts are rare, and prepared crossings grow with their square: each is integrated by itself. */
const SERVED = 64;

/**
 * Interval, p-value and estimate at the look at which a trial stopped, whether a bound was crossed or the plan was at
 * its end. The naive ones are too narrow and too far from zero, for a trial stops when it happens to look good.
 *
 * Outcomes are put in the order of the stages: an upper crossing is the more extreme the earlier it came, at the
 * same look the larger Z is, lower crossings the other way round. Then
 *
 *   P_θ(as high or higher) = Σ_{j<k} P_θ(upper bound at j) + P_θ(looks 1…k−1 survived, Z_k ≥ z)
 *
 * increases in θ; the interval ends where it is α/sides and 1 − α/sides. It needs only the looks up to the last one
 * taken, not those that would have followed, and it excludes zero exactly when a bound was crossed.
 *
 * Source: Tsiatis, Rosner & Mehta, Exact confidence intervals following a group sequential test, Biometrics 40
 * (1984); Jennison & Turnbull (2000), section 8.5.
 *
 * @param design with the looks taken; the last of them is the one that stopped
 * @param z its statistic
 * @example five equal looks, O'Brien–Fleming type, α 0.05 two-sided, z 2.5 at the last
 *          // p 0.02840, drift [0.25030, 4.33607], median 2.31972
 */
export function adjustedInference(design: SequentialDesign, z: number): Outcome<AdjustedInference> {
  if (!Number.isFinite(z)) return insufficient('not_finite', 'The statistic is not a finite number.');
  const { alpha, sides, looks } = design;
  const survivors = survivorsOf(design);
  const fraction = looks.at(-1)?.fraction ?? 1;
  const scale = Math.sqrt(fraction);
  const last = survivors.at(-1) ?? ALL_PATHS;
  /** Both tails are sums of positive terms: neither is 1 less the other, so small ones keep their digits. */
  const tail = (drift: number, side: 'high' | 'low'): number => {
    const beyond = side === 'high' ? massAbove : massBelow;
    const here = beyond(last, fraction, z * scale, drift);
    if (side === 'low' && sides === 1) return here;
    if (Math.abs(drift) > SERVED)
      return survivors.slice(0, -1).reduce((sum, paths, index) => {
        const { fraction: at = 1, bound = null } = looks[index] ?? {};
        const corridor = corridorOf(design, at, bound);
        return sum + beyond(paths, at, side === 'high' ? corridor.upper : corridor.lower, drift);
      }, here);
    return firstCrossings(design, drift).reduce(
      (sum, paths) => sum + massOf(paths, side === 'high' ? drift : -drift),
      here,
    );
  };
  const within = (p: number): number => Math.min(Math.max(p, SMALLEST), LARGEST);
  const naive = z / scale;
  const driftWhere = (p: number, side: 'high' | 'low'): number => {
    const sign = side === 'high' ? 1 : -1;
    const wanted = normalQuantile(p);
    return findRoot(
      (drift) => sign * (normalQuantile(within(tail(drift, side))) - wanted),
      naive - 3 / scale,
      naive + 3 / scale,
    );
  };
  const high = tail(0, 'high');
  return finiteOr({
    kind: 'adjusted',
    pValue: Math.min(1, sides === 2 ? 2 * Math.min(high, tail(0, 'low')) : high),
    drift: {
      lower: driftWhere(alpha / sides, 'high'),
      upper: sides === 2 ? driftWhere(alpha / sides, 'low') : null,
    },
    medianUnbiased: driftWhere(0.5, 'high'),
  });
}
