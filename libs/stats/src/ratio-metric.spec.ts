import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { jointSums, normals } from '../testing/rows.js';
import { uniforms } from '../testing/samples.js';
import { sure } from '../testing/sure.js';
import { jointFromSums } from './joint-statistics.js';
import { ratioStatistics } from './ratio-metric.js';
import { fiellerInterval } from './relative-effect.js';
import { welchTest } from './welch-test.js';

const ratioOf = (rows: readonly (readonly number[])[]) => ratioStatistics(jointFromSums(jointSums(rows)));
const visits = fc.array(fc.tuple(fc.integer({ min: 0, max: 500 }), fc.integer({ min: 8, max: 12 })), {
  minLength: 8,
  maxLength: 60,
});

describe('ratioStatistics', () => {
  it('is the variance of the residuals y − R x, over the mean of x', () => {
    const rows = Array.from({ length: 25 }, () => [
      [1, 1],
      [2, 2],
      [3, 2],
      [6, 5],
    ]).flat();
    // Residuals −0.2, −0.4, 0.6, 0 of each four: 25 × 0.56 / 99, over 2.5².
    expect(ratioOf(rows)).toEqual({ n: 100, mean: expect.closeTo(1.2, 12), variance: expect.closeTo(0.0226262626, 9) });
  });

  it('with a denominator of 1 for each unit is the mean', () => {
    fc.assert(
      fc.property(visits, (rows) => {
        const { mean, variance } = sure(ratioOf(rows.map(([y]) => [y, 1])));
        const joint = sure(jointFromSums(jointSums(rows)));
        expect(mean).toBeCloseTo(joint.means[0] ?? NaN, 9);
        expect(variance).toBeCloseTo(joint.covariances[0]?.[0] ?? NaN, 6);
      }),
    );
  });

  it('keeps to the units of both, and to the order of nothing', () => {
    fc.assert(
      fc.property(visits, (rows) => {
        const one = sure(ratioOf(rows));
        const other = sure(ratioOf(rows.toReversed().map(([y, x]) => [100 * y, x / 4])));
        expect(other.mean).toBeCloseTo(400 * one.mean, 6);
        expect(other.variance / (160_000 * one.variance) || 1).toBeCloseTo(1, 6);
      }),
    );
  });

  it('sees that a constant ratio does not vary', () => {
    const rows = Array.from({ length: 200 }, (_, unit) => [0.1 * (1 + (unit % 7)), 1 + (unit % 7)]);
    expect(sure(ratioOf(rows)).variance).toBe(0);
    expect(welchTest(ratioOf(rows), ratioOf(rows), { alpha: 0.05 })).toMatchObject({ why: 'zero_variance' });
  });

  it('covers the true lift of pledged per visit 95 times in 100, evenly', () => {
    const uniform = uniforms(2018);
    const normal = normals(uniform);
    const misses = [0, 0];
    const trials = 500;
    for (let trial = 0; trial < trials; trial += 1) {
      // Visitors differ in how often they come and in what they pledge: a t test of visits would be far too narrow.
      const variant = (lift: number) =>
        ratioOf(
          Array.from({ length: 300 }, () => {
            const count = 1 + Math.floor(-3 * Math.log(uniform()));
            return [count * Math.exp(0.5 * normal()) * (1 + lift), count];
          }),
        );
      const effect = sure(fiellerInterval(variant(0), variant(0.1), { alpha: 0.05 }));
      if (effect.kind !== 'estimate') continue;
      if (effect.interval.lower > 0.1) misses[0] = (misses[0] ?? 0) + 1;
      if (effect.interval.upper < 0.1) misses[1] = (misses[1] ?? 0) + 1;
    }
    const [above = 0, below = 0] = misses.map((count) => count / trials);
    // Two standard errors are 2 %.
    expect(Math.abs(above + below - 0.05)).toBeLessThan(0.02);
    expect(Math.abs(above - below)).toBeLessThan(0.022);
  });

  it.each([
    [
      [
        [1, 0],
        [1, 0],
      ],
      'zero_baseline',
    ],
    [
      [
        [1, -1],
        [1, -2],
      ],
      'negative_baseline',
    ],
    [
      [
        [1, 1],
        [1, 9],
        [2, 0],
      ],
      'zero_baseline',
    ],
    [[[1], [2]], 'out_of_range'],
  ])('says why %j has no ratio', (rows, why) => {
    expect(ratioOf(rows)).toMatchObject({ kind: 'insufficient_data', why });
  });
});
