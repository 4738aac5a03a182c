import { normalCritical, normalQuantile } from '../distributions.js';
import { insufficient, problemOfLevel } from '../outcome.js';
import type { Outcome } from '../outcome.js';
import { mixtureAtPlan } from './tuning.js';

/** By how much a sample grows so that a confidence sequence that is tuned to it has the power of a fixed test. */
export interface SequenceInflation {
  readonly kind: 'inflation';
  readonly factor: number;
  /** |z| from which the interval excludes zero at the planned size. */
  readonly critical: number;
}

/**
 * The factor ((c + z_power) / (z_{1−α/2} + z_power))², c being the reach of the sequence at its planned size,
 *
 *   c = √( 2 (x + 1)/x · ln( √(x + 1)/α ) ),   x = nρ² as tuned
 *
 * as if it was read at its end alone: earlier readings only add to the power.
 *
 * Source: the interval of `confidenceSequence`.
 *
 * @example α 0.05, power 0.8 // c 3.03512, factor 1.91481
 */
export function sequenceInflation(alpha: number, power: number): Outcome<SequenceInflation> {
  const problem = problemOfLevel(alpha);
  if (problem !== undefined) return problem;
  if (!(power > alpha && power < 1)) {
    return insufficient('out_of_range', `The power must lie between the level and 1, not ${power}.`);
  }
  const x = mixtureAtPlan(alpha, 'exact');
  const critical = Math.sqrt(((2 * (x + 1)) / x) * (Math.log1p(x) / 2 - Math.log(alpha)));
  const factor = ((critical + normalQuantile(power)) / (normalCritical(alpha) + normalQuantile(power))) ** 2;
  return { kind: 'inflation', factor, critical };
}
