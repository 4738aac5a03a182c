import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { PUBLISHED, anySample, drawn, uniforms } from '../testing/samples.js';
import { sure } from '../testing/sure.js';
import { statisticsFromSums } from './sample-statistics.js';
import { welchTest } from './welch-test.js';

const sample = anySample({ min: -1e4, max: 1e4 });
const options = { alpha: 0.05 };

describe('welchTest', () => {
  it('reproduces the published absolute difference', () => {
    const test = welchTest(statisticsFromSums(PUBLISHED.control), statisticsFromSums(PUBLISHED.treatment), options);
    expect(test).toMatchObject({
      estimate: expect.closeTo(0.29, 5),
      standardError: expect.closeTo(0.12478, 5),
      pValue: expect.closeTo(0.02016, 5),
      interval: { lower: expect.closeTo(0.04538, 5), upper: expect.closeTo(0.53462, 5) },
    });
  });

  it("reproduces Welch's degrees of freedom on a small textbook pair", () => {
    // Samples of 10 and 20 with means 20.6 and 22.135, variances 13.0 and 2.5: worked out with 30 digits.
    const test = welchTest({ n: 10, mean: 20.6, variance: 13 }, { n: 20, mean: 22.135, variance: 2.5 }, options);
    expect(test).toMatchObject({
      statistic: expect.closeTo(1.2858815, 6),
      degreesOfFreedom: expect.closeTo(10.7668262, 6),
      pValue: expect.closeTo(0.2254506, 6),
    });
  });

  it('changes only its sign when the variants change places', () => {
    fc.assert(
      fc.property(sample, sample, (a, b) => {
        const there = sure(welchTest(a, b, options));
        const back = sure(welchTest(b, a, options));
        expect(back.estimate + there.estimate).toBe(0);
        expect(back.pValue).toBeCloseTo(there.pValue, 10);
        expect(back.interval.lower).toBeCloseTo(-there.interval.upper, 6);
      }),
    );
  });

  it('does not depend on the unit of the metric', () => {
    fc.assert(
      fc.property(sample, sample, fc.constantFrom(2 ** -40, 2 ** 10, 2 ** 60), (a, b, unit) => {
        const scaled = ({ n, mean, variance }: typeof a): typeof a => ({
          n,
          mean: mean * unit,
          variance: variance * unit * unit,
        });
        const before = sure(welchTest(a, b, options));
        const after = sure(welchTest(scaled(a), scaled(b), options));
        expect(after.pValue).toBe(before.pValue);
        expect(after.degreesOfFreedom).toBe(before.degreesOfFreedom);
        expect(after.interval.upper).toBe(before.interval.upper * unit);
      }),
    );
  });

  it('has p ≤ α exactly when the interval excludes zero', () => {
    fc.assert(
      fc.property(sample, sample, fc.constantFrom(0.001, 0.05, 0.2), (a, b, alpha) => {
        const { pValue, interval } = sure(welchTest(a, b, { alpha }));
        fc.pre(Math.abs(pValue - alpha) > 1e-9);
        expect(interval.lower > 0 || interval.upper < 0).toBe(pValue < alpha);
      }),
    );
  });

  it('covers the true difference of skewed samples of different size about 95 times in 100', () => {
    const uniform = uniforms(1947);
    const exponential = (mean: number) => (): number => -mean * Math.log(uniform());
    let covered = 0;
    for (let repetition = 0; repetition < 2000; repetition += 1) {
      const { interval } = sure(welchTest(drawn(80, exponential(1)), drawn(200, exponential(2)), options));
      if (interval.lower <= 1 && 1 <= interval.upper) covered += 1;
    }
    // Two standard errors of 2,000 repetitions are 1.0 %; small skewed samples cost some tenths.
    expect(covered / 2000).toBeGreaterThan(0.935);
    expect(covered / 2000).toBeLessThan(0.96);
  });

  const fine = { n: 10, mean: 1, variance: 1 };
  it.each([
    ['no variance anywhere', { ...fine, variance: 0 }, { ...fine, variance: 0 }, 'zero_variance'],
    ['one unit', { ...fine, n: 1 }, fine, 'too_few_units'],
    ['a NaN', fine, { ...fine, mean: Number.NaN }, 'not_finite'],
    ['a negative variance', fine, { ...fine, variance: -1 }, 'inconsistent_sums'],
    ['means too far apart', { ...fine, mean: -1.5e308 }, { ...fine, mean: 1.5e308 }, 'overflow'],
    [
      'a sample that is itself insufficient',
      statisticsFromSums({ n: 0, sum: 0, sumOfSquares: 0 }),
      fine,
      'too_few_units',
    ],
  ])('says why there is no answer: %s', (_, control, treatment, why) => {
    expect(welchTest(control, treatment, options)).toMatchObject({ kind: 'insufficient_data', why });
  });

  it('answers when one variant varies, and refuses a level that is none', () => {
    expect(welchTest({ ...fine, variance: 0 }, fine, options)).toMatchObject({ degreesOfFreedom: 9 });
    for (const alpha of [0, 1, Number.NaN]) {
      expect(welchTest(fine, fine, { alpha })).toMatchObject({ why: 'out_of_range' });
    }
  });
});
