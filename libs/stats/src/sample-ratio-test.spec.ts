import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { sure } from '../testing/sure.js';
import { sampleRatioTest } from './sample-ratio-test.js';

describe('sampleRatioTest', () => {
  it('reproduces the published mismatch', () => {
    const test = sure(sampleRatioTest([821588, 815482], [0.5, 0.5]));
    expect(test.statistic).toBeCloseTo(22.774, 3);
    expect(test.pValue / 1.82e-6).toBeCloseTo(1, 2);
    expect(test).toMatchObject({ degreesOfFreedom: 1, expected: [818535, 818535], unplanned: [] });
  });

  it('is content with the planned split, also of three unequal variants', () => {
    expect(sampleRatioTest([5000, 3000, 2000], [0.5, 0.3, 0.2])).toMatchObject({ statistic: 0, pValue: 1 });
  });

  it('keeps tiny p-values and never gives NaN', () => {
    const { pValue } = sure(sampleRatioTest([10_700, 9_300], [1, 1]));
    // χ² = 98: 2 Φ(−√98)
    expect(Math.abs(pValue / 4.1853e-23 - 1)).toBeLessThan(1e-3);
    expect(sure(sampleRatioTest([1_000_000, 1], [1, 1])).pValue).toBe(0);
  });

  it('depends neither on the scale of the weights nor on the order of the variants', () => {
    const variant = fc.record({
      count: fc.integer({ min: 0, max: 100_000 }),
      weight: fc.integer({ min: 1, max: 100 }),
    });
    fc.assert(
      fc.property(fc.array(variant, { minLength: 2, maxLength: 8 }), (variants) => {
        fc.pre(variants.some(({ count }) => count > 0));
        const run = (list: typeof variants, scale: number): number =>
          sure(
            sampleRatioTest(
              list.map(({ count }) => count),
              list.map(({ weight }) => weight * scale),
            ),
          ).statistic;
        const statistic = run(variants, 1);
        expect(run(variants, 0.01) / statistic || 1).toBeCloseTo(1, 9);
        expect(run(variants.toReversed(), 1) / statistic || 1).toBeCloseTo(1, 9);
      }),
    );
  });

  it('alarms at any traffic in a variant without weight', () => {
    expect(sampleRatioTest([500, 500, 1], [0.5, 0.5, 0])).toMatchObject({
      pValue: 0,
      unplanned: [2],
      degreesOfFreedom: 1,
    });
    expect(sampleRatioTest([500, 1], [1, 0])).toMatchObject({ pValue: 0, unplanned: [1] });
    expect(sampleRatioTest([500, 500, 0], [0.5, 0.5, 0])).toMatchObject({ pValue: 1, unplanned: [] });
  });

  it.each([
    [[0, 0], [0.5, 0.5], 'too_few_units'],
    [[10, 10], [0.5, -0.5], 'negative_weight'],
    [[10, Number.NaN], [0.5, 0.5], 'not_finite'],
    [[10, -1], [0.5, 0.5], 'out_of_range'],
    [[10, 10], [0.5], 'out_of_range'],
    [[10, 10], [0, 0], 'out_of_range'],
    [[10, 0], [1, 0], 'out_of_range'],
    [[1e308, 1e308], [1, 1], 'overflow'],
  ])('says why counts %j with weights %j have no answer', (counts, weights, why) => {
    expect(sampleRatioTest(counts, weights)).toMatchObject({ kind: 'insufficient_data', why });
  });
});
