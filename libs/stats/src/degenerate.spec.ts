import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { designOf } from '../testing/looks.js';
import { alpha, count, joint, sample, strange, wild } from '../testing/wild.js';
import * as stats from './index.js';

/*
 * Whatever comes in, the answer is an answer or says why there is none: never NaN, never an infinity, never a throw.
 */

const designs = [designOf([0.2, 0.6]), designOf([0.5, 1]), designOf([0.001])];

const pairs: Record<string, (a: never, b: never, level: number, extra: number) => unknown> = {
  welchTest: (a, b, level, covariance) => stats.welchTest(a, b, { alpha: level, covariance }),
  oneSidedWelchTest: (a, b, level) => stats.oneSidedWelchTest(a, b, { alpha: level, alternative: 'less' }),
  fiellerInterval: (a, b, level, covariance) => stats.fiellerInterval(a, b, { alpha: level, covariance }),
  deltaMethodInterval: (a, b, level, covariance) => stats.deltaMethodInterval(a, b, { alpha: level, covariance }),
  confidenceSequence: (a, b, level, plannedUnits) => stats.confidenceSequence(a, b, { alpha: level, plannedUnits }),
  relativeConfidenceSequence: (a, b, level) =>
    stats.relativeConfidenceSequence(a, b, { alpha: level, plannedUnits: 9 }),
  confidenceSequenceLimit: (a, b, level, plannedUnits) =>
    stats.confidenceSequenceLimit(a, b, { alpha: level, plannedUnits, alternative: 'greater' }),
  posteriorLift: (a, b, level, mean) =>
    stats.posteriorLift(a, b, { alpha: level, prior: { mean, standardDeviation: 1 } }),
  flatPosterior: (a, b, level) => stats.posteriorLift(a, b, { alpha: level, prior: 'flat' }),
  nonInferiority: (a, b, level, value) =>
    stats.nonInferiority(a, b, { alpha: level, margin: { kind: 'relative', value }, better: 'lower' }),
  stoppingGuardrail: (a, b, level, value) =>
    stats.nonInferiority(a, b, {
      alpha: level,
      margin: { kind: 'absolute', value },
      better: 'higher',
      sequence: { plannedUnits: 100 },
    }),
  postStratified: (control, treatment) => stats.postStratified([{ name: 'all', control, treatment }]),
};

describe.each(Object.entries(pairs))('%s', (_, estimator) => {
  it('answers or says why not', () => {
    fc.assert(
      fc.property(sample, sample, alpha, wild, (a, b, level, extra) => {
        expect(strange(estimator(a as never, b as never, level, extra))).toBe(false);
      }),
      { numRuns: 200 },
    );
  });
});

describe('whatever comes in', () => {
  const never = (name: string, property: fc.IProperty<unknown>) =>
    it(name, () => fc.assert(property, { numRuns: 150 }));
  const sane = (answer: unknown) => expect(strange(answer)).toBe(false);

  never(
    'sequentialTest',
    fc.property(sample, sample, fc.constantFrom(...designs), (a, b, design) =>
      sane(stats.sequentialTest(a, b, design)),
    ),
  );
  never(
    'adjustments',
    fc.property(joint, joint, (a, b) => {
      sane(stats.cuped([a, b]));
      sane(stats.interactionAdjusted(a, b));
      sane(stats.ratioStatistics(a));
      sane(stats.clusteredMean(b, { sumOfSquares: a.means[0] }));
    }),
  );
  never(
    'cupedRatio',
    fc.property(count, fc.array(wild, { minLength: 8, maxLength: 8 }), (n, [a = 0, b = 0, c = 0, d = 0, ...v]) => {
      const covariances = v.map((variance, i) => v.map((_, j) => (i === j ? variance : 0)));
      sane(stats.cupedRatio([{ n, means: [a, b, c, d], covariances }]));
    }),
  );
  never(
    'sums',
    fc.property(count, wild, wild, (n, sum, square) =>
      sane(stats.jointFromSums({ n, sums: [sum], products: [[square]] })),
    ),
  );
  never(
    'designs',
    fc.property(fc.array(wild, { maxLength: 4 }), alpha, wild, (fractions, level, extra) => {
      const design = stats.sequentialDesign({ alpha: level, sides: 2, spending: 'pocock' }, fractions);
      sane(design);
      if ('looks' in design) {
        sane(stats.crossingProbabilities(design, extra));
        sane(stats.conditionalPower(design, { fraction: extra, z: level, drift: 'trend' }));
      }
    }),
  );
  never(
    'looks at their end',
    fc.property(wild, alpha, fc.constantFrom(...designs), (z, beta, design) => {
      sane(stats.adjustedInference(design, z));
      sane(stats.crossingProbabilities(design, z));
      sane(stats.conditionalPower(design, { fraction: 0.3, z, drift: beta }));
      sane(stats.futilityBounds(design, { beta, spending: 'pocock', drift: z }));
      sane(stats.inflationOf(design, beta));
    }),
  );
  never(
    'bounds and sizes',
    fc.property(wild, wild, alpha, (a, b, level) => {
      sane(stats.normalMixtureBound(a, { alpha: level, sides: 1, tunedAt: b }));
      sane(stats.normalMixtureBound(a, { alpha: level, sides: 2, tunedAt: b }));
      sane(stats.detectableMeanEffect({ mean: a, standardDeviation: b }, { control: 9, treatment: 9, alpha: level }));
      sane(stats.detectableShareEffect({ share: a }, { control: 9, treatment: b, alpha: level }));
      sane(stats.fixedPower({ effect: a, standardError: b, alpha: level }));
      sane(stats.durationOf(a, { newUnitsByDay: [b, 1], windowDays: 7 }));
      sane(stats.quantileFrom(100, { estimate: a, lower: b, upper: Math.max(a, b) }, { alpha: level }));
    }),
  );
  never(
    'ranks',
    fc.property(count, fc.oneof(wild, fc.constant(0.5)), alpha, wild, (n, q, level, designEffect) => {
      sane(stats.quantileRanks(n, { q, alpha: level, designEffect }));
    }),
  );
  never(
    'splits',
    fc.property(fc.array(fc.tuple(wild, wild, wild, wild), { maxLength: 4 }), wild, (rows, concentration) => {
      const arrivals = rows.map(([a, b, c, d]) => ({ counts: [a, b], weights: [c, d] }));
      sane(stats.sequentialSampleRatio(arrivals));
      sane(stats.sequentialSampleRatio(arrivals, { concentration }));
    }),
  );
  never(
    'families',
    fc.property(fc.array(fc.tuple(wild, wild, wild), { maxLength: 4 }), alpha, (rows, level) => {
      const comparisons = rows.map(([estimate, pValue, reach]) => ({
        estimate,
        pValue,
        intervalAt: () => ({ lower: estimate - Math.abs(reach), upper: estimate + Math.abs(reach) }),
      }));
      for (const intervals of [stats.holmIntervals, stats.bonferroniIntervals, stats.falseCoverageIntervals]) {
        const answer = intervals(comparisons, level);
        if ('effects' in answer) sane(answer.effects.map(({ pValue }) => pValue));
      }
    }),
  );
});
