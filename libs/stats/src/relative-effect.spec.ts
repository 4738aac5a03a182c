import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { PUBLISHED, anySample, drawn, uniforms } from '../testing/samples.js';
import { sure } from '../testing/sure.js';
import { deltaMethodInterval, fiellerInterval } from './relative-effect.js';
import { statisticsFromProportion, statisticsFromSums } from './sample-statistics.js';
import { welchTest } from './welch-test.js';

const control = statisticsFromSums(PUBLISHED.control);
const treatment = statisticsFromSums(PUBLISHED.treatment);
const options = { alpha: 0.05 };
const sample = anySample({ min: 1e-3, max: 1e4 });

describe('fiellerInterval', () => {
  it('reproduces the published interval, which excludes zero as the absolute one does', () => {
    expect(fiellerInterval(control, treatment, options)).toMatchObject({
      kind: 'estimate',
      estimate: expect.closeTo(0.70732, 5),
      pValue: expect.closeTo(0.02016, 5),
      interval: { lower: expect.closeTo(0.09406, 5), upper: expect.closeTo(1.70869, 5) },
    });
  });

  it('reproduces +9.4 % and +170.8 % with the normal reference', () => {
    expect(fiellerInterval(control, treatment, { ...options, reference: 'normal' })).toMatchObject({
      interval: { lower: expect.closeTo(0.094, 3), upper: expect.closeTo(1.708, 3) },
    });
  });

  it('never contradicts the absolute test, bounded or not', () => {
    const seen = { estimate: 0, unbounded: 0 };
    fc.assert(
      fc.property(sample, sample, fc.constantFrom(0.001, 0.05, 0.2), (a, b, alpha) => {
        const absolute = sure(welchTest(a, b, { alpha }));
        const relative = sure(fiellerInterval(a, b, { alpha }));
        seen[relative.kind] += 1;
        fc.pre(Math.abs(absolute.pValue - alpha) > 1e-9);
        const significant = absolute.interval.lower > 0 || absolute.interval.upper < 0;
        expect(relative.pValue).toBe(absolute.pValue);
        if (relative.kind === 'estimate') {
          const { lower, upper } = relative.interval;
          expect(lower > 0 || upper < 0).toBe(significant);
          expect(lower <= relative.estimate && relative.estimate <= upper).toBe(true);
        } else {
          const excluded = relative.excluded;
          expect(relative.excludesZero).toBe(significant);
          expect(excluded !== null && excluded.lower < 0 && 0 < excluded.upper).toBe(significant);
        }
      }),
      { seed: 1954, numRuns: 2000 },
    );
    expect(seen.estimate).toBeGreaterThan(200);
    expect(seen.unbounded).toBeGreaterThan(200);
  });

  it('ends where the test of μ_B = (1 + θ) μ_A just keeps θ', () => {
    fc.assert(
      fc.property(sample, sample, (a, b) => {
        const relative = sure(fiellerInterval(a, b, { alpha: 0.05, reference: 'normal' }));
        fc.pre(relative.kind === 'estimate');
        for (const theta of [relative.interval.lower, relative.interval.upper]) {
          const difference = b.mean - (1 + theta) * a.mean;
          const standardError = Math.sqrt(b.variance / b.n + ((1 + theta) ** 2 * a.variance) / a.n);
          expect(Math.abs(difference) / standardError).toBeCloseTo(1.959964, 4);
        }
      }),
    );
  });

  it('does not depend on the unit, however small or large', () => {
    const scaled = (unit: number) => ({ n: 100, mean: 3 * unit, variance: 4 * unit ** 2 });
    const there = (unit: number) => ({ n: 120, mean: 4 * unit, variance: 5 * unit ** 2 });
    const one = fiellerInterval(scaled(1), there(1), options);
    expect(fiellerInterval(scaled(2 ** 400), there(2 ** 400), options)).toEqual(one);
    expect(fiellerInterval(scaled(2 ** -400), there(2 ** -400), options)).toEqual(one);
  });

  it('says unbounded, and what is excluded, when the control is not told from zero', () => {
    const weak = { n: 100, mean: 1, variance: 100 };
    expect(fiellerInterval(weak, { n: 100, mean: 9, variance: 100 }, options)).toMatchObject({
      kind: 'unbounded',
      excludesZero: true,
      excluded: { lower: expect.any(Number), upper: expect.any(Number) },
    });
    expect(fiellerInterval(weak, weak, options)).toMatchObject({
      kind: 'unbounded',
      excludesZero: false,
      excluded: null,
    });
  });

  it('misses the truth evenly on both sides where the delta method does not', () => {
    const uniform = uniforms(1954);
    // 3 % of the units pay, log-normal amounts with σ = 1.
    const value = (): number => {
      if (uniform() > 0.03) return 0;
      return Math.exp(Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform()));
    };
    const misses = { fieller: [0, 0], delta: [0, 0] };
    const repetitions = 1200;
    for (let repetition = 0; repetition < repetitions; repetition += 1) {
      const [a, b] = [drawn(2500, value), drawn(2500, value)];
      for (const answer of [sure(fiellerInterval(a, b, options)), sure(deltaMethodInterval(a, b, options))]) {
        if (answer.kind !== 'estimate' || (answer.method !== 'fieller' && answer.method !== 'delta')) continue;
        const counts = misses[answer.method];
        if (answer.interval.lower > 0) counts[0] = (counts[0] ?? 0) + 1;
        if (answer.interval.upper < 0) counts[1] = (counts[1] ?? 0) + 1;
      }
    }
    const [above = 0, below = 0] = misses.fieller.map((count) => count / repetitions);
    const [deltaAbove = 0, deltaBelow = 0] = misses.delta.map((count) => count / repetitions);
    expect(above + below).toBeGreaterThan(0.035);
    expect(above + below).toBeLessThan(0.065);
    expect(Math.abs(above - below)).toBeLessThan(0.02);
    expect(deltaBelow - deltaAbove).toBeGreaterThan(0.025);
  });
});

describe('deltaMethodInterval', () => {
  it('reproduces the published values', () => {
    expect(deltaMethodInterval(control, treatment, options)).toMatchObject({
      estimate: expect.closeTo(0.70732, 5),
      pValue: expect.closeTo(0.06191, 5),
      interval: { lower: expect.closeTo(-0.03526, 5), upper: expect.closeTo(1.44989, 5) },
    });
    const shares = [statisticsFromProportion(14, 28), statisticsFromProportion(16, 30)] as const;
    expect(deltaMethodInterval(...shares, options)).toMatchObject({
      estimate: expect.closeTo(0.06667, 5),
      pValue: expect.closeTo(0.80707, 5),
      interval: { lower: expect.closeTo(-0.47767, 5), upper: expect.closeTo(0.61101, 5) },
    });
  });
});

describe.each([fiellerInterval, deltaMethodInterval])('%p', (interval) => {
  const fine = { n: 10, mean: 1, variance: 0.01 };
  it.each([
    [{ ...fine, mean: 0 }, fine, 'zero_baseline'],
    [{ ...fine, mean: -1 }, fine, 'negative_baseline'],
    [{ ...fine, variance: 0 }, { ...fine, variance: 0 }, 'zero_variance'],
    [{ ...fine, mean: 1e-300 }, { ...fine, mean: 1e300 }, 'overflow'],
  ])('says why %j against %j has no relative effect', (a, b, why) => {
    expect(interval(a, b, options)).toMatchObject({ kind: 'insufficient_data', why });
  });
});
