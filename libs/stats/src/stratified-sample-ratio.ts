import { chiSquareUpperTail } from './distributions.js';
import { finiteOr, insufficient, isInsufficient } from './outcome.js';
import type { Outcome } from './outcome.js';
import { sampleRatioTest, type SampleRatio } from './sample-ratio-test.js';

/** Units of one phase, and the split that was planned then. Weights need not sum to one. */
export interface PlannedCounts {
  readonly counts: readonly number[];
  readonly weights: readonly number[];
}

/**
 * Pearson's test of a sample-ratio mismatch over phases with splits of their own: independent χ² add up, and so do their
 * degrees of freedom. What is expected is the sum over the phases; a phase without a unit, or with one variant only, tells nothing.
 *
 * @example stratifiedSampleRatio([{ counts: [50, 50], weights: [1, 1] }, { counts: [90, 10], weights: [9, 1] }]) // χ² 0, df 2
 */
export function stratifiedSampleRatio(phases: readonly PlannedCounts[]): Outcome<SampleRatio> {
  const found: SampleRatio[] = [];
  for (const { counts, weights } of phases) {
    const one = sampleRatioTest(counts, weights);
    if (!isInsufficient(one)) found.push(one);
    else if (!tellsNothing({ counts, weights })) return one;
  }
  if (found.length === 0) return insufficient('too_few_units', 'No phase has units of two variants to split.');
  const sum = (of: (one: SampleRatio) => number): number => found.reduce((so, one) => so + of(one), 0);
  const [statistic, degreesOfFreedom] = [sum((one) => one.statistic), sum((one) => one.degreesOfFreedom)];
  const unplanned = [...new Set(found.flatMap((one) => one.unplanned))].toSorted((left, right) => left - right);
  const expected = (found[0]?.expected ?? []).map((_, index) => sum((one) => one.expected[index] ?? 0));
  const pValue = unplanned.length > 0 ? 0 : chiSquareUpperTail(statistic, degreesOfFreedom);
  return finiteOr({ kind: 'estimate', method: 'chi_square', statistic, degreesOfFreedom, pValue, expected, unplanned });
}

/** Nobody came, or all were meant for one variant and had it. */
const tellsNothing = ({ counts, weights }: PlannedCounts): boolean =>
  counts.length === weights.length &&
  [...counts, ...weights].every((value) => Number.isFinite(value) && value >= 0) &&
  (counts.every((count) => count === 0) ||
    (weights.filter((weight) => weight > 0).length === 1 &&
      counts.every((count, index) => count === 0 || (weights[index] ?? 0) > 0)));
