import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { describeShared } from '../../../../test/support/shared.js';
import { bucketRanges, chooseVariant, equalWeights } from './ranges.js';
import type { BucketRange } from './ranges.js';

const pairs = (ranges: readonly BucketRange[]): unknown[] =>
  ranges.map(({ lower, upper }) => [expect.closeTo(lower, 8), expect.closeTo(upper, 8)]);

describe('bucketRanges', () => {
  it('starts each variant where full coverage would', () => {
    expect(bucketRanges(2, 0.5, [0.4, 0.6])).toEqual([
      { lower: 0, upper: 0.2 },
      { lower: 0.4, upper: 0.7 },
    ]);
  });

  it('moves no unit when the coverage grows', () => {
    const weights = fc
      .array(fc.integer({ min: 0, max: 100 }), { minLength: 2, maxLength: 20 })
      .filter((list) => list.some((weight) => weight > 0))
      .map((list) => list.map((weight) => weight / list.reduce((sum, other) => sum + other, 0)));
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(weights, share, share, fc.integer({ min: 0, max: 9999 }), (list, one, other, bucket) => {
        const position = bucket / 10_000;
        const before = chooseVariant(position, bucketRanges(list.length, Math.min(one, other), list));
        const after = chooseVariant(position, bucketRanges(list.length, Math.max(one, other), list));
        expect(before === -1 || before === after).toBe(true);
      }),
    );
  });

  it('leaves no position of full coverage without a variant', () => {
    for (let count = 2; count <= 20; count += 1) {
      const ranges = bucketRanges(count, 1, equalWeights(count));
      for (let bucket = 0; bucket < 10_000; bucket += 1) {
        if (chooseVariant(bucket / 10_000, ranges) === -1) throw new Error(`${bucket} of ${count} variants`);
      }
    }
  });

  it('mends weights and coverage that make no sense', () => {
    expect(bucketRanges(2, Number.NaN, [Number.NaN, 1]).map(({ lower }) => lower)).toEqual([0, 0.5]);
    expect(chooseVariant(0.2, bucketRanges(2, Number.NaN, [0.5, 0.5]))).toBe(-1);
  });
});

describeShared('ranges on the GrowthBook suite', 'data/growthbook/cases-0.8.0.json', (path) => {
  interface Suite {
    getBucketRange: [name: string, input: [number, number, number[] | null], expected: [number, number][]][];
    chooseVariation: [name: string, position: number, ranges: [number, number][], expected: number][];
    getEqualWeights: [count: number, expected: number[]][];
  }
  const suite = (): Suite => JSON.parse(readFileSync(path, 'utf8')) as Suite;

  it('gives every range of the category getBucketRange', () => {
    const cases = suite().getBucketRange;
    expect(cases).toHaveLength(13);
    for (const [name, [count, coverage, weights], expected] of cases) {
      expect([name, expected]).toEqual([name, pairs(bucketRanges(count, coverage, weights ?? []))]);
    }
  });

  it('chooses every variant of the category chooseVariation', () => {
    const cases = suite().chooseVariation;
    expect(cases).toHaveLength(13);
    for (const [name, position, ranges, expected] of cases) {
      const chosen = chooseVariant(
        position,
        ranges.map(([lower, upper]) => ({ lower, upper })),
      );
      expect([name, chosen]).toEqual([name, expected]);
    }
  });

  it('gives every list of the category getEqualWeights', () => {
    const cases = suite().getEqualWeights;
    expect(cases).toHaveLength(6);
    for (const [count, expected] of cases) {
      expect(equalWeights(count).map((weight) => Number(weight.toFixed(8)))).toEqual(expected);
    }
  });
});
