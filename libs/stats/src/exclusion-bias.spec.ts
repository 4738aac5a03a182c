import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { drawn } from '../testing/samples.js';
import { sure } from '../testing/sure.js';
import { exclusionBias } from './exclusion-bias.js';
import { statisticsFromProportion } from './sample-statistics.js';
import { welchTest } from './welch-test.js';

const alpha = 0.05;
const range = { kind: 'range', lower: 0, upper: 1 } as const;
const meanOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value / values.length, 0);
const deviationOf = (values: readonly number[]) =>
  Math.sqrt(meanOf(values.map((value) => (value - meanOf(values)) ** 2)));
const sampleOf = (values: readonly number[]) => {
  let next = 0;
  return drawn(values.length, () => values[next++] ?? 0);
};

describe('exclusionBias', () => {
  const of = (successes: number, excluded: number) => ({ kept: statisticsFromProportion(successes, 1000), excluded });

  it('is the range of what the excluded units could have been', () => {
    const bias = sure(exclusionBias(of(100, 10), of(150, 10), { alpha, values: range }));
    // A share of 10/1010 moves the means by 0 to 1 less 0.1, and less 0.15.
    expect(bias.share.control).toBeCloseTo(10 / 1010, 12);
    expect(bias.shift.lower).toBeCloseTo((-0.15 - 0.9) / 101, 12);
    expect(bias.shift.upper).toBeCloseTo((0.85 + 0.1) / 101, 12);
    expect(bias.interval.lower).toBeCloseTo(0.0107, 4);
    expect(bias.interval.upper).toBeCloseTo(0.0883, 4);
    expect(bias.survives).toBe(true);
    expect(exclusionBias(of(100, 40), of(150, 40), { alpha, values: range })).toMatchObject({ survives: false });
  });

  it('of nothing excluded is the test itself', () => {
    const bias = sure(exclusionBias(of(100, 0), of(150, 0), { alpha, values: range }));
    const plain = sure(welchTest(of(100, 0).kept, of(150, 0).kept, { alpha }));
    expect(bias.interval).toEqual(plain.interval);
  });

  it('holds whatever was excluded, by the range and by the deviation', () => {
    const values = fc.array(fc.integer({ min: 0, max: 10 }), { minLength: 4, maxLength: 20 });
    const cut = fc.integer({ min: 0, max: 2 });
    let nearest = 1;
    fc.assert(
      fc.property(values, values, cut, cut, fc.boolean(), (left, right, out, gone, highest) => {
        const [a, b] = [left, right].map((list) => list.toSorted((x, y) => (highest ? x - y : y - x)));
        const [keptA, keptB] = [(a ?? []).slice(0, left.length - out), (b ?? []).slice(0, right.length - gone)];
        fc.pre(new Set(keptA).size > 1 && new Set(keptB).size > 1);
        const moved = meanOf(right) - meanOf(left) - (meanOf(keptB) - meanOf(keptA));
        const control = { kept: sampleOf(keptA), excluded: out };
        const treatment = { kept: sampleOf(keptB), excluded: gone };
        const standardDeviation = Math.max(deviationOf(left), deviationOf(right));
        for (const known of [
          { kind: 'range', lower: 0, upper: 10 } as const,
          { kind: 'deviation', standardDeviation } as const,
        ]) {
          const { shift } = sure(exclusionBias(control, treatment, { alpha, values: known }));
          expect(moved).toBeGreaterThan(shift.lower - 1e-9);
          expect(moved).toBeLessThan(shift.upper + 1e-9);
          if (known.kind === 'deviation' && shift.upper > 0)
            nearest = Math.min(nearest, 1 - Math.abs(moved) / shift.upper);
        }
      }),
      { numRuns: 400, seed: 1990 },
    );
    // The bound is no looser than it must be: some case comes within a third of it.
    expect(nearest).toBeLessThan(0.35);
  });

  it('says why there is none', () => {
    const fine = of(100, 10);
    expect(exclusionBias(fine, fine, { alpha, values: { ...range, upper: 0.05 } })).toMatchObject({
      why: 'out_of_range',
    });
    expect(exclusionBias(fine, fine, { alpha, values: { ...range, lower: 2 } })).toMatchObject({ why: 'out_of_range' });
    expect(exclusionBias({ ...fine, excluded: -1 }, fine, { alpha, values: range })).toMatchObject({
      why: 'not_finite',
    });
  });
});
