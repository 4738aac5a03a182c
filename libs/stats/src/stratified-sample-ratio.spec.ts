import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { sure } from '../testing/sure.js';
import { sampleRatioTest } from './sample-ratio-test.js';
import { stratifiedSampleRatio } from './stratified-sample-ratio.js';

describe('stratifiedSampleRatio', () => {
  it('adds up independent χ² and their degrees of freedom', () => {
    const test = sure(
      stratifiedSampleRatio([
        { counts: [821588, 815482], weights: [1, 1] },
        { counts: [5000, 3000, 2000].slice(0, 2), weights: [5, 3] },
      ]),
    );
    expect(test.statistic).toBeCloseTo(22.774, 3);
    // P(χ²₂ ≥ x) is e^(−x/2).
    expect(test.pValue / Math.exp(-test.statistic / 2)).toBeCloseTo(1, 9);
    expect(test).toMatchObject({ degreesOfFreedom: 2, unplanned: [], expected: [818535 + 5000, 818535 + 3000] });
  });

  it('is content with a split that changed as planned, which one split for all would not be', () => {
    const phases = [
      { counts: [5000, 5000], weights: [0.5, 0.5] },
      { counts: [9000, 1000], weights: [0.9, 0.1] },
    ];
    expect(stratifiedSampleRatio(phases)).toMatchObject({ statistic: 0, pValue: 1 });
    expect(sure(sampleRatioTest([14_000, 6_000], [0.9, 0.1])).pValue).toBeLessThan(1e-9);
  });

  it('alarms at traffic in a variant that had no weight then, though it has now', () => {
    expect(
      stratifiedSampleRatio([
        { counts: [100, 1], weights: [1, 0] },
        { counts: [50, 50], weights: [1, 1] },
      ]),
    ).toMatchObject({ pValue: 0, unplanned: [1] });
  });

  it('passes over phases that tell nothing, and says so where none tells anything', () => {
    const even = { counts: [50, 50], weights: [1, 1] };
    const passed = stratifiedSampleRatio([
      { counts: [0, 0], weights: [1, 1] },
      { counts: [9, 0], weights: [1, 0] },
      even,
    ]);
    expect(passed).toEqual(sampleRatioTest(even.counts, even.weights));
    expect(stratifiedSampleRatio([{ counts: [9, 0], weights: [1, 0] }])).toMatchObject({ why: 'too_few_units' });
    expect(stratifiedSampleRatio([])).toMatchObject({ why: 'too_few_units' });
    expect(stratifiedSampleRatio([even, { counts: [1], weights: [1, 1] }])).toMatchObject({ why: 'out_of_range' });
    expect(stratifiedSampleRatio([even, { counts: [1, 1], weights: [1, -1] }])).toMatchObject({
      why: 'negative_weight',
    });
    expect(stratifiedSampleRatio([even, { counts: [1, 1], weights: [0, 0] }])).toMatchObject({ why: 'out_of_range' });
  });

  it('is the test of one phase where there is one, whatever the order of several', () => {
    const phase = fc.record({
      counts: fc.tuple(fc.integer({ min: 1, max: 9999 }), fc.integer({ min: 1, max: 9999 })),
      weights: fc.tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 9 })),
    });
    fc.assert(
      fc.property(fc.array(phase, { minLength: 1, maxLength: 5 }), (phases) => {
        const [first] = phases;
        if (first !== undefined && phases.length === 1)
          expect(stratifiedSampleRatio(phases)).toEqual(sampleRatioTest(first.counts, first.weights));
        const [there, back] = [sure(stratifiedSampleRatio(phases)), sure(stratifiedSampleRatio(phases.toReversed()))];
        expect(back.statistic / there.statistic || 1).toBeCloseTo(1, 9);
      }),
    );
  });
});
