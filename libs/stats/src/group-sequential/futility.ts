import { insufficient, problemOfLevel } from '../outcome.js';
import type { Outcome } from '../outcome.js';
import { findRoot } from '../find-root.js';
import { normalQuantile } from '../distributions.js';
import { stepAfter } from './design.js';
import type { SequentialDesign } from './design.js';
import { spentLevel } from './spending.js';
import type { Spending } from './spending.js';
import { ALL_PATHS, massAbove, massBelow, survive } from './surviving-paths.js';

/** When it is no longer worth going on. */
export interface FutilityPlan {
  /** The error of giving up although the effect is there: 1 − power. */
  readonly beta: number;
  readonly spending: Spending;
  /** The effect not to be missed, as E[Z] at the full planned information. */
  readonly drift: number;
}

/** Bounds under which a trial may be given up, and what obeying them costs. */
export interface FutilityBounds {
  readonly kind: 'futility';
  /** Z at or under which the look says "give up"; null where nothing could; at the last look the upper bound. */
  readonly bounds: readonly (number | null)[];
  /** P(the upper bound is crossed) under the drift, if every futility bound is obeyed. */
  readonly power: number;
  /** P(a trial without effect is given up before its last look). */
  readonly stopsEarlyWithoutEffect: number;
}

/**
 * Non-binding futility bounds by β-spending: at each look the probability, under the drift, of falling to the bound
 * first there is the β newly spent. They are made beside the upper bounds and never loosen those, so that the level
 * holds whether or not anybody obeys them; obeying costs power, and `power` says how much is left.
 *
 * The side on which more is better; where both sides matter, a harm bound is crossed below this one anyway.
 *
 * Source: Pampallona, Tsiatis & Kim, Interim monitoring of group sequential trials using spending functions for the
 * type I and type II error probabilities, Drug Information Journal 35 (2001).
 */
export function futilityBounds(design: SequentialDesign, plan: FutilityPlan): Outcome<FutilityBounds> {
  const problem = problemOfLevel(plan.beta);
  if (problem !== undefined) return problem;
  if (!(plan.drift > 0 && Number.isFinite(plan.drift))) {
    return insufficient('out_of_range', 'Futility needs a positive effect that would be missed.');
  }
  const fractions = design.looks.map(({ fraction }) => fraction);
  const bounds: (number | null)[] = [];
  let [paths, power, spentBefore, givenUp] = [ALL_PATHS, 0, 0, 0];
  design.looks.forEach(({ fraction, bound }, index) => {
    const scale = Math.sqrt(fraction);
    const upper = bound === null ? Infinity : bound * scale;
    const last = index === fractions.length - 1;
    const spent = spentLevel(plan.spending, plan.beta, fraction);
    const wanted = spent - spentBefore;
    spentBefore = spent;
    const under = (z: number): number => massBelow(paths, fraction, z * scale, plan.drift);
    // Never above the upper bound: what reaches that has won.
    const ceiling = bound ?? Infinity;
    const free = wanted > 1e-300 ? findRoot((z) => probit(under(z)) - probit(wanted), -2, 2) : -Infinity;
    const futile = last ? bound : Number.isFinite(free) ? Math.min(free, ceiling) : null;
    bounds.push(futile);
    power += massAbove(paths, fraction, upper, plan.drift);
    if (!last && futile !== null) givenUp += massBelow(paths, fraction, futile * scale);
    paths = survive(
      paths,
      fraction,
      { lower: futile === null ? -Infinity : futile * scale, upper },
      stepAfter(fractions, index),
    );
  });
  return { kind: 'futility', bounds, power, stopsEarlyWithoutEffect: givenUp };
}

const probit = (p: number): number => normalQuantile(Math.min(Math.max(p, 1e-300), 1 - Number.EPSILON));
