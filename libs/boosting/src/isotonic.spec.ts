import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { antitonic, isotonic } from './isotonic.js';

const points = fc.array(
  fc.record({ value: fc.double({ min: -10, max: 10, noNaN: true }), weight: fc.integer({ min: 1, max: 5 }) }),
  { minLength: 1, maxLength: 40 },
);

describe('isotonic', () => {
  it('is what scikit-learn 1.9 finds', () => {
    const values = [3, 1, 2, 6, 4, 5, 5, 9, 7, 8.5];
    const weights = [1, 2, 1, 1, 3, 1, 2, 1, 1, 4];
    // sklearn.isotonic.IsotonicRegression().fit_transform(range(10), values, sample_weight=weights)
    const expected = [5 / 3, 5 / 3, 2, 4.5, 4.5, 5, 5, 8, 8, 8.5];
    for (const [at, value] of isotonic(values, weights).entries()) expect(value).toBeCloseTo(expected[at] ?? NaN, 12);
  });

  it('never decreases, keeps the weighted mean, and changes nothing twice', () => {
    fc.assert(
      fc.property(points, (list) => {
        const values = list.map(({ value }) => value);
        const weights = list.map(({ weight }) => weight);
        const fitted = isotonic(values, weights);
        for (let at = 1; at < fitted.length; at++) expect(fitted[at]).toBeGreaterThanOrEqual(fitted[at - 1] ?? NaN);
        const total = (of: ArrayLike<number>) => weights.reduce((sum, weight, at) => sum + weight * (of[at] ?? NaN), 0);
        expect(total(fitted)).toBeCloseTo(total(values), 9);
        for (const [at, value] of isotonic(fitted, weights).entries()) expect(value).toBeCloseTo(fitted[at] ?? NaN, 9);
      }),
    );
  });

  it('is nearer than any other order that it is compared with', () => {
    fc.assert(
      fc.property(points, fc.infiniteStream(fc.double({ min: -10, max: 10, noNaN: true })), (list, stream) => {
        const values = list.map(({ value }) => value);
        const weights = list.map(({ weight }) => weight);
        const other = [...stream.take(values.length)].toSorted((left, right) => left - right);
        const distance = (of: ArrayLike<number>) =>
          values.reduce((sum, value, at) => sum + (weights[at] ?? NaN) * (value - (of[at] ?? NaN)) ** 2, 0);
        expect(distance(isotonic(values, weights))).toBeLessThanOrEqual(distance(other) + 1e-9);
      }),
    );
  });

  it('lets what weighs nothing follow', () => {
    expect([...isotonic([1, 9, 2], [1, 0, 1])]).toEqual([1, 2, 2]);
    expect([...antitonic([1, 3, 2], [1, 1, 1])]).toEqual([2, 2, 2]);
  });
});
