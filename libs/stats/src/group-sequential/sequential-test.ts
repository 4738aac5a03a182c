import { normalCdf, normalQuantile, studentQuantile, studentTwoSidedP } from '../distributions.js';
import { fiellerOf } from '../fieller.js';
import type { RelativeEffect, UnboundedEffect } from '../fieller.js';
import { meanPair } from '../mean-pair.js';
import { finiteOr, insufficient, isInsufficient } from '../outcome.js';
import type { Interval, Outcome } from '../outcome.js';
import type { SampleStatistics } from '../sample-statistics.js';
import { adjustedInference } from './adjusted-inference.js';
import type { SequentialDesign } from './design.js';

/** What one look of a two-sided plan says. */
export interface SequentialReadout {
  readonly kind: 'estimate';
  readonly method: 'group_sequential';
  /** ȳ_B − ȳ_A as observed. */
  readonly estimate: number;
  readonly standardError: number;
  /** The z with the p-value that Welch's t has: it is compared with the bound. */
  readonly statistic: number;
  readonly bound: number | null;
  readonly crossed: 'upper' | 'lower' | null;
  /** `final` when a bound was crossed or nothing is left to spend: then interval and p are the adjusted ones. */
  readonly stage: 'interim' | 'final';
  /** Interim: the repeated interval d ± c_k se, valid at all looks together; null while no bound can be crossed. */
  readonly interval: Interval | null;
  /** At most α exactly when a bound was crossed; an interim look has none. */
  readonly pValue: number | null;
  /** Too high as often as too low; the observed difference of a stopped trial is too far from zero. */
  readonly medianUnbiased: number | null;
  /** Fieller's interval from the same statistic, so that it never contradicts the absolute one. */
  readonly relative: Outcome<RelativeEffect | UnboundedEffect> | null;
}

/**
 * A look of a group-sequential plan. The statistic is taken through its p-value from Student's scale to the normal
 * one on which the bounds are (the significance-level approach), and the reach of the intervals back.
 *
 * Source: Jennison & Turnbull, Group sequential methods (2000), sections 3.3 (significance levels), 9.2 (repeated
 * intervals) and 8.5 (adjusted ones).
 *
 * @param design two-sided, its looks those taken so far: the last of them is this one
 */
export function sequentialTest(
  control: Outcome<SampleStatistics>,
  treatment: Outcome<SampleStatistics>,
  design: SequentialDesign,
  { covariance = 0 }: { readonly covariance?: number } = {},
): Outcome<SequentialReadout> {
  const pair = meanPair(control, treatment, design.alpha, covariance);
  if (isInsufficient(pair)) return pair;
  const look = design.looks.at(-1);
  if (look === undefined || design.sides !== 2) return insufficient('out_of_range', 'The plan is not two-sided.');
  const { difference, standardError, degreesOfFreedom } = pair;
  const statistic = normalScore(difference / standardError, degreesOfFreedom);
  const { bound } = look;
  const crossed = bound === null || Math.abs(statistic) < bound ? null : statistic > 0 ? 'upper' : 'lower';
  const common = { kind: 'estimate', method: 'group_sequential', estimate: difference, standardError } as const;
  if (crossed === null && look.spent < design.alpha) {
    const reach = bound === null ? null : studentReach(bound, degreesOfFreedom);
    return finiteOr({
      ...common,
      statistic,
      bound,
      crossed,
      stage: 'interim',
      interval:
        reach === null
          ? null
          : { lower: difference - reach * standardError, upper: difference + reach * standardError },
      pValue: null,
      medianUnbiased: null,
      relative: reach === null ? null : fiellerOf(pair, { below: reach, above: reach, pValue: () => 1 }),
    });
  }
  const adjusted = adjustedInference(design, statistic);
  if (isInsufficient(adjusted)) return adjusted;
  /** A drift as a z of this look: how far it is from the observed one, in standard errors. */
  const away = (drift: number): number => studentReach(statistic - drift * Math.sqrt(look.fraction), degreesOfFreedom);
  const below = away(adjusted.drift.lower);
  const above = -away(adjusted.drift.upper ?? Infinity);
  return finiteOr({
    ...common,
    statistic,
    bound,
    crossed,
    stage: 'final',
    interval: { lower: difference - below * standardError, upper: difference + above * standardError },
    pValue: adjusted.pValue,
    medianUnbiased: difference - away(adjusted.medianUnbiased) * standardError,
    relative: fiellerOf(pair, { below, above, pValue: () => adjusted.pValue }),
  });
}

/** Student's tail taken for a normal one. Beyond 37.5 both are under the smallest double. */
function normalScore(t: number, degreesOfFreedom: number): number {
  const p = studentTwoSidedP(t, degreesOfFreedom) / 2;
  return Math.sign(t) * (p < 1e-300 ? 37.5 : -normalQuantile(p));
}

/** The t with the normal tail of z, with its sign. */
function studentReach(z: number, degreesOfFreedom: number): number {
  const p = normalCdf(-Math.abs(z));
  return Math.sign(z) * (p < 1e-300 ? Math.abs(z) : -studentQuantile(p, degreesOfFreedom));
}
