import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { designOf, equalLooks } from '../../testing/looks.js';
import { sure } from '../../testing/sure.js';
import { adjustedInference } from './adjusted-inference.js';

const five = (looks: number) => designOf(equalLooks(5).slice(0, looks));

describe('adjustedInference', () => {
  // Stagewise ordering by Simpson's rule on 4,001 points a look and Brent's method.
  it.each([
    [5, 2.5, 0.028401117249, [0.250295164396, 4.336070529197], 2.319717180605],
    [3, 2.9, 0.004101418526, [1.186703523945, 6.263790155953], 3.728554307236],
    [4, -1, 0.317333564688, [-3.309307342605, 1.073338721542], -1.117989854754],
  ] as const)(
    'at look %d with z %d agrees with an independent computation',
    (look, z, pValue, [lower, upper], median) => {
      const answer = sure(adjustedInference(five(look), z));
      expect(answer.pValue).toBeCloseTo(pValue, 10);
      expect(answer.drift.lower).toBeCloseTo(lower, 8);
      expect(answer.drift.upper).toBeCloseTo(upper, 8);
      expect(answer.medianUnbiased).toBeCloseTo(median, 8);
    },
  );

  it('is the plain z test at the first look', () => {
    const answer = sure(adjustedInference(designOf([1]), 2.2));
    expect(answer.pValue).toBeCloseTo(0.0278068951, 9);
    expect(answer.drift).toEqual({ lower: expect.closeTo(0.240036, 6), upper: expect.closeTo(4.159964, 6) });
    expect(answer.medianUnbiased).toBeCloseTo(2.2, 8);
  });

  it('excludes zero, and has p ≤ α, exactly when the bound is crossed', () => {
    const designs = [1, 2, 3, 4, 5].map(five);
    fc.assert(
      fc.property(fc.constantFrom(...designs), fc.double({ min: -7, max: 7, noNaN: true }), (design, z) => {
        const { bound, spent } = design.looks.at(-1) ?? { bound: 0, spent: 0 };
        fc.pre(Math.abs(Math.abs(z) - (bound ?? 0)) > 1e-6);
        const { pValue, drift } = sure(adjustedInference(design, z));
        const crossed = Math.abs(z) > (bound ?? 0);
        // Before the end some of the level is left, so a z just under the bound is significant if one stops there.
        if (crossed || spent === 0.05) expect(pValue < 0.05).toBe(crossed);
        if (Math.abs(pValue - 0.05) > 1e-9) expect(drift.lower > 0 || (drift.upper ?? 0) < 0).toBe(pValue < 0.05);
        const mirrored = sure(adjustedInference(design, -z));
        expect(mirrored.pValue).toBeCloseTo(pValue, 9);
        expect(mirrored.drift.upper).toBeCloseTo(-drift.lower, 6);
        expect(mirrored.medianUnbiased).toBeCloseTo(-sure(adjustedInference(design, z)).medianUnbiased, 6);
      }),
      { numRuns: 60, seed: 1984 },
    );
  });

  it('orders the stages: an early crossing is stronger than a late one', () => {
    const p = (look: number, z: number) => sure(adjustedInference(five(look), z)).pValue;
    expect(p(2, 3.36)).toBeLessThan(p(3, 6));
    expect(p(3, 3)).toBeLessThan(p(3, 2.9));
  });

  it('with one side has a lower limit alone', () => {
    const answer = sure(adjustedInference(designOf([0.5, 1], { sides: 1, alpha: 0.025 }), 2.3));
    expect(answer.drift.upper).toBeNull();
    expect(answer.drift.lower).toBeGreaterThan(0);
    expect(answer.pValue).toBeLessThan(0.025);
    expect(adjustedInference(five(5), Number.NaN)).toMatchObject({ why: 'not_finite' });
  });

  it('survives any z without a NaN', () => {
    for (const z of [-37, -12, 12, 37]) {
      const { drift, pValue } = sure(adjustedInference(five(4), z));
      // The least that stage 4 can have: more extreme is only what stopped before.
      expect(pValue).toBeCloseTo(0.007616, 6);
      expect(drift.lower < (drift.upper ?? 0)).toBe(true);
    }
  });
});
