import { describe, expect, it } from '@jest/globals';
import { chosenReadyMade, pinnedReadyMade } from '../../testing/ready-made.js';
import { twoArms } from '../../testing/two-arms.js';
import { draftOf } from '../experiment/draft.js';
import type { Experiment } from '../experiment/experiment.js';
import type { Entry } from '../portfolio/portfolio.js';
import type { Reading, VariantSums } from '../results/reading.js';
import { readoutOf } from '../results/readout.js';
import { holdoutReadoutOf, isIn } from './holdout-readout.js';

const key = 'pledge_conversion';
const metrics = pinnedReadyMade([key]);
const at = new Date('2026-01-01T00:00:00Z');
const [baseline, treatment] = twoArms.variants.map((variant) => variant.key) as [string, string];

const experimentOf = (name: string, over: Partial<Experiment> = {}): Experiment => ({
  ...draftOf({ ...twoArms, key: name, metrics: [key] }, { at, by: 'Ada' }, chosenReadyMade([key])),
  state: 'decided',
  startedAt: at,
  decidedAt: at,
  decidedVariant: treatment,
  pinnedMetrics: [{ metric: key, version: 1, facts: { pledge: 1 }, added_at: null }],
  ...over,
});

/** So many of so many did it. */
const sums = (variant: string, n: number, k: number): VariantSums => {
  const [total, squares] = [String(k), String(k)];
  const closed = { closed_units: n, closed_total: total, closed_total_of_squares: squares };
  return { variant, units: n, total, total_of_squares: squares, ...closed, denominators: null, covariates: null };
};
const readingOf = (variants: readonly VariantSums[]): Reading => ({
  experimentVersion: 1,
  refreshedAt: at,
  dataThrough: at,
  engine: '',
  commit: '',
  units: variants.map(({ variant, units }) => ({ variant, units })),
  multipleVariantUnits: 0,
  arrivals: null,
  facts: null,
  leftOut: [],
  unitQuery: { hash: '', parameters: {} },
  people: null,
  lines: [{ metric: key, version: 1, reading: 'all', query: { hash: '', parameters: {} }, variants }],
});
const entryOf = (experiment: Experiment, k: number): Entry => ({
  experiment,
  metrics,
  reading: readingOf([sums(baseline, 10_000, 1_000), sums(treatment, 10_000, k)]),
});

const holdout: Experiment = experimentOf('q1', {
  state: 'running',
  decidedAt: null,
  decidedVariant: null,
  variants: [
    { key: 'held_out', weight: 0.1 },
    { key: 'in', weight: 0.9 },
  ],
  baseline: 'held_out',
  holdout: { experiments: 'all', flags: [] },
});
/** 10 % of those held out did it, and 11.5 % of the others. */
const reading = readingOf([sums('held_out', 10_000, 1_000), sums('in', 90_000, 10_350)]);
const readout = readoutOf(holdout, metrics, reading);
const found = (entries: readonly Entry[]) => holdoutReadoutOf(holdout, readout, null, entries);

describe('the readout of a holdout', () => {
  it('is what all did together, beside the product of what each shipped one promised', () => {
    const entries = [
      entryOf(experimentOf('a'), 1_050),
      entryOf(experimentOf('b'), 1_100),
      // The baseline stayed, and one that is not decided: both are members, and neither is shipped.
      entryOf(experimentOf('c', { decidedVariant: baseline }), 1_200),
      entryOf(experimentOf('d', { state: 'running', decidedVariant: null, decidedAt: null }), 1_300),
    ];
    const { members, effects, broken } = found(entries);
    expect(broken).toBeNull();
    expect(members.map(({ experiment, shipped }) => [experiment, shipped])).toEqual([
      ['a', treatment],
      ['b', treatment],
      ['c', null],
      ['d', null],
    ]);
    const [effect] = effects;
    expect(effect).toMatchObject({ metric: key, units: { held_out: 10_000, in: 90_000 }, uncounted: [] });
    if (effect?.relative.kind !== 'estimate' || effect.promised.kind !== 'promised') throw new Error('Nothing.');
    expect(effect.relative.estimate).toBeCloseTo(0.15, 10);
    expect(effect.absolute).toMatchObject({ estimate: expect.closeTo(0.015, 10) });
    // 1.05 · 1.10, and by hand the errors of both lifts, each (v_B + r² v_A)^½ / ȳ_A with v = p(1 − p)/(n − 1).
    expect(effect.promised.experiments).toEqual(['a', 'b']);
    expect(effect.promised.lift).toBeCloseTo(0.155, 10);
    const errorOf = (p: number): number => Math.sqrt((p * (1 - p) + (p / 0.1) ** 2 * 0.1 * 0.9) / 9_999) / 0.1;
    const error = 1.155 * Math.hypot(errorOf(0.105) / 1.05, errorOf(0.11) / 1.1);
    expect(effect.promised.standard_error).toBeCloseTo(error, 10);
    expect(effect.text).toContain('15 % more');
  });

  it('does not depend on the order of the experiments', () => {
    const entries = [entryOf(experimentOf('a'), 1_050), entryOf(experimentOf('b'), 1_100)];
    const [one, other] = [found(entries).effects[0]?.promised, found(entries.toReversed()).effects[0]?.promised];
    if (one?.kind !== 'promised' || other?.kind !== 'promised') throw new Error('Nothing.');
    expect(one.lift).toBeCloseTo(other.lift, 12);
    expect(one.standard_error).toBeCloseTo(other.standard_error, 12);
  });

  it('names what was shipped and cannot be counted, and has no promise without any', () => {
    const unread: Entry = { ...entryOf(experimentOf('a'), 1_050), reading: undefined };
    expect(found([unread]).effects[0]).toMatchObject({
      promised: { kind: 'insufficient_data' },
      uncounted: [{ experiment: 'a', why: expect.stringContaining('has not been read') }],
    });
    expect(found([]).effects[0]?.text).toContain('Nothing has been shipped');
  });

  it('is of experiments about its unit that started since, or that it names', () => {
    const before = experimentOf('x', { startedAt: new Date('2025-12-01T00:00:00Z') });
    expect(isIn(holdout, before)).toBe(false);
    expect(isIn({ ...holdout, holdout: { experiments: ['x'], flags: [] } }, before)).toBe(true);
    expect(isIn(holdout, experimentOf('x', { unit: 'backer' }))).toBe(false);
    expect(isIn(holdout, experimentOf('x', { startedAt: null, state: 'draft' }))).toBe(false);
    expect(isIn(holdout, holdout)).toBe(false);
    const ended = { ...holdout, stoppedAt: new Date('2026-02-01T00:00:00Z') };
    expect(isIn(ended, experimentOf('x', { startedAt: new Date('2026-03-01T00:00:00Z') }))).toBe(false);
  });
});
