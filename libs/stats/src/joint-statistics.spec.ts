import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { jointSums } from '../testing/rows.js';
import { sure } from '../testing/sure.js';
import { combined, jointFromExact, jointFromSums } from './joint-statistics.js';
import { statisticsFromSums } from './sample-statistics.js';

const rows = fc.array(fc.tuple(...[0, 1, 2].map(() => fc.integer({ min: -1000, max: 1000 }))), {
  minLength: 2,
  maxLength: 40,
});
const texts = (values: readonly number[]): string[] => values.map(String);

describe('joint statistics', () => {
  it('are those of the textbook', () => {
    const joint = sure(
      jointFromSums(
        jointSums([
          [1, 2],
          [2, 1],
          [6, 6],
        ]),
      ),
    );
    expect(joint).toEqual({
      n: 3,
      means: [3, 3],
      covariances: [
        [7, 6.5],
        [6.5, 7],
      ],
    });
  });

  it('have variances like those of a single variable, and agree with the exact sums', () => {
    fc.assert(
      fc.property(rows, (list) => {
        const sums = jointSums(list);
        const joint = sure(jointFromSums(sums));
        const exact = sure(jointFromExact({ n: sums.n, sums: texts(sums.sums), products: sums.products.map(texts) }));
        joint.covariances.forEach((row, i) => {
          const single = { n: sums.n, sum: sums.sums[i] ?? 0, sumOfSquares: sums.products[i]?.[i] ?? 0 };
          expect(row[i]).toBeCloseTo(sure(statisticsFromSums(single)).variance, 6);
          row.forEach((value, j) => expect(exact.covariances[i]?.[j]).toBeCloseTo(value, 6));
        });
      }),
    );
  });

  it('do not cancel when sums are exact', () => {
    // Values 10^18 + (0, 1, 2) against (0, 2, 4).
    const n = 3;
    const sums = ['3000000000000000003', '6'];
    const cross = '6000000000000000010';
    const products = [
      ['3000000000000000006000000000000000005', cross],
      [cross, '20'],
    ];
    expect(jointFromExact({ n, sums, products })).toMatchObject({
      covariances: [
        [1, 2],
        [2, 4],
      ],
    });
  });

  it('of combinations are those of the combined rows', () => {
    const row = fc.tuple(...[0, 1, 2].map(() => fc.integer({ min: -9, max: 9 })));
    fc.assert(
      fc.property(rows, row, row, (list, left, right) => {
        const dot = (values: readonly number[], by: readonly number[]) =>
          values.reduce((sum, v, i) => sum + v * (by[i] ?? 0), 0);
        const mapped = sure(jointFromSums(jointSums(list.map((values) => [dot(values, left), dot(values, right)]))));
        const direct = combined(sure(jointFromSums(jointSums(list))), [left, right]);
        direct.means.forEach((mean, i) => expect(mean).toBeCloseTo(mapped.means[i] ?? NaN, 6));
        direct.covariances.flat().forEach((value, i) => {
          const scale = Math.max(1, Math.abs(value));
          expect(value / scale).toBeCloseTo((mapped.covariances.flat()[i] ?? NaN) / scale, 4);
        });
      }),
    );
  });

  it.each([
    [{ n: 1, sums: [1], products: [[1]] }, 'too_few_units'],
    [{ n: 2.5, sums: [1], products: [[1]] }, 'not_finite'],
    [{ n: 2, sums: [1, 1], products: [[1]] }, 'inconsistent_sums'],
    [{ n: 2, sums: [Number.NaN], products: [[1]] }, 'not_finite'],
    [{ n: 2, sums: [10], products: [[1]] }, 'inconsistent_sums'],
    [
      {
        n: 2,
        sums: [0, 0],
        products: [
          [2, 5],
          [5, 2],
        ],
      },
      'inconsistent_sums',
    ],
    [
      {
        n: 2,
        sums: [0, 0],
        products: [
          [2, 1],
          [0, 2],
        ],
      },
      'inconsistent_sums',
    ],
    [{ n: 2, sums: [1e300], products: [[1]] }, 'overflow'],
  ])('say why %j has none', (sums, why) => {
    expect(jointFromSums(sums)).toMatchObject({ kind: 'insufficient_data', why });
  });

  it('refuse what is no decimal', () => {
    expect(jointFromExact({ n: 2, sums: ['1e3'], products: [['1']] })).toMatchObject({ why: 'not_a_decimal' });
  });
});
