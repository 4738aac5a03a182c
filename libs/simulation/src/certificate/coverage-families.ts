import {
  bonferroniIntervals,
  falseCoverageIntervals,
  holmIntervals,
  isInsufficient,
  welchTest,
  type Comparison,
  type JointEffect,
} from '#libs/stats';
import type { Random } from '../random.js';
import { coverageStudy, enough } from './coverage-study.js';
import { normalMetric } from './metrics.js';
import { drawn } from './population.js';
import { ALPHA } from './procedures.js';
import { atMost, meanRow } from './rows.js';
import type { Study } from './study.js';

/** Units of each variant; all are compared with the same control. */
const N = 2_000;
const control = normalMetric.under(0);
const STANDARD_ERROR = Math.sqrt((2 * control.variance) / N);

/** One comparison for each effect, given in standard errors. */
function family(random: Random, effects: readonly number[]): Comparison[] {
  const baseline = drawn(random, control, N);
  return effects.map((effect) => {
    const treatment = drawn(random, normalMetric.under((effect * STANDARD_ERROR) / control.mean), N);
    const test = welchTest(baseline, treatment, { alpha: ALPHA });
    if (isInsufficient(test)) throw new Error(test.detail);
    const intervalAt = (alpha: number) => {
      const at = welchTest(baseline, treatment, { alpha });
      return isInsufficient(at) ? null : at.interval;
    };
    return { estimate: test.estimate, pValue: test.pValue, intervalAt };
  });
}

/** Of a significant effect, an end at 0 excludes 0. */
function misses({ significant, interval: { lower, upper } }: JointEffect, truth: number): boolean {
  const outside = (lower !== null && truth < lower) || (upper !== null && truth > upper);
  return outside || (significant && truth === 0 && (lower === 0 || upper === 0));
}

const simultaneous = (effects: readonly number[]): Study =>
  coverageStudy(
    `effects of ${effects.join(', ')} standard errors together`,
    20_000,
    [
      { interval: 'Holm', bound: enough },
      { interval: 'Bonferroni', bound: enough },
    ],
    () => (random) => {
      const comparisons = family(random, effects);
      return [holmIntervals, bonferroniIntervals].map((intervals) => {
        const joint = intervals(comparisons, ALPHA);
        if (isInsufficient(joint)) return undefined;
        return !joint.effects.some((effect, index) => misses(effect, (effects[index] ?? 0) * STANDARD_ERROR));
      });
    },
  );

/** The share of the intervals of significant effects that miss, on average; 0 where nothing is significant. */
const falseCoverage = (effects: readonly number[]): Study => ({
  name: `false coverage, ${effects.join(', ')}`,
  experiments: 20_000,
  counters: 2,
  prepare: () => (random, tally) => {
    const joint = falseCoverageIntervals(family(random, effects), ALPHA);
    if (isInsufficient(joint)) throw new Error(joint.detail);
    const missed = joint.effects.map((effect, index) => misses(effect, (effects[index] ?? 0) * STANDARD_ERROR));
    const found = joint.effects.filter(({ significant }) => significant).length;
    const wrong = joint.effects.filter(({ significant }, index) => significant && missed[index] === true).length;
    const share = found === 0 ? 0 : wrong / found;
    tally[0] = (tally[0] ?? 0) + share;
    tally[1] = (tally[1] ?? 0) + share ** 2;
  },
  rows: ([sum = 0, squares = 0], n) => [
    meanRow(
      { what: `effects of ${effects.join(', ')} standard errors: false coverage rate, Benjamini–Hochberg` },
      { sum, squares },
      n,
      atMost(ALPHA),
    ),
  ],
});

export const familyCoverage: readonly Study[] = [
  simultaneous([0, 0, 0, 0]),
  simultaneous([4, 4, 4, 4]),
  simultaneous([0, 2, -3, 4]),
  falseCoverage([0, 0, 0, 0, 0]),
  falseCoverage([0, 0, 0, 3, 3]),
  falseCoverage([1, 2, 3, -3, 4]),
];
