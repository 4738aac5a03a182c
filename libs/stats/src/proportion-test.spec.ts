import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { sure } from '../testing/sure.js';
import { relativeProportionEffect, twoProportionTest } from './proportion-test.js';

const counts = (successes: number, n: number): { successes: number; n: number } => ({ successes, n });
const options = { alpha: 0.05 };

describe('twoProportionTest', () => {
  it('uses the unpooled error for both p and interval', () => {
    // z = (16/30 − 14/28) / √(0.25/28 + 0.24889/30) = 0.25398
    expect(twoProportionTest(counts(14, 28), counts(16, 30), options)).toMatchObject({
      method: 'z_unpooled',
      estimate: expect.closeTo(0.03333, 5),
      standardError: expect.closeTo(0.13124, 5),
      pValue: expect.closeTo(0.79951, 5),
      interval: { lower: expect.closeTo(-0.2239, 5), upper: expect.closeTo(0.29057, 5) },
    });
  });

  it('falls back to mid-p below 10 successes or failures', () => {
    for (const [k, n, method] of [
      [9, 1000, 'mid_p'],
      [10, 1000, 'z_unpooled'],
      [990, 1000, 'z_unpooled'],
      [991, 1000, 'mid_p'],
    ] as const) {
      expect(twoProportionTest(counts(k, n), counts(500, 1000), options)).toMatchObject({ method });
      expect(twoProportionTest(counts(500, 1000), counts(k, n), options)).toMatchObject({ method });
    }
  });

  it('reports the more cautious of mid-p and the interval', () => {
    // Mid-p is 0.02356; Newcombe's interval touches zero at 0.02535.
    expect(twoProportionTest(counts(0, 20), counts(5, 20), options)).toMatchObject({
      pValue: expect.closeTo(0.02535, 5),
      interval: { lower: expect.closeTo(0.0378, 4), upper: expect.closeTo(0.4687, 4) },
    });
    // Mid-p is 0.0573; Newcombe's interval alone would begin at 0.0031.
    expect(twoProportionTest(counts(4, 20), counts(10, 20), options)).toMatchObject({
      pValue: expect.closeTo(0.0573, 4),
      interval: { lower: 0 },
    });
  });

  it('answers where the normal approximation has no variance at all', () => {
    expect(twoProportionTest(counts(0, 50), counts(0, 60), options)).toMatchObject({ estimate: 0, pValue: 1 });
    expect(twoProportionTest(counts(0, 50), counts(60, 60), options)).toMatchObject({ estimate: 1 });
  });

  it('gives one verdict: p, the absolute and the relative interval agree', () => {
    const variant = fc
      .integer({ min: 2, max: 200 })
      .chain((n) => fc.record({ n: fc.constant(n), successes: fc.integer({ min: 0, max: n }) }));
    fc.assert(
      fc.property(variant, variant, fc.constantFrom(0.01, 0.05, 0.2), (a, b, alpha) => {
        const { pValue, interval } = sure(twoProportionTest(a, b, { alpha }));
        fc.pre(Math.abs(pValue - alpha) > 1e-9);
        expect(interval.lower > 0 || interval.upper < 0).toBe(pValue < alpha);
        fc.pre(a.successes > 0);
        const relative = sure(relativeProportionEffect(a, b, { alpha }));
        expect(relative.pValue).toBe(pValue);
        const excludesZero =
          relative.kind === 'unbounded'
            ? relative.excludesZero
            : relative.interval.lower > 0 || relative.interval.upper < 0;
        expect(excludesZero).toBe(pValue < alpha);
      }),
      { numRuns: 2000 },
    );
  });

  it('keeps its level, computed exactly, where z alone does not', () => {
    const binomial = binomialOf(20, 0.2);
    let falsePositives = 0;
    binomial.forEach((pA, kA) =>
      binomial.forEach((pB, kB) => {
        if (sure(twoProportionTest(counts(kA, 20), counts(kB, 20), options)).pValue <= 0.05) falsePositives += pA * pB;
      }),
    );
    // z alone: 0.0653.
    expect(falsePositives).toBeCloseTo(0.0443, 4);
  });

  it.each([
    [counts(1, 1), counts(5, 20), 'too_few_units'],
    [counts(21, 20), counts(5, 20), 'out_of_range'],
    [counts(5, 20), counts(Number.NaN, 20), 'not_finite'],
  ])('says why %j against %j has no answer', (a, b, why) => {
    expect(twoProportionTest(a, b, options)).toMatchObject({ kind: 'insufficient_data', why });
    expect(relativeProportionEffect(a, b, options)).toMatchObject({ kind: 'insufficient_data', why });
  });
});

describe('relativeProportionEffect', () => {
  it("is Fieller's for larger counts and the hybrid for small ones", () => {
    expect(relativeProportionEffect(counts(14, 28), counts(16, 30), options)).toMatchObject({
      method: 'fieller',
      estimate: expect.closeTo(0.06667, 5),
      interval: { lower: expect.closeTo(-0.36158, 5), upper: expect.closeTo(0.83414, 5) },
    });
    expect(relativeProportionEffect(counts(1, 34), counts(7, 34), options)).toMatchObject({
      method: 'hybrid_score',
      estimate: expect.closeTo(6, 10),
    });
  });

  it('has no answer without a success in the control', () => {
    expect(relativeProportionEffect(counts(0, 34), counts(7, 34), options)).toMatchObject({ why: 'zero_baseline' });
  });
});

function binomialOf(n: number, share: number): number[] {
  const terms = [(1 - share) ** n];
  for (let k = 1; k <= n; k += 1) terms.push((((terms[k - 1] ?? 0) * (n - k + 1)) / k) * (share / (1 - share)));
  return terms;
}
