import { deltaOf, fiellerOf } from '../fieller.js';
import type { RelativeEffect, UnboundedEffect } from '../fieller.js';
import { meanPair } from '../mean-pair.js';
import type { MeanPair } from '../mean-pair.js';
import { finiteOr, insufficient, isInsufficient } from '../outcome.js';
import type { Interval, Outcome } from '../outcome.js';
import type { Reference } from '../reference.js';
import type { SampleStatistics } from '../sample-statistics.js';
import type { TestOptions } from '../welch-test.js';
import { mixtureAtPlan } from './tuning.js';
import type { Tuning } from './tuning.js';

/** A confidence sequence is narrowest, beside what it must be, at the number of units that it is tuned to. */
export interface SequenceOptions extends TestOptions {
  /** Units of both variants together at which the plan ends: n*. */
  readonly plannedUnits: number;
  readonly tuning?: Tuning;
}

/** A difference of means that may be looked at whenever one likes. */
export interface SequenceDifference {
  readonly kind: 'estimate';
  readonly method: 'confidence_sequence';
  readonly estimate: number;
  readonly standardError: number;
  readonly statistic: number;
  /** P(it is ever this small without effect) ≤ itself; ≤ α exactly when the interval excludes zero. */
  readonly pValue: number;
  readonly interval: Interval;
}

/**
 * Asymptotic confidence sequence of a difference of means: with probability 1 − α the intervals of all times together
 * hold the truth, however often and for whatever reason one looks. With n units in both variants and x = nρ²,
 *
 *   d ± se √( 2 (x + 1)/x · ln( √(x + 1)/α ) ),     p = min(1, √(x + 1) exp( −z² x / (2 (x + 1)) ))
 *
 * A unit's value must not change any more once it is counted. The price at the planned n, α = 5 %: the interval is
 * 1.55 times the fixed one.
 *
 * Source: Waudby-Smith et al., arXiv 2103.06476, equations 9 (interval) and 155 (p-value).
 *
 * @example A and B of `welchTest`, n* 5000 // 0.29, [−0.08957, 0.66957], p 0.29328
 */
export function confidenceSequence(
  control: Outcome<SampleStatistics>,
  treatment: Outcome<SampleStatistics>,
  options: SequenceOptions,
): Outcome<SequenceDifference> {
  const pair = plannedPair(control, treatment, options);
  if (isInsufficient(pair)) return pair;
  const reference = sequenceReference(pair, options);
  const { difference, standardError } = pair;
  const statistic = difference / standardError;
  return finiteOr({
    kind: 'estimate',
    method: 'confidence_sequence',
    estimate: difference,
    standardError,
    statistic,
    pValue: reference.pValue(statistic),
    interval: {
      lower: difference - reference.below * standardError,
      upper: difference + reference.above * standardError,
    },
  });
}

/**
 * The relative effect that goes with it: Fieller's with the multiplier of the sequence, so that its verdict is the
 * absolute one. The delta method is here to reproduce what others publish.
 *
 * @example A n 3000 with the first sums of `welchTest`, B as there, n* 1000, delta method
 *          // 0.50336, [−0.55989, 1.56661], p 1; approximate ρ [−0.55844, 1.56516]
 */
export function relativeConfidenceSequence(
  control: Outcome<SampleStatistics>,
  treatment: Outcome<SampleStatistics>,
  options: SequenceOptions & { readonly method?: 'fieller' | 'delta' },
): Outcome<RelativeEffect | UnboundedEffect> {
  const pair = plannedPair(control, treatment, options);
  if (isInsufficient(pair)) return pair;
  return (options.method === 'delta' ? deltaOf : fiellerOf)(pair, sequenceReference(pair, options));
}

/** The multiplier of the standard error and the p-value, for means that were adjusted before, too. */
export function sequenceReference({ control, treatment }: MeanPair, options: SequenceOptions): Reference {
  const { alpha, plannedUnits, tuning = 'exact' } = options;
  const x = (mixtureAtPlan(alpha, tuning) / plannedUnits) * (control.n + treatment.n);
  const reach = Math.sqrt(((2 * (x + 1)) / x) * (Math.log1p(x) / 2 - Math.log(alpha)));
  const pValue = (z: number): number => Math.min(1, Math.exp((Math.log1p(x) - (z * z * x) / (x + 1)) / 2));
  return { below: reach, above: reach, pValue };
}

/** A one-sided limit that holds at all times. */
export interface SequenceLimit {
  readonly kind: 'estimate';
  readonly method: 'confidence_sequence';
  readonly alternative: 'greater' | 'less';
  readonly estimate: number;
  readonly standardError: number;
  /** For the claim that the effect is above zero (`greater`) or below it (`less`). */
  readonly pValue: number;
  /** The effect is above it (`greater`) or below it (`less`). */
  readonly limit: number;
}

/**
 * The same on one side, tuned with 2α:
 *
 *   d − se √( 2 (x + 1)/x · ln( 1 + √(x + 1)/(2α) ) ),   p = √(x + 1) / (2 (exp( z² x / (2 (x + 1)) ) − 1)), z > 0
 *
 * Source: Waudby-Smith et al., arXiv 2103.06476, the one-sided sequences of its appendix.
 */
export function confidenceSequenceLimit(
  control: Outcome<SampleStatistics>,
  treatment: Outcome<SampleStatistics>,
  options: SequenceOptions & { readonly alternative: 'greater' | 'less' },
): Outcome<SequenceLimit> {
  const pair = plannedPair(control, treatment, options);
  if (isInsufficient(pair)) return pair;
  const { alpha, plannedUnits, tuning = 'exact', alternative } = options;
  if (alpha >= 0.5) return insufficient('out_of_range', 'A one-sided level must be under one half.');
  const n = pair.control.n + pair.treatment.n;
  const x = (mixtureAtPlan(2 * alpha, tuning) / plannedUnits) * n;
  const sign = alternative === 'greater' ? 1 : -1;
  const { difference, standardError } = pair;
  const reach = Math.sqrt(((2 * (x + 1)) / x) * Math.log1p(Math.sqrt(x + 1) / (2 * alpha)));
  return finiteOr({
    kind: 'estimate',
    method: 'confidence_sequence',
    alternative,
    estimate: difference,
    standardError,
    pValue: sequenceOneSidedP((sign * difference) / standardError, n, options),
    limit: difference - sign * reach * standardError,
  });
}

/** The always-valid p-value of one side, for a statistic of n units that is large where the claim is true. */
export function sequenceOneSidedP(
  z: number,
  n: number,
  { alpha, plannedUnits, tuning = 'exact' }: SequenceOptions,
): number {
  if (!(z > 0)) return 1;
  const x = (mixtureAtPlan(2 * alpha, tuning) / plannedUnits) * n;
  return Math.min(1, Math.sqrt(x + 1) / (2 * Math.expm1((z * z * x) / (2 * (x + 1)))));
}

function plannedPair(
  control: Outcome<SampleStatistics>,
  treatment: Outcome<SampleStatistics>,
  { alpha, covariance, plannedUnits }: SequenceOptions,
): Outcome<MeanPair> {
  if (!(plannedUnits >= 1 && Number.isFinite(plannedUnits))) {
    return insufficient('out_of_range', 'A confidence sequence is tuned to a positive number of units.');
  }
  return meanPair(control, treatment, alpha, covariance);
}
