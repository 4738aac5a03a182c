import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { uniforms } from '../testing/samples.js';
import { sure } from '../testing/sure.js';
import { quantileFrom, quantileRanks } from './quantile.js';
import { fiellerInterval } from './relative-effect.js';

describe('quantileRanks', () => {
  // By the cumulative binomial distribution of scipy.
  it.each([
    [100, 0.5, 0.05, [50, 40, 61]],
    [101, 0.5, 0.05, [51, 41, 61]],
    [30, 0.25, 0.1, [8, 4, 13]],
    [10000, 0.99, 0.05, [9900, 9880, 9920]],
    [1000000, 0.9, 0.001, [900000, 899012, 900987]],
    [57, 0.9, 0.05, [52, 47, 56]],
  ] as const)('of n %d, q %d, α %d are the binomial ones', (n, q, alpha, ranks) => {
    expect(quantileRanks(n, { q, alpha })).toEqual({
      kind: 'ranks',
      estimate: ranks[0],
      lower: ranks[1],
      upper: ranks[2],
    });
  });

  it('mirror at the median, and are wider for more confidence or a design effect', () => {
    const share = fc.double({ min: 0.05, max: 0.95, noNaN: true });
    fc.assert(
      fc.property(fc.integer({ min: 400, max: 50_000 }), share, (n, q) => {
        const one = sure(quantileRanks(n, { q, alpha: 0.05 }));
        const other = sure(quantileRanks(n, { q: 1 - q, alpha: 0.05 }));
        expect(Math.abs(other.lower + one.upper - (n + 1))).toBeLessThanOrEqual(1);
        const surer = sure(quantileRanks(n, { q, alpha: 0.01 }));
        expect(surer.lower).toBeLessThan(one.lower);
        const wider = sure(quantileRanks(n, { q, alpha: 0.05, designEffect: 1.5 }));
        expect(wider.upper - wider.lower).toBeGreaterThan(one.upper - one.lower);
        expect(one.lower <= one.estimate && one.estimate <= one.upper).toBe(true);
      }),
      { numRuns: 50 },
    );
  });

  it.each([
    [5, 0.5, 'too_few_units'],
    [100, 0.999, 'too_few_units'],
    [1, 0.5, 'too_few_units'],
    [10.5, 0.5, 'not_finite'],
    [100, 1, 'out_of_range'],
  ])('of n %d, q %d there are none', (n, q, why) => {
    expect(quantileRanks(n, { q, alpha: 0.05 })).toMatchObject({ why });
    expect(quantileRanks(100, { q: 0.5, alpha: 0.05, designEffect: 0 })).toMatchObject({ why: 'out_of_range' });
  });
});

describe('quantileFrom', () => {
  const options = { q: 0.9, alpha: 0.05 };
  const exponential = (uniform: () => number, n: number, scale: number) => {
    const sorted = Float64Array.from({ length: n }, () => -scale * Math.log(uniform())).sort();
    const { estimate, lower, upper } = sure(quantileRanks(n, options));
    const at = (rank: number) => sorted[rank - 1] ?? Number.NaN;
    return sure(quantileFrom(n, { estimate: at(estimate), lower: at(lower), upper: at(upper) }, options));
  };

  it('covers the 90th percentile, and its lift, 95 times in 100', () => {
    const uniform = uniforms(2018);
    const trials = 600;
    let [held, lifts] = [0, 0];
    for (let trial = 0; trial < trials; trial += 1) {
      const [a, b] = [exponential(uniform, 400, 1), exponential(uniform, 400, 1.2)];
      if (a.interval.lower <= Math.log(10) && Math.log(10) <= a.interval.upper) held += 1;
      const lift = sure(fiellerInterval(a.sample, b.sample, { alpha: 0.05, reference: 'normal' }));
      if (lift.kind === 'estimate' && lift.interval.lower <= 0.2 && 0.2 <= lift.interval.upper) lifts += 1;
    }
    // Three standard errors of 600 trials are 2.7 %.
    expect(held / trials).toBeGreaterThan(0.93);
    expect(held / trials).toBeLessThan(0.985);
    expect(lifts / trials).toBeGreaterThan(0.92);
  });

  it('gives a sample whose error is behind the interval', () => {
    const { sample } = sure(quantileFrom(100, { estimate: 5, lower: 4, upper: 7 }, { alpha: 0.05 }));
    expect(Math.sqrt(sample.variance / sample.n)).toBeCloseTo(1.5 / 1.959963985, 8);
  });

  it('says why there is none', () => {
    expect(quantileFrom(100, { estimate: 5, lower: 6, upper: 7 }, options)).toMatchObject({ why: 'inconsistent_sums' });
    expect(quantileFrom(100, { estimate: 5, lower: 4, upper: NaN }, options)).toMatchObject({ why: 'not_finite' });
    expect(quantileFrom(1, { estimate: 5, lower: 4, upper: 6 }, options)).toMatchObject({ why: 'too_few_units' });
  });
});
