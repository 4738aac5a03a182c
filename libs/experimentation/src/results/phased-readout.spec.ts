import { describe, expect, it } from '@jest/globals';
import type { Readout } from '#libs/contracts';
import { day, pinned, planned, reading, shares } from '../../testing/planned-looks.js';
import { lookOf } from '../look/take-look.js';
import { lines } from '../../testing/planned-looks.js';
import type { Reading, VariantSums } from './reading.js';
import { readoutOf } from './readout.js';

/** Units and conversions of a variant in the first phase, and in the second. */
type Counts = readonly [units: number, total: number];

const weights = {
  from: day(10),
  why: 'weights',
  flag: null,
  weightsBefore: { a: 0.5, b: 0.5 },
  weights: { a: 0.1, b: 0.9 },
} as const;
const experiment = planned(
  {},
  {
    variants: [
      { key: 'a', weight: 0.1 },
      { key: 'b', weight: 0.9 },
    ],
    sticky: true,
    reweightedAt: day(10),
    phaseChanges: [weights],
  },
);

const inPhases = (variant: string, first: Counts, second: Counts): VariantSums => ({
  ...shares(variant, first[0] + second[0], first[1] + second[1]),
  phases: [first, second].map(([units, total], index) => ({
    phase: index + 1,
    units,
    total: String(total),
    total_of_squares: String(total),
    denominators: null,
    covariates: null,
  })),
});
const readingOf = (a: readonly [Counts, Counts], b: readonly [Counts, Counts], through = 30): Reading => ({
  ...reading(through, [inPhases('a', ...a), inPhases('b', ...b)]),
  arrivals: (['a', 'b'] as const).flatMap((variant) =>
    [0, 1].map((index) => ({
      variant,
      phase: index + 1,
      cohort_day: `2026-01-${index === 0 ? '05' : '15'}`,
      units: (variant === 'a' ? a : b)[index]![0],
    })),
  ),
});
const of = (found: Reading): Readout => readoutOf(experiment, pinned, found);

/** Both variants convert alike, 10 % and then 30 %; the second phase gave nine tenths to b. */
const alike = readingOf(
  [
    [5_000, 500],
    [1_000, 300],
  ],
  [
    [5_000, 500],
    [9_000, 2_700],
  ],
);

describe('an experiment of several phases', () => {
  it('compares each within itself: what differs between the two is no effect', () => {
    const { metrics, phases, notes } = of(alike);
    const [effect] = metrics[0]!.closed.effects;
    expect(effect?.absolute).toMatchObject({ kind: 'estimate', method: 'welch', estimate: expect.closeTo(0, 12) });
    // Thrown together: 3,200 of 14,000 against 800 of 6,000.
    const [a, b] = metrics[0]!.closed.variants.map(({ mean }) => mean ?? 0);
    expect(b! - a!).toBeCloseTo(0.0952, 3);
    expect(effect?.relative).toMatchObject({ kind: 'estimate', estimate: expect.closeTo(0, 12) });
    expect(phases).toEqual([
      {
        from: day(0).toISOString(),
        why: 'start',
        flag: null,
        weights: { a: 0.5, b: 0.5 },
        variants: [
          { variant: 'a', units: 5_000 },
          { variant: 'b', units: 5_000 },
        ],
      },
      {
        from: day(10).toISOString(),
        why: 'weights',
        flag: null,
        weights: { a: 0.1, b: 0.9 },
        variants: [
          { variant: 'a', units: 1_000 },
          { variant: 'b', units: 9_000 },
        ],
      },
    ]);
    expect(notes).toContainEqual({ code: 'reweighted', text: expect.stringContaining('phase 2 begins there') });
  });

  it('is held to the weights of each phase', () => {
    expect(of(alike).sample_ratio).toMatchObject({ chi_square: 0, degrees_of_freedom: 2, mismatch: false });
    expect(of(alike).sample_ratio_over_time).toMatchObject({ kind: 'estimate', alarm: false });
    const leak = readingOf(
      [
        [5_000, 500],
        [1_400, 300],
      ],
      [
        [5_000, 500],
        [8_600, 2_700],
      ],
    );
    expect(of(leak)).toMatchObject({
      sample_ratio: { mismatch: true },
      sample_ratio_over_time: { alarm: true, since: '2026-01-15' },
    });
    expect(of(leak).plan?.decision.kind).toBe('broken');
  });

  it('has looks that judge what is compared within phases, and count what that tells', () => {
    const cause = { number: 1, kind: 'scheduled', takenAt: day(30), declaredBy: null, reason: null } as const;
    const better = readingOf(
      [
        [5_000, 500],
        [1_000, 300],
      ],
      [
        [5_000, 750],
        [9_000, 3_150],
      ],
    );
    const look = lookOf(experiment, lines, better, [], cause);
    const planned = experiment.plan.units.variants.map(({ units }) => units);
    const [first, second] = [2_500, 900];
    expect(look.comparisons[0]).toMatchObject({
      variant: 'b',
      units: 20_000,
      fraction: expect.closeTo((first + second) / ((planned[0]! * planned[1]!) / (planned[0]! + planned[1]!)), 9),
      estimate: expect.closeTo(0.05, 12),
      verdict: 'better',
    });
    expect(look.decision.kind).toBe('ship');
  });

  it('leaves out a phase in which a variant had no traffic, since nothing was compared there', () => {
    const alone = { ...weights, weights: { a: 0, b: 1 } };
    const changed = { ...experiment, phaseChanges: [alone] };
    const found = readingOf(
      [
        [5_000, 500],
        [0, 0],
      ],
      [
        [5_000, 600],
        [9_000, 2_700],
      ],
    );
    const { sample_ratio, metrics } = readoutOf(changed, pinned, found);
    expect(sample_ratio).toMatchObject({ mismatch: false, degrees_of_freedom: 1 });
    expect(metrics[0]?.closed.effects[0]?.absolute).toMatchObject({ estimate: expect.closeTo(0.02, 12) });
    const stray = readingOf(
      [
        [5_000, 500],
        [1, 0],
      ],
      [
        [5_000, 600],
        [9_000, 2_700],
      ],
    );
    expect(readoutOf(changed, pinned, stray).sample_ratio).toMatchObject({ mismatch: true });
  });

  it('is read as one phase where the second had not begun', () => {
    const early = { ...reading(9, [shares('a', 5_000, 500), shares('b', 5_000, 520)]) };
    const answer = of(early);
    expect(answer.sample_ratio).toMatchObject({ chi_square: 0, degrees_of_freedom: 1 });
    expect(answer.phases).toBeUndefined();
    expect(answer.metrics[0]?.closed.effects[0]?.absolute).toMatchObject({
      method: expect.not.stringMatching('welch'),
    });
  });

  it('gives no verdict of a reading that does not tell its phases apart', () => {
    const older = { ...alike, lines: reading(30, [shares('a', 6_000, 800), shares('b', 14_000, 3_200)]).lines };
    expect(of(older)).toMatchObject({
      sample_ratio: { why: 'weights_changed' },
      plan: { decision: { kind: 'broken' } },
    });
  });
});
