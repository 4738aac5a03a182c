import { normalCritical } from '../distributions.js';
import { finiteOr, insufficient, isInsufficient, problemOfLevel } from '../outcome.js';
import type { Interval, Outcome } from '../outcome.js';
import { checkSample } from '../sample-statistics.js';
import type { SampleStatistics } from '../sample-statistics.js';
import { welchTest } from '../welch-test.js';
import type { MeanDifference } from '../welch-test.js';
import { chainLadder, ultimateOf } from './chain-ladder.js';
import { checkCohorts, matureOnly, soFar } from './cohort.js';
import type { Cohort } from './cohort.js';

/** A metric whose values still grow is asked for at the age at which they stop. */
export interface MaturityOptions {
  /** In days since the exposure: the metric's window. */
  readonly lastAge: number;
  readonly alpha: number;
  /** Not from younger ages than this; from the first at which every cohort has something, if not said. */
  readonly fromAge?: number;
}

/** The mean that a variant will have when all its units are of age. */
export interface Forecast {
  readonly kind: 'estimate';
  readonly method: 'chain_ladder';
  /** Nothing is called final before every unit of it is of age. */
  readonly stage: 'maturing' | 'final';
  readonly mean: number;
  readonly interval: Interval;
  /** For comparisons: tests and lifts take it like any other. */
  readonly sample: SampleStatistics;
  /** Share of the forecast that is there already. */
  readonly reached: { readonly share: number; readonly interval: Interval };
  readonly fromAge: number;
  /** Units of cohorts that are too young for a forecast; they are not in the mean. */
  readonly leftOut: number;
}

/**
 * Forecast of a variant's final mean: μ̂ = Σ Ĉ_iK/n over its cohorts, with
 *
 *   Var(μ̂) = s²_K/n + MSE/n²
 *
 * s²_K the variance of a final value, from the units that have one, and MSE Mack's for the sum. The first is what the n
 * units will differ from all possible ones, the second what the forecast will differ from them; that growth which has
 * happened to turn out high is in the factors and in the mean, too, makes up exactly (to first order) for what the
 * forecast does not see yet of the first. So it is right whether what comes later depends on what came before or not.
 *
 * Ten cohorts are needed for an honest interval: σ² is estimated from how they differ. It holds as far as young
 * cohorts grow as old ones did, which nothing in the data can promise; that is why a forecast gives no verdict.
 *
 * Source: Mack, ASTIN Bulletin 23 (1993), for MSE; England & Verrall, Stochastic claims reserving in general insurance,
 * British Actuarial Journal 8 (2002).
 */
export function forecastMean(cohorts: readonly Cohort[], options: MaturityOptions): Outcome<Forecast> {
  const { lastAge, alpha, fromAge } = options;
  const problem = problemOfLevel(alpha);
  if (problem !== undefined) return problem;
  const known = checkCohorts(cohorts, lastAge);
  if (isInsufficient(known)) return known;
  const development = chainLadder(known, lastAge, fromAge);
  if (isInsufficient(development)) return development;
  const mature = matureOnly(known, lastAge);
  if (isInsufficient(mature)) return mature;
  const counted = known.filter(({ units, byAge }) => units > 0 && byAge.length > development.fromAge);
  const n = unitsOf(counted);
  const now = counted.reduce((sum, { byAge }) => sum + (byAge.at(-1)?.sum ?? 0), 0);
  const { total, squaredError } = ultimateOf(counted, development);
  const sample = checkSample({ n, mean: total / n, variance: mature.variance + squaredError / n });
  if (isInsufficient(sample)) return sample;
  const margin = normalCritical(alpha) * Math.sqrt(sample.variance / n);
  const reach = Math.exp((normalCritical(alpha) * Math.sqrt(squaredError)) / total);
  const share = now / total;
  return finiteOr({
    kind: 'estimate',
    method: 'chain_ladder',
    stage: known.every(({ units, byAge }) => units === 0 || byAge.length > lastAge) ? 'final' : 'maturing',
    mean: sample.mean,
    interval: { lower: sample.mean - margin, upper: sample.mean + margin },
    sample,
    reached: { share, interval: { lower: share / reach, upper: share * reach } },
    fromAge: development.fromAge,
    leftOut: unitsOf(known) - n,
  });
}

/** One effect in three ways, none of which can be taken for another. */
export interface MaturingEffect {
  readonly kind: 'maturing_effect';
  /** `final` only when all units of both variants are of age; then the three are one. */
  readonly stage: 'maturing' | 'final';
  /** Of all units as they are. */
  readonly soFar: Outcome<MeanDifference>;
  /** Of the units of age alone. */
  readonly mature: Outcome<MeanDifference>;
  /** Of all units, as they will be. */
  readonly forecast: Outcome<MeanDifference>;
  readonly control: Outcome<Forecast>;
  readonly treatment: Outcome<Forecast>;
}

/**
 * The effect on a metric whose values still grow. A treatment that only makes units decide earlier looks like a winner
 * so far and is none when they are of age. Both variants are forecast from the same age on, each by its own growth.
 */
export function maturingEffect(
  control: readonly Cohort[],
  treatment: readonly Cohort[],
  options: MaturityOptions,
): Outcome<MaturingEffect> {
  const { lastAge, alpha } = options;
  const problem = problemOfLevel(alpha);
  if (problem !== undefined) return problem;
  const [a, b] = [checkCohorts(control, lastAge), checkCohorts(treatment, lastAge)];
  if (isInsufficient(a)) return a;
  if (isInsufficient(b)) return b;
  if (unitsOf([...a, ...b]) === 0) return insufficient('too_few_units', 'There is no unit.');
  const fromAge = Math.max(
    ...[a, b].map((cohorts) => {
      const development = chainLadder(cohorts, lastAge, options.fromAge);
      return isInsufficient(development) ? 0 : development.fromAge;
    }),
  );
  const first = forecastMean(a, { ...options, fromAge });
  const second = forecastMean(b, { ...options, fromAge });
  const young = [...a, ...b].some(({ units, byAge }) => units > 0 && byAge.length <= lastAge);
  return {
    kind: 'maturing_effect',
    stage: young ? 'maturing' : 'final',
    soFar: welchTest(soFar(a), soFar(b), { alpha }),
    mature: welchTest(matureOnly(a, lastAge), matureOnly(b, lastAge), { alpha }),
    forecast: welchTest(sampleOf(first), sampleOf(second), { alpha }),
    control: first,
    treatment: second,
  };
}

const sampleOf = (forecast: Outcome<Forecast>): Outcome<SampleStatistics> =>
  isInsufficient(forecast) ? forecast : forecast.sample;

const unitsOf = (cohorts: readonly Cohort[]): number => cohorts.reduce((sum, { units }) => sum + units, 0);
