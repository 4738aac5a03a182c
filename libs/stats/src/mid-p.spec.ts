import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { midP } from './mid-p.js';

describe('midP', () => {
  it.each([
    // k_A, n_A, k_B, n_B and the value in exact fractions, rounded once
    [1, 34, 7, 34, 0.02965625843042041],
    [7, 34, 1, 34, 0.02965625843042041],
    [0, 20, 5, 20, 0.02356202356202356],
    [0, 1000, 9, 1000, 0.0019181357942457896],
    [3, 10000, 9, 1000, 7.211729615689775e-8],
    [2, 500, 40, 500, 1.0284605501700853e-10],
    [9, 10, 1, 12, 0.00018866582334074595],
    [5, 5, 0, 9, 0.0004995004995004995],
    [0, 50, 0, 60, 1],
  ])('is exact for %d/%d against %d/%d', (kA, nA, kB, nB, expected) => {
    const p = midP({ successes: kA, n: nA }, { successes: kB, n: nB });
    expect(Math.abs(p / expected - 1)).toBeLessThan(1e-12);
  });

  it('is the same for successes and failures, and for both orders', () => {
    const counts = fc
      .integer({ min: 1, max: 5000 })
      .chain((n) => fc.record({ n: fc.constant(n), successes: fc.integer({ min: 0, max: n }) }));
    fc.assert(
      fc.property(counts, counts, (a, b) => {
        const failures = ({ n, successes }: typeof a): typeof a => ({ n, successes: n - successes });
        const p = midP(a, b);
        expect(p).toBeGreaterThanOrEqual(0);
        expect(p).toBeLessThanOrEqual(1);
        expect(midP(b, a)).toBeCloseTo(p, 10);
        expect(midP(failures(a), failures(b))).toBeCloseTo(p, 10);
      }),
    );
  });
});
