import { normalCritical } from '../distributions.js';
import { finiteOr, isInsufficient, problemOfLevel } from '../outcome.js';
import type { Interval, Outcome } from '../outcome.js';
import { chainLadder } from './chain-ladder.js';
import { checkCohorts } from './cohort.js';
import type { Cohort } from './cohort.js';

/** How much of its final value a unit has, on average, by an age. */
export interface MaturityPoint {
  readonly age: number;
  /** 0.6: sixty percent. Above 1 where value is lost again, as by cancellations. */
  readonly share: number;
  readonly interval: Interval;
}

/** The shares from the first age that has one to the last, where it is 1. */
export interface MaturityCurve {
  readonly kind: 'estimate';
  readonly method: 'chain_ladder';
  readonly points: readonly MaturityPoint[];
}

/**
 * Share of the final value by days since the exposure: p_k = 1/(f_k ⋯ f_K−1) with the factors of the chain ladder, and
 * the interval p_k exp(± z √(Σ_{j ≥ k} σ²_j/(f²_j Σ C_j))), pointwise.
 *
 * Every cohort says how it grew as far as it did, so that the curve is of all units and not of the oldest alone. It
 * holds for younger ones as far as they will grow alike.
 *
 * Source: Mack, ASTIN Bulletin 23 (1993).
 *
 * @param cohorts of one variant, or of all together
 * @param options.lastAge the age at which a value is final, in days: the metric's window
 */
export function maturityCurve(
  cohorts: readonly Cohort[],
  { lastAge, alpha }: { readonly lastAge: number; readonly alpha: number },
): Outcome<MaturityCurve> {
  const problem = problemOfLevel(alpha);
  if (problem !== undefined) return problem;
  const known = checkCohorts(cohorts, lastAge);
  if (isInsufficient(known)) return known;
  const development = chainLadder(known, lastAge);
  if (isInsufficient(development)) return development;
  const points: MaturityPoint[] = [{ age: lastAge, share: 1, interval: { lower: 1, upper: 1 } }];
  let [share, variance] = [1, 0];
  development.steps.toReversed().forEach(({ factor, relativeVariance, basis }, index) => {
    share /= factor;
    variance += relativeVariance / basis;
    const reach = Math.exp(normalCritical(alpha) * Math.sqrt(variance));
    points.push({ age: lastAge - 1 - index, share, interval: { lower: share / reach, upper: share * reach } });
  });
  return finiteOr({ kind: 'estimate', method: 'chain_ladder', points: points.toReversed() });
}
