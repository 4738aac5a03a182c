import { chiSquareUpperTail } from './distributions.js';
import { finiteOr, insufficient } from './outcome.js';
import type { Outcome } from './outcome.js';

/** How well the observed split fits the planned one. */
export interface SampleRatio {
  readonly kind: 'estimate';
  readonly method: 'chi_square';
  /** χ² over the variants with a weight. */
  readonly statistic: number;
  readonly degreesOfFreedom: number;
  readonly pValue: number;
  /** Units that each variant should have, in the order of the counts. */
  readonly expected: readonly number[];
  /** Positions of variants that were planned without traffic and have some: always an alarm, p is then 0. */
  readonly unplanned: readonly number[];
}

/**
 * Pearson's test of a sample-ratio mismatch (SRM): χ² = Σ (o − e)²/e with e = N wᵢ/Σw. Weights need not sum to
 * one. The approximation wants expected counts of 5 and more; under that it errs towards alarm.
 *
 * For a decision at one time; read daily at 0.001 for 60 days it gives 1.25 % false alarms.
 *
 * @example sampleRatioTest([821588, 815482], [0.5, 0.5]) // χ² 22.774, p 1.82e-6
 */
export function sampleRatioTest(counts: readonly number[], weights: readonly number[]): Outcome<SampleRatio> {
  if (counts.length !== weights.length) {
    return insufficient('out_of_range', `There are ${counts.length} counts and ${weights.length} weights.`);
  }
  if (![...counts, ...weights].every(Number.isFinite)) {
    return insufficient('not_finite', 'A count or a weight is not a finite number.');
  }
  if (weights.some((weight) => weight < 0)) return insufficient('negative_weight', 'A weight is negative.');
  if (counts.some((count) => count < 0)) return insufficient('out_of_range', 'A count is negative.');
  const total = sumOf(counts);
  const totalWeight = sumOf(weights);
  const degreesOfFreedom = weights.filter((weight) => weight > 0).length - 1;
  if (total === 0) return insufficient('too_few_units', 'No unit has been counted.');
  const unplanned = counts.flatMap((count, index) => (count > 0 && weights[index] === 0 ? [index] : []));
  if (totalWeight === 0 || (degreesOfFreedom === 0 && unplanned.length === 0)) {
    return insufficient('out_of_range', 'A split needs at least two variants with a weight.');
  }
  const expected = weights.map((weight) => total * (weight / totalWeight));
  const statistic = sumOf(
    expected.map((count, index) => (count > 0 ? ((counts[index] ?? 0) - count) ** 2 / count : 0)),
  );
  const pValue = unplanned.length > 0 ? 0 : chiSquareUpperTail(statistic, degreesOfFreedom);
  return finiteOr({ kind: 'estimate', method: 'chi_square', statistic, degreesOfFreedom, pValue, expected, unplanned });
}

const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);
