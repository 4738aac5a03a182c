import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { sure } from '../../testing/sure.js';
import { normalMixtureBound } from './mixture-bound.js';
import type { MixtureOptions } from './mixture-bound.js';
import { mixtureAtPlan } from './tuning.js';

const bound = (v: number, options: Partial<MixtureOptions>): number =>
  sure(normalMixtureBound(v, { alpha: 0.05, sides: 2, tunedAt: 100, ...options })).value;

describe('mixtureAtPlan', () => {
  it("solves Lambert's equation y e^y = −α²/e on its lower branch", () => {
    for (const alpha of [1e-100, 1e-6, 0.01, 0.05, 0.3, 0.9, 0.999]) {
      const y = -(mixtureAtPlan(alpha, 'exact') + 1);
      expect(y).toBeLessThan(-1);
      expect((y * Math.exp(y)) / (-(alpha ** 2) / Math.E)).toBeCloseTo(1, 9);
    }
  });
});

describe('normalMixtureBound', () => {
  it.each([
    [{ tuning: 'approximate' }, 30.35209],
    [{ tuning: 'exact' }, 30.35122],
    [{ tuning: 'approximate', sides: 1 }, 27.66071],
    [{ tuning: 'exact', sides: 1 }, 27.65822],
  ] as const)('tuned at its own v, %j, is the published %d', (options, published) => {
    expect(bound(100, options)).toBeCloseTo(published, 5);
  });

  it('is lowest, of all tunings, where it was tuned to', () => {
    for (const sides of [1, 2] as const) {
      const best = bound(100, { sides });
      for (const tunedAt of [50, 90, 110, 200]) expect(bound(100, { sides, tunedAt })).toBeGreaterThan(best);
    }
  });

  it('grows with v and with confidence, and keeps to the unit', () => {
    const v = fc.double({ min: 1, max: 1e6, noNaN: true });
    fc.assert(
      fc.property(v, v, fc.constantFrom(1 as const, 2 as const), fc.constantFrom(0.001, 0.05), (a, b, sides, alpha) => {
        expect(bound(a + b, { sides, alpha })).toBeGreaterThan(bound(a, { sides, alpha }));
        expect(bound(a, { sides, alpha: alpha / 2 })).toBeGreaterThan(bound(a, { sides, alpha }));
        expect(bound(4 * a, { sides, alpha, tunedAt: 400 }) / bound(a, { sides, alpha })).toBeCloseTo(2, 8);
      }),
      { numRuns: 30 },
    );
  });

  it('says why there is no bound', () => {
    const options = { alpha: 0.05, sides: 1, tunedAt: 100 } as const;
    expect(normalMixtureBound(0, options)).toMatchObject({ why: 'out_of_range' });
    expect(normalMixtureBound(Number.NaN, options)).toMatchObject({ why: 'not_finite' });
    expect(normalMixtureBound(1, { ...options, alpha: 0.6 })).toMatchObject({ why: 'out_of_range' });
  });
});
