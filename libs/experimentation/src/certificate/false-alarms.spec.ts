import { describe, expect, it } from '@jest/globals';
import type { SeenGroup } from '../aggregate/seen-groups.js';
import { certificateText } from './certificate-view.js';
import { falseAlarmsOf } from './false-alarms.js';

/** So many units of one value, or buckets of so many alike. */
const group = (count: number, value: number, units = 1): SeenGroup => ({
  count,
  units,
  sums: [units * value],
  products: [[units * value ** 2]],
});
const shares = [group(9_000, 0), group(1_000, 1)];

const estimated = (found: ReturnType<typeof falseAlarmsOf>) => {
  if (found.kind !== 'certificate') throw new Error(found.detail);
  return found;
};

describe('the false alarms of a metric', () => {
  it('are as many as its test claims where units are independent, on both sides alike', () => {
    const found = estimated(falseAlarmsOf('proportion', shares, 1));
    expect(found).toMatchObject({ draws: 2_000, alpha: 0.05, verdict: 'passed', conservative: false, unanswered: 0 });
    expect(found.interval.lower).toBeLessThan(0.05);
    expect(found.interval.upper).toBeGreaterThan(0.05);
    // Each a half of some hundred: five standard deviations of a fair coin.
    const { above, below } = found.falsePositives;
    expect(Math.abs(above - below)).toBeLessThan(5 * Math.sqrt(above + below));
  });

  it('are repeated by the seed, and are others with another', () => {
    expect(falseAlarmsOf('mean', shares, 7)).toEqual(falseAlarmsOf('mean', shares, 7));
    const rates = [1, 2, 3, 4].map((seed) => estimated(falseAlarmsOf('mean', shares, seed)).rate);
    expect(new Set(rates).size).toBeGreaterThan(1);
  });

  it('do not depend on the order of the values or on their unit', () => {
    const scaled = shares.map(({ sums, products, ...one }) => ({
      ...one,
      sums: sums.map((sum) => 100 * sum),
      products: products.map((row) => row.map((product) => 10_000 * product)),
    }));
    expect(estimated(falseAlarmsOf('mean', scaled, 7)).rate).toBe(estimated(falseAlarmsOf('mean', shares, 7)).rate);
  });

  it('are too many where units come in clusters that the test does not know of, and it says so', () => {
    // Ten alike are one decision: the variance is ten times what the test thinks, so 1.96 errors are 0.62: p 0.535.
    const found = estimated(falseAlarmsOf('mean', [group(500, 0, 10), group(500, 1, 10)], 1));
    expect(found.verdict).toBe('failed');
    expect(found.interval.lower).toBeLessThan(0.535);
    expect(found.interval.upper).toBeGreaterThan(0.535);
    expect(certificateText(found)).toContain('too sure of themselves');
  });

  it('of a ratio are those of its delta method', () => {
    const pair = (count: number, y: number, x: number): SeenGroup => ({
      count,
      units: 1,
      sums: [y, x],
      products: [
        [y * y, x * y],
        [x * y, x * x],
      ],
    });
    const found = estimated(falseAlarmsOf('ratio', [pair(500, 0, 1), pair(300, 1, 2), pair(200, 3, 4)], 3));
    expect(found.verdict).toBe('passed');
    expect(found.rate).toBeGreaterThan(0.03);
  });

  it('cannot be told of nobody', () => {
    expect(falseAlarmsOf('mean', [], 1)).toMatchObject({ kind: 'insufficient_data', why: 'too_few_units' });
    expect(certificateText(falseAlarmsOf('mean', [], 1))).toContain('No false alarms could be counted');
  });
});
