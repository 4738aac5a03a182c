import { finiteOr, insufficient } from '../outcome.js';
import type { Outcome } from '../outcome.js';
import { corridorOf, stepAfter } from './design.js';
import type { SequentialDesign } from './design.js';
import { ALL_PATHS, massAbove, massBelow, survive } from './surviving-paths.js';

/** Where a trial stands, and what is assumed of the rest. */
export interface Standing {
  /** Share of the planned information that is in. */
  readonly fraction: number;
  /** The statistic of all that is in. */
  readonly z: number;
  /** E[Z] at the full plan, for example of the minimum effect; `trend`: as it has gone so far, z/√t. */
  readonly drift: number | 'trend';
}

/** Probability that one of the looks to come crosses a bound, given what is in. */
export interface ConditionalPower {
  readonly kind: 'conditional_power';
  readonly drift: number;
  readonly upper: number;
  readonly lower: number;
}

/**
 * Conditional power: what is still to come is a Brownian motion from where the trial stands, so it is the crossing
 * probability of bounds that are moved there. With one look to come it is Φ((b + θ(1 − t) − c)/√(1 − t)), b = z √t.
 *
 * The trend is the most optimistic honest assumption when things go well and the most pessimistic when they do not; a
 * decision to give up is better made on the minimum effect of interest.
 *
 * Source: Jennison & Turnbull, Group sequential methods (2000), section 10.2; Proschan, Lan & Wittes, Statistical
 * monitoring of clinical trials (2006), chapter 3.
 *
 * @param design of all looks of the plan; those after the fraction are to come. A fixed plan has one, at 1
 * @example the fixed test at 5 %, half of the units in, z 1, under a drift of 2.8 // upper 0.5824
 */
export function conditionalPower(design: SequentialDesign, standing: Standing): Outcome<ConditionalPower> {
  const { fraction, z } = standing;
  if (!Number.isFinite(z)) return insufficient('not_finite', 'The statistic is not a finite number.');
  if (!(fraction > 0 && Number.isFinite(fraction))) {
    return insufficient('out_of_range', 'No share of the information is in yet.');
  }
  const drift = standing.drift === 'trend' ? z / Math.sqrt(fraction) : standing.drift;
  if (!Number.isFinite(drift)) return insufficient('not_finite', 'The drift is not a finite number.');
  const here = z * Math.sqrt(fraction);
  const looks = design.looks.filter((look) => look.fraction > fraction);
  const times = looks.map((look) => look.fraction - fraction);
  let [paths, upper, lower] = [ALL_PATHS, 0, 0];
  looks.forEach(({ fraction: at, bound }, index) => {
    const time = times[index] ?? 0;
    const corridor = corridorOf(design, at, bound);
    const moved = { lower: corridor.lower - here, upper: corridor.upper - here };
    upper += massAbove(paths, time, moved.upper, drift);
    lower += massBelow(paths, time, moved.lower, drift);
    if (index < looks.length - 1) paths = survive(paths, time, moved, stepAfter(times, index));
  });
  return finiteOr({ kind: 'conditional_power', drift, upper, lower });
}
