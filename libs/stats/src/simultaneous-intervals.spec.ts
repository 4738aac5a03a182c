import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { normals } from '../testing/rows.js';
import { uniforms } from '../testing/samples.js';
import { sure } from '../testing/sure.js';
import { normalCritical, normalTwoSidedP } from './distributions.js';
import { bonferroniIntervals, falseCoverageIntervals, holmIntervals } from './simultaneous-intervals.js';
import type { Comparison, JointEffect } from './simultaneous-intervals.js';

/** A normal estimate with the standard error 1. */
const comparison = (estimate: number): Comparison => ({
  estimate,
  pValue: normalTwoSidedP(estimate),
  intervalAt: (alpha) => ({ lower: estimate - normalCritical(alpha), upper: estimate + normalCritical(alpha) }),
});
const estimates = fc.array(fc.double({ min: -5, max: 5, noNaN: true }), { minLength: 1, maxLength: 8 });
const excludesZero = ({ lower, upper }: JointEffect['interval']) =>
  (lower !== null && lower >= 0 && upper !== 0) || (upper !== null && upper <= 0 && lower !== 0);
const holds = ({ interval: { lower, upper } }: JointEffect, truth: number) =>
  (lower === null || lower <= truth) && (upper === null || truth <= upper);

describe('holmIntervals', () => {
  it('of one side has the published p-values of Holm', () => {
    const pValues = [0.01, 0.04, 0.03, 0.005, 0.55, 0.6];
    const { effects } = sure(
      holmIntervals(
        pValues.map((p) => comparison(normalCritical(p))),
        0.05,
      ),
    );
    const published = [0.05, 0.12, 0.12, 0.03, 1, 1];
    expect(effects.map(({ pValue }) => pValue)).toEqual(published.map((p) => expect.closeTo(p, 9)));
  });

  it('has 0 for the near end of what it finds, and gives what is left of the level to the others', () => {
    const { effects } = sure(holmIntervals([3, 1, -0.5].map(comparison), 0.05));
    expect(effects.map(({ significant }) => significant)).toEqual([true, false, false]);
    // Upwards two are left, 0.0125 each; downwards three, 0.05/6 each.
    expect(effects[0]?.interval).toEqual({ lower: 0, upper: expect.closeTo(3 + 2.3939798, 8) });
    expect(effects[1]?.interval.lower).toBeCloseTo(1 - 2.241402728, 8);
    expect(effects[1]?.interval.upper).toBeCloseTo(1 + 2.3939798, 8);
  });

  it('has a near end beyond zero when all effects are found on one side', () => {
    const { effects } = sure(holmIntervals([4, 2.1].map(comparison), 0.05));
    expect(effects[0]?.interval.lower).toBeCloseTo(4 - 2.241402728, 8);
    expect(effects[1]).toMatchObject({ significant: true, interval: { lower: 0 } });
  });

  it('does not pass the level of one side to the other', () => {
    // Two-sided, Holm would find the second at p 0.0357 < 0.05 once the first is out.
    const { effects } = sure(holmIntervals([5, -2.1].map(comparison), 0.05));
    expect(effects[1]).toMatchObject({ significant: false, pValue: expect.closeTo(0.0714576, 6) });
    expect(effects[1]?.interval.upper).toBeGreaterThan(0);
  });

  it('is open where the effect itself is unbounded, and keeps to zero what is found', () => {
    const unbounded = (estimate: number): Comparison => ({ ...comparison(estimate), intervalAt: () => null });
    expect(sure(holmIntervals([unbounded(1)], 0.05)).effects[0]?.interval).toEqual({ lower: null, upper: null });
    expect(sure(holmIntervals([unbounded(3)], 0.05)).effects[0]?.interval).toEqual({ lower: 0, upper: null });
  });
});

describe('falseCoverageIntervals', () => {
  it('has the level of the share that was found', () => {
    const { effects, promise } = sure(falseCoverageIntervals([3, 3.2, 0.1, 0.2].map(comparison), 0.05));
    expect(promise).toBe('false_coverage_rate');
    // Two of four: level 1 − 0.025.
    expect(effects[0]?.interval.lower).toBeCloseTo(3 - 2.241402728, 8);
  });

  it('misses at most 5 % of the effects that it finds', () => {
    const normal = normals(uniforms(2005));
    let rate = 0;
    for (let trial = 0; trial < 800; trial += 1) {
      const truths = [0, 0, 0, 0, 1, 2, 3, 3];
      const { effects } = sure(
        falseCoverageIntervals(
          truths.map((truth) => comparison(truth + normal())),
          0.05,
        ),
      );
      const found = effects.flatMap((effect, index) => (effect.significant ? [holds(effect, truths[index] ?? 0)] : []));
      if (found.length > 0) rate += found.filter((held) => !held).length / found.length / 800;
    }
    // Two standard errors of 800 trials are about 1.2 %.
    expect(rate).toBeLessThan(0.06);
    expect(rate).toBeGreaterThan(0.01);
  });
});

describe.each([holmIntervals, bonferroniIntervals, falseCoverageIntervals])('%p', (intervals) => {
  it('always has an interval, which excludes zero exactly when p ≤ α', () => {
    fc.assert(
      fc.property(estimates, fc.constantFrom(0.01, 0.05, 0.2), (list, alpha) => {
        const { effects } = sure(intervals(list.map(comparison), alpha));
        expect(effects).toHaveLength(list.length);
        effects.forEach(({ pValue, significant, interval }, index) => {
          expect(pValue).toBeGreaterThanOrEqual(normalTwoSidedP(list[index] ?? 0) * (1 - 1e-12));
          fc.pre(Math.abs(pValue - alpha) > 1e-9);
          expect(significant).toBe(pValue <= alpha);
          expect(excludesZero(interval)).toBe(significant);
        });
        const backwards = sure(intervals(list.toReversed().map(comparison), alpha)).effects.toReversed();
        expect(backwards).toEqual(effects);
      }),
      { numRuns: 150 },
    );
  });

  it('refuses what is no probability, and has nothing to say about nothing', () => {
    expect(intervals([{ ...comparison(1), estimate: Number.NaN }], 0.05)).toMatchObject({ why: 'not_finite' });
    expect(intervals([comparison(1)], 1)).toMatchObject({ why: 'out_of_range' });
    expect(intervals([], 0.05)).toMatchObject({ effects: [] });
  });
});

describe.each([holmIntervals, bonferroniIntervals])('%p, all at once', (intervals) => {
  it.each([[[0, 0, 0, 0]], [[0, 2, 3, 5]], [[0.5, 0.5, 4, 4]], [[4, 4, 4, 4]], [[-3, -3, 3, 3]], [[0, 0, -5, 5]]])(
    'holds the truths %j 95 times in 100',
    (truths) => {
      const normal = normals(uniforms(2008));
      let held = 0;
      for (let trial = 0; trial < 600; trial += 1) {
        const { effects } = sure(
          intervals(
            truths.map((truth) => comparison(truth + normal())),
            0.05,
          ),
        );
        if (effects.every((effect, index) => holds(effect, truths[index] ?? 0))) held += 1;
      }
      // Two standard errors of 600 trials are 1.8 %.
      expect(held / 600).toBeGreaterThan(0.932);
    },
  );
});
