import { normalCritical, normalTwoSidedP } from './distributions.js';
import { checkJoint, combined } from './joint-statistics.js';
import type { JointStatistics } from './joint-statistics.js';
import { finiteOr, insufficient, isInsufficient, problemOfLevel } from './outcome.js';
import type { Interval, Outcome } from './outcome.js';
import type { SampleStatistics } from './sample-statistics.js';
import { welchTest } from './welch-test.js';
import type { MeanDifference } from './welch-test.js';

/** One day since the exposure: what units did on it, in each variant. */
export interface ExposureDay {
  /** 0 is the day of the exposure. */
  readonly day: number;
  readonly control: Outcome<SampleStatistics>;
  readonly treatment: Outcome<SampleStatistics>;
}

/** The effect of one day since the exposure. */
export interface DayEffect {
  readonly day: number;
  readonly estimate: number;
  readonly standardError: number;
  readonly interval: Interval;
}

/** How the effect goes on after the exposure. */
export interface EffectTrend {
  readonly kind: 'estimate';
  /** `independent_days`: as if no unit were on two days; `repeated_units`: with the covariance of its days. */
  readonly method: 'independent_days' | 'repeated_units';
  /** Ascending by day. */
  readonly effects: readonly DayEffect[];
  /** Change of the effect from one day to the next, in the unit of the metric. */
  readonly slope: number;
  readonly standardError: number;
  readonly pValue: number;
  readonly interval: Interval;
  /** Novelty is `fading`: the effect moves from where it began towards zero. `steady` where p > α. */
  readonly direction: 'fading' | 'growing' | 'steady';
}

/**
 * Novelty, by a line through the effects d_s of the days s since the exposure, with weights w_s = 1/se_s²:
 *
 *   b = Σ w (s − s̄) d / Σ w (s − s̄)²,   se² = 1/Σ w (s − s̄)²,   z = b/se
 *
 * The days count as independent, which they are where a unit counts on one day alone. Where the same units come back,
 * and a unit's days are alike (any positive correlation that is the same for all pairs), the slope's true error is
 * smaller and the test errs towards `steady`; `repeatedUnitsTrend` then has more power.
 *
 * Later days have older cohorts alone: compare them only over cohorts that have all the days, or a change of who came
 * looks like a change of the effect.
 *
 * Source: Aitken, On least squares and linear combination of observations (1935); Kohavi, Tang & Xu (2020), chapter 3.
 *
 * @example effects 4 3 2 of days 0 1 2, errors 1 1 1 // slope −1, se 0.70711, p 0.15730
 */
export function effectTrend(days: readonly ExposureDay[], { alpha }: { readonly alpha: number }): Outcome<EffectTrend> {
  const problem = problemOfDays(days.map(({ day }) => day)) ?? problemOfLevel(alpha);
  if (problem !== undefined) return problem;
  const effects: DayEffect[] = [];
  for (const { day, control, treatment } of days.toSorted((a, b) => a.day - b.day)) {
    const test = welchTest(control, treatment, { alpha });
    if (isInsufficient(test)) return insufficient(test.why, `Day ${day}: ${test.detail}`);
    effects.push(dayEffect(day, test));
  }
  const unit = Math.min(...effects.map(({ standardError }) => standardError));
  const weights = effects.map(({ standardError }) => (unit / standardError) ** 2);
  const { factors, spread, centre } = lineFactors(effects, weights);
  const level = sumOf(effects.map(({ estimate }, index) => (weights[index] ?? 0) * estimate)) / sumOf(weights);
  // From the level, though the factors sum to zero: where one day has nearly all the weight they do so only roughly.
  const slope = sumOf(effects.map(({ estimate }, index) => (factors[index] ?? 0) * (estimate - level)));
  const standardError = unit / Math.sqrt(spread);
  const pValue = normalTwoSidedP(slope / standardError);
  const margin = normalCritical(alpha) * standardError;
  return finiteOr({
    kind: 'estimate',
    method: 'independent_days',
    effects,
    slope,
    standardError,
    pValue,
    interval: { lower: slope - margin, upper: slope + margin },
    direction: directionOf(slope, level + slope * ((effects[0]?.day ?? 0) - centre), pValue <= alpha),
  });
}

/**
 * The same where every unit is on all of the days: the slope of each unit's own values is one number of it, Σ k_s y_s
 * with k_s = (s − s̄)/Σ(s − s̄)², and the difference of its means is Welch's. Nothing is assumed of how days hang
 * together; the covariances come from the sums.
 *
 * Source: Frison & Pocock, Repeated measures in clinical trials: analysis using mean summary statistics, Statistics in
 * Medicine 11 (1992).
 *
 * @param control the values of a unit on each of the days, in the order of `days`; units that all days have passed for
 */
export function repeatedUnitsTrend(
  control: Outcome<JointStatistics>,
  treatment: Outcome<JointStatistics>,
  { days, alpha }: { readonly days: readonly number[]; readonly alpha: number },
): Outcome<EffectTrend> {
  const problem = problemOfDays(days);
  if (problem !== undefined) return problem;
  const [a, b] = [checkJoint(control), checkJoint(treatment)];
  if (isInsufficient(a)) return a;
  if (isInsufficient(b)) return b;
  if (a.means.length !== days.length || b.means.length !== days.length) {
    return insufficient('inconsistent_sums', `There are not sums of ${days.length} days.`);
  }
  const order = days.map((day, index) => ({ day, index })).sort((x, y) => x.day - y.day);
  const effects: DayEffect[] = [];
  for (const { day, index } of order) {
    const test = welchTest(valueOf(a, index), valueOf(b, index), { alpha });
    if (isInsufficient(test)) return insufficient(test.why, `Day ${day}: ${test.detail}`);
    effects.push(dayEffect(day, test));
  }
  const days0 = days.map((day) => ({ day }));
  const { factors, centre } = lineFactors(
    days0,
    days.map(() => 1),
  );
  const test = welchTest(valueOf(combined(a, [factors]), 0), valueOf(combined(b, [factors]), 0), { alpha });
  if (isInsufficient(test)) return test;
  const { estimate: slope, standardError, pValue, interval } = test;
  const level = sumOf(effects.map(({ estimate }) => estimate)) / effects.length;
  const first = level + slope * ((effects[0]?.day ?? 0) - centre);
  const direction = directionOf(slope, first, pValue <= alpha);
  return finiteOr({
    kind: 'estimate',
    method: 'repeated_units',
    effects,
    slope,
    standardError,
    pValue,
    interval,
    direction,
  });
}

/** k_s = w_s (s − s̄)/Σ w (s − s̄)² with s̄ the weighted mean day; Σ w (s − s̄)² is `spread`. */
function lineFactors(days: readonly { readonly day: number }[], weights: readonly number[]) {
  const centre = sumOf(days.map(({ day }, index) => (weights[index] ?? 0) * day)) / sumOf(weights);
  const spread = sumOf(days.map(({ day }, index) => (weights[index] ?? 0) * (day - centre) ** 2));
  const factors = days.map(({ day }, index) => ((weights[index] ?? 0) * (day - centre)) / spread);
  return { factors, spread, centre };
}

const dayEffect = (day: number, { estimate, standardError, interval }: MeanDifference): DayEffect => ({
  day,
  estimate,
  standardError,
  interval,
});

const valueOf = ({ n, means, covariances }: JointStatistics, index: number): SampleStatistics => ({
  n,
  mean: means[index] ?? 0,
  variance: covariances[index]?.[index] ?? 0,
});

function directionOf(slope: number, first: number, significant: boolean): EffectTrend['direction'] {
  if (!significant) return 'steady';
  return slope * Math.sign(first) < 0 ? 'fading' : 'growing';
}

function problemOfDays(days: readonly number[]) {
  if (!days.every(Number.isFinite)) return insufficient('not_finite', 'A day is not a finite number.');
  if (new Set(days).size !== days.length) return insufficient('out_of_range', 'A day is there twice.');
  if (days.length >= 3) return undefined;
  return insufficient('too_few_units', `A trend needs at least 3 days and has ${days.length}.`);
}

const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);
