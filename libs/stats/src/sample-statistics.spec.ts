import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { PUBLISHED } from '../testing/samples.js';
import { sure } from '../testing/sure.js';
import { statisticsFromExact, statisticsFromProportion, statisticsFromSums } from './sample-statistics.js';

describe('statisticsFromSums', () => {
  it('gives the mean and the variance with n − 1', () => {
    expect(statisticsFromSums(PUBLISHED.control)).toEqual({
      n: 3407,
      mean: expect.closeTo(0.41, 10),
      variance: expect.closeTo(15.2101 - 0.0001, 6),
    });
    // 2, 4, 4, 4, 5, 5, 7, 9
    expect(statisticsFromSums({ n: 8, sum: 40, sumOfSquares: 232 })).toEqual({ n: 8, mean: 5, variance: 32 / 7 });
  });

  it('takes what rounding leaves of equal values for no variance', () => {
    const sum = Array.from({ length: 1000 }, () => 0.1).reduce((total, value) => total + value, 0);
    const sumOfSquares = Array.from({ length: 1000 }, () => 0.1 ** 2).reduce((total, value) => total + value, 0);
    expect(statisticsFromSums({ n: 1000, sum, sumOfSquares })).toMatchObject({ variance: 0 });
  });

  it.each([
    [{ n: 1, sum: 1, sumOfSquares: 1 }, 'too_few_units'],
    [{ n: 0, sum: 0, sumOfSquares: 0 }, 'too_few_units'],
    [{ n: Number.NaN, sum: 0, sumOfSquares: 0 }, 'not_finite'],
    [{ n: 2.5, sum: 0, sumOfSquares: 0 }, 'not_finite'],
    [{ n: 10, sum: Number.NaN, sumOfSquares: 0 }, 'not_finite'],
    [{ n: 10, sum: 1, sumOfSquares: Number.POSITIVE_INFINITY }, 'not_finite'],
    [{ n: 10, sum: 1e200, sumOfSquares: 1e308 }, 'overflow'],
    [{ n: 10, sum: 100, sumOfSquares: 1 }, 'inconsistent_sums'],
    [{ n: 10, sum: 0, sumOfSquares: -1 }, 'inconsistent_sums'],
  ])('says what is wrong with %j', (sums, why) => {
    expect(statisticsFromSums(sums)).toMatchObject({ kind: 'insufficient_data', why });
  });
});

describe('statisticsFromExact', () => {
  it('does not cancel where doubles lose every digit', () => {
    const exact = { n: 3, sum: '3000000000000000003', sumOfSquares: '3000000000000000006000000000000000005' };
    expect(statisticsFromExact(exact)).toEqual({ n: 3, mean: 1e18, variance: 1 });
    expect(statisticsFromSums({ n: 3, sum: Number(exact.sum), sumOfSquares: Number(exact.sumOfSquares) })).not.toEqual(
      statisticsFromExact(exact),
    );
  });

  it('holds 38 digits, decimals and signs', () => {
    expect(statisticsFromExact({ n: 2, sum: '-0.3', sumOfSquares: '0.0500000000000000000000000000000000000' })).toEqual(
      { n: 2, mean: -0.15, variance: 0.005 },
    );
    const largest = '9'.repeat(38);
    expect(sure(statisticsFromExact({ n: 2, sum: '0', sumOfSquares: largest })).variance).toBe(1e38);
  });

  it('agrees with a computation over the values themselves, whatever their size', () => {
    const values = fc.array(fc.bigInt({ min: -(10n ** 17n), max: 10n ** 17n }), { minLength: 2, maxLength: 30 });
    fc.assert(
      fc.property(values, fc.bigInt({ min: 0n, max: 10n ** 18n }), (offsets, base) => {
        const moved = offsets.map((offset) => offset + base);
        const there = sure(statisticsFromExact(exactSums(moved)));
        const here = sure(statisticsFromExact(exactSums(offsets)));
        // Moving all values leaves their variance bit for bit the same.
        expect(there.variance).toBe(here.variance);
        expect(sure(statisticsFromExact(exactSums(moved.toReversed())))).toEqual(there);
      }),
    );
  });

  it.each([
    [{ n: 2, sum: '1e3', sumOfSquares: '5' }, 'not_a_decimal'],
    [{ n: 2, sum: '', sumOfSquares: '5' }, 'not_a_decimal'],
    [{ n: 2, sum: 'NaN', sumOfSquares: '5' }, 'not_a_decimal'],
    [{ n: 2, sum: '3', sumOfSquares: '4' }, 'inconsistent_sums'],
    [{ n: 1, sum: '3', sumOfSquares: '9' }, 'too_few_units'],
    [{ n: 2, sum: '0', sumOfSquares: '9'.repeat(400) }, 'overflow'],
  ])('says what is wrong with %j', (sums, why) => {
    expect(statisticsFromExact(sums)).toMatchObject({ kind: 'insufficient_data', why });
  });
});

describe('statisticsFromProportion', () => {
  it('has the variance p(1 − p)', () => {
    expect(statisticsFromProportion(14, 28)).toEqual({ n: 28, mean: 0.5, variance: 0.25 });
  });

  it.each([
    [3, 2, 'out_of_range'],
    [-1, 2, 'out_of_range'],
    [0.5, 2, 'not_finite'],
    [1, 1, 'too_few_units'],
  ])('says what is wrong with %d of %d', (successes, n, why) => {
    expect(statisticsFromProportion(successes, n)).toMatchObject({ kind: 'insufficient_data', why });
  });
});

function exactSums(values: readonly bigint[]): { n: number; sum: string; sumOfSquares: string } {
  const sum = values.reduce((total, value) => total + value, 0n);
  const sumOfSquares = values.reduce((total, value) => total + value * value, 0n);
  return { n: values.length, sum: sum.toString(), sumOfSquares: sumOfSquares.toString() };
}
