import { describe, expect, it } from '@jest/globals';
import { day, lines, pinned, planned, reading, shares } from '../../testing/planned-looks.js';
import { balanceOf } from './balance.js';
import type { Reading, VariantSums } from './reading.js';
import { readoutOf } from './readout.js';
import { brokenWhy } from './trust.js';

const experiment = planned();

/** Of so many units so many did it before. */
const before = (variant: string, units: number, c: number): VariantSums => {
  const sums = { c: String(c), cc: String(c), cy: '0', denominator: null };
  return { ...shares(variant, units, 0), covariates: { all: sums, closed: sums } };
};

describe('the balance of what was before', () => {
  const balance = (a: VariantSums, b: VariantSums) => balanceOf(experiment, lines, reading(30, [a, b]));

  it('is told of all units, in standard deviations, with the text behind it', () => {
    // Shares of 0.2 and 0.23: both variances are p(1 − p) 10,000/9,999; the difference is 0.03 of √((0.16 + 0.1771)/2) = 0.4105.
    const found = balance(before('a', 10_000, 2_000), before('b', 10_000, 2_300));
    expect(found).toMatchObject({ alpha: 0.001, alarm: true });
    expect(found?.covariates).toEqual([
      {
        kind: 'estimate',
        metric: 'pledge_conversion',
        version: 1,
        variant: 'b',
        estimate: expect.closeTo(0.03, 12),
        standardised: expect.closeTo(0.0730693, 6),
        // z = 0.03/√(0.3371/9,999) = 5.167.
        p_value: expect.closeTo(2.38e-7, 8),
        significant: true,
        query: { hash: 'm', parameters: {} },
      },
    ]);
    expect(found?.text).toContain('pledge_conversion in b by 0.07 standard deviations (p < 0.0001)');
  });

  it('takes an unlucky draw for one', () => {
    const found = balance(before('a', 10_000, 2_000), before('b', 10_000, 2_120));
    // z = 0.012/√(0.32706/9,999) = 2.098: significant alone, and no fault.
    expect(found).toMatchObject({
      alarm: false,
      covariates: [{ significant: false, p_value: expect.closeTo(0.0359, 3) }],
    });
    expect(found?.text).toBe('Before their exposure the units of all variants were alike.');
  });

  it('says why it cannot be told, and nothing where nothing was measured', () => {
    expect(balance(before('a', 100, 0), before('b', 100, 0))).toMatchObject({
      alarm: false,
      covariates: [{ kind: 'insufficient_data', metric: 'pledge_conversion', variant: 'b' }],
      text: expect.stringContaining('cannot be told'),
    });
    expect(balance(shares('a', 100, 10), shares('b', 100, 10))).toBeNull();
  });

  it('is a note of the readout, and no reason to give no verdict', () => {
    const one = reading(30, [before('a', 10_000, 2_000), before('b', 10_000, 2_300)]);
    expect(readoutOf(experiment, pinned, one).notes.map(({ code }) => code)).toContain('preperiod_imbalance');
    expect(brokenWhy(experiment, one)).toBeNull();
  });
});

describe('the split from day to day', () => {
  const arrivals = (days: readonly (readonly [number, number])[]): Reading['arrivals'] =>
    days.flatMap(([a, b], index) => {
      const cohort_day = day(index).toISOString().slice(0, 10);
      return [
        { variant: 'a', phase: 1, cohort_day, units: a },
        { variant: 'b', phase: 1, cohort_day, units: b },
      ];
    });
  const readingOf = (days: readonly (readonly [number, number])[]): Reading => {
    const sum = (at: 0 | 1): number => days.reduce((total, one) => total + one[at], 0);
    return { ...reading(60, [shares('a', sum(0), 0), shares('b', sum(1), 0)]), arrivals: arrivals(days) };
  };
  const even = Array.from({ length: 10 }, () => [1_000, 1_000] as const);
  const lost = Array.from({ length: 10 }, () => [1_000, 1_200] as const);

  it('holds', () => {
    const { sample_ratio_over_time, notes } = readoutOf(experiment, pinned, readingOf(even));
    expect(sample_ratio_over_time).toMatchObject({ kind: 'estimate', alarm: false, since: null });
    expect(notes.map(({ code }) => code)).not.toContain('sample_ratio_over_time');
  });

  it('is broken since a day, and stays so when chance or a repair evens it out', () => {
    const evened = Array.from({ length: 10 }, () => [1_200, 1_000] as const);
    const one = readingOf([...even, ...lost, ...evened]);
    const readout = readoutOf(experiment, pinned, one);
    expect(readout.sample_ratio).toMatchObject({ mismatch: false, p_value: 1 });
    expect(readout.sample_ratio_over_time).toMatchObject({ alarm: true, since: expect.any(String) });
    expect(brokenWhy(experiment, one)).toContain('not split as planned, most likely since');
    expect(readoutOf(experiment, pinned, readingOf([...even, ...lost])).sample_ratio_over_time).toMatchObject({
      alarm: true,
      since: '2026-01-11',
    });
  });

  it('is not told of readings from before days were kept, nor where the weights have changed', () => {
    expect(readoutOf(experiment, pinned, reading(60, [])).sample_ratio_over_time).toBeNull();
    const changed = planned({}, { reweightedAt: day(3) });
    expect(readoutOf(changed, pinned, readingOf(lost)).sample_ratio_over_time).toMatchObject({
      why: 'weights_changed',
    });
  });
});
