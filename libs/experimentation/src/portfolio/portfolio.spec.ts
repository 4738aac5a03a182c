import { describe, expect, it } from '@jest/globals';
import { chosenReadyMade, pinnedReadyMade } from '../../testing/ready-made.js';
import { twoArms } from '../../testing/two-arms.js';
import { draftOf } from '../experiment/draft.js';
import type { Experiment } from '../experiment/experiment.js';
import type { Reading, VariantSums } from '../results/reading.js';
import { portfolioOf, type Entry } from './portfolio.js';

const key = 'pledged_per_visitor';
const metrics = pinnedReadyMade([key]);
const asked = { metric: key, unit: 'visitor' } as const;
const startedAt = new Date('2026-01-01T00:00:00Z');

/** n values of this mean and variance, as whole sums. */
function sums(variant: string, n: number, mean: number, variance: number): VariantSums {
  const total = String(n * mean);
  const squares = String(Math.round(n * mean ** 2 + (n - 1) * variance));
  const closed = { closed_units: n, closed_total: total, closed_total_of_squares: squares };
  return { variant, units: n, total, total_of_squares: squares, ...closed, denominators: null, covariates: null };
}

/** A lift of so many percent with a standard error of so many, on a baseline that is known to a millionth. */
function entry(name: string, lift: number, error: number, over: Partial<Experiment> = {}): Entry {
  const draft = draftOf(
    { ...twoArms, key: name, metrics: [key] },
    { at: startedAt, by: 'Ada' },
    chosenReadyMade([key]),
  );
  const experiment: Experiment = { ...draft, state: 'running', startedAt, ...over };
  const [control, treatment] = experiment.variants.map((variant) => variant.key) as [string, string];
  const variants = [
    sums(control, 1_000_000, 1_000, 1),
    sums(treatment, 1_000, 1_000 + 10 * lift, 100_000 * error ** 2),
  ];
  const query = { hash: '', parameters: {} };
  const [line] = metrics;
  const reading: Reading = {
    experimentVersion: 1,
    refreshedAt: startedAt,
    dataThrough: startedAt,
    engine: '',
    commit: '',
    units: experiment.variants.map((variant) => ({ variant: variant.key, units: 1_000 })),
    multipleVariantUnits: 0,
    arrivals: null,
    facts: null,
    leftOut: [],
    unitQuery: query,
    people: null,
    lines: [{ metric: key, version: line?.version ?? 1, reading: 'all', query, variants }],
  };
  return { experiment, metrics, reading };
}

/** Rubin's eight schools, as lifts in percent: Gelman et al., Bayesian data analysis (2013), table 5.2. */
const schools = [
  [28, 15],
  [8, 10],
  [-3, 16],
  [7, 11],
  [-1, 9],
  [1, 11],
  [18, 10],
  [12, 18],
] as const;
const eight = schools.map(([lift, error], index) => entry(`school_${index}`, lift, error));

describe('a portfolio of experiments', () => {
  it('draws each effect to the mean of all as the published posterior does', () => {
    const found = portfolioOf(eight, asked);
    if (found.kind !== 'portfolio') throw new Error(found.detail);
    const { effects, common, spread } = found;
    const [best] = effects;
    expect(best).toMatchObject({
      experiment: 'school_0',
      variant: eight[0]?.experiment.variants[1]?.key,
      units: 1_001_000,
    });
    expect(best?.measured).toBeCloseTo(0.28, 5);
    expect(best?.standard_error).toBeCloseTo(0.15, 4);
    // The values of `shrunkenEffects`, whose own test has them from midpoints on another scale.
    expect(best?.believed).toBeCloseTo(0.114, 3);
    expect(effects.at(-1)?.believed).toBeLessThan(best?.believed ?? 0);
    expect(effects.find(({ experiment }) => experiment === 'school_2')?.believed).toBeCloseTo(0.0613, 3);
    expect(common.estimate).toBeCloseTo(0.0793, 3);
    expect(spread).toBeCloseTo(0.0524, 3);
    expect(found.left_out).toEqual([]);
  });

  it('leaves out what cannot be trusted or told, and says why; what is about something else is no gap', () => {
    const unread = { ...entry('unread', 5, 5), reading: undefined };
    const broken = entry('broken', 5, 5);
    const split = [
      { variant: broken.experiment.variants[0]?.key ?? '', units: 1_000 },
      { variant: broken.experiment.variants[1]?.key ?? '', units: 2_000 },
    ];
    const lost: Entry = { ...broken, reading: broken.reading && { ...broken.reading, units: split } };
    const other: Entry = { ...entry('other', 5, 5), metrics: pinnedReadyMade(['pledge_conversion']) };
    const found = portfolioOf([...eight, unread, lost, other], asked);
    if (found.kind !== 'portfolio') throw new Error(found.detail);
    expect(found.effects).toHaveLength(8);
    expect(found.left_out).toEqual([
      { experiment: 'unread', why: expect.stringContaining('has not been read') },
      { experiment: 'broken', why: expect.stringContaining('not split as planned') },
    ]);
    expect(portfolioOf(eight.slice(0, 2), asked)).toMatchObject({ kind: 'insufficient_data', why: 'too_few_units' });
  });
});
