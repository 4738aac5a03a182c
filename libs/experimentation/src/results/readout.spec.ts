import { describe, expect, it } from '@jest/globals';
import type { KeptPlan } from '#libs/contracts';
import type { Experiment } from '../experiment/experiment.js';
import { planUnits } from '../experiment/plan-units.js';
import type { Reading, VariantSums } from './reading.js';
import { readyMadeMetrics } from '../metric/ready-made.js';
import type { PinnedMetric } from '../metric/metric-line.js';
import { emptyReadoutOf, readoutOf as readoutOfPinned } from './readout.js';

const day = (date: string): Date => new Date(`${date}T00:00:00Z`);
const variants = [
  { key: 'a', weight: 0.5 },
  { key: 'b', weight: 0.5 },
];
const asked = {
  metric: 'pledge_conversion',
  baseline: 0.1,
  minimum_effect: { kind: 'absolute', value: 0.05 },
  power: 0.8,
  alpha: 0.05,
  procedure: 'fixed',
  spending: 'obrien_fleming',
  look_days: 7,
  guardrails: [] as KeptPlan['guardrails'],
} as const;
/** 683 a variant. */
const plan = { ...asked, units: planUnits(asked, { variants, baseline: 'a' }, 'proportion') };

const experiment = (over: Partial<Experiment> = {}): Experiment => ({
  key: 'x',
  state: 'closed',
  version: 3,
  hypothesis: 'It helps.',
  unit: 'visitor',
  variants,
  baseline: 'a',
  coverage: 1,
  salt: 'x',
  sticky: false,
  bucketVersion: 0,
  minBucketVersion: 0,
  fallback: null,
  reweightedAt: null,
  phaseChanges: [],
  rebucketedAt: null,
  metrics: ['pledge_conversion'],
  pinnedMetrics: [],
  exclusions: [],
  pinnedExclusions: [],
  reportingZone: 'UTC',
  plan,
  layer: null,
  forced: {},
  qa: false,
  holdout: null,
  holdouts: [],
  decidedVariant: null,
  createdAt: day('2026-01-01'),
  createdBy: 'Ada',
  startedAt: day('2026-01-01'),
  enrolmentClosedAt: day('2026-02-01'),
  stoppedAt: null,
  decidedAt: null,
  pauses: [],
  ...over,
});

/** Conversions: all units, then those whose window is closed. */
const shares = (variant: string, units: number, total: number, closed = units, closedTotal = total): VariantSums => ({
  variant,
  units,
  total: String(total),
  total_of_squares: String(total),
  closed_units: closed,
  closed_total: String(closedTotal),
  closed_total_of_squares: String(closedTotal),
  denominators: null,
  covariates: null,
});

const reading = (sums: readonly VariantSums[], over: Partial<Reading> = {}): Reading => ({
  experimentVersion: 3,
  refreshedAt: day('2026-03-01'),
  dataThrough: day('2026-03-01'),
  engine: 'duckdb v1',
  commit: 'c',
  units: sums.map(({ variant, units }) => ({ variant, units })),
  multipleVariantUnits: 0,
  leftOut: [],
  unitQuery: { hash: 'u', parameters: {} },
  arrivals: null,
  facts: null,
  people: null,
  lines: [
    {
      metric: 'pledge_conversion',
      version: 1,
      reading: 'all',
      query: { hash: 'm', parameters: {} },
      variants: sums,
    },
  ],
  ...over,
});

const pinned = (over: Partial<PinnedMetric> = {}): PinnedMetric => ({
  key: 'pledge_conversion',
  version: 1,
  definition: readyMadeMetrics['pledge_conversion']!,
  numerator: { key: 'pledge', version: 1, sql: '', scale: 0, columns: [] },
  denominator: null,
  addedAt: null,
  ...over,
});
const readoutOf = (experiment: Experiment, reading: Reading) => readoutOfPinned(experiment, [pinned()], reading);

const enough = [shares('a', 1_000, 100), shares('b', 1_000, 150)];

describe('a readout', () => {
  it('gives its verdict at the planned end', () => {
    const { metrics, notes, sample_ratio } = readoutOf(experiment(), reading(enough));
    expect(metrics[0]).toMatchObject({ validity: 'final', verdicts: [{ variant: 'b', verdict: 'better' }] });
    expect(metrics[0]?.closed.effects[0]?.relative).toMatchObject({
      estimate: expect.closeTo(0.5, 12),
      method: 'fieller',
    });
    expect(sample_ratio).toMatchObject({ mismatch: false, p_value: 1 });
    expect(notes.map(({ code }) => code)).toEqual(['enrolment_closed']);
  });

  it.each([
    ['worse', [shares('a', 1_000, 150), shares('b', 1_000, 100)]],
    ['no_difference_found', [shares('a', 1_000, 100), shares('b', 1_000, 101)]],
  ])('can say %s', (verdict, sums) => {
    expect(readoutOf(experiment(), reading(sums)).metrics[0]?.verdicts).toEqual([{ variant: 'b', verdict }]);
  });

  it('gives none before: with too few units, open windows or open enrolment', () => {
    const few = [shares('a', 500, 50), shares('b', 500, 100)];
    const open = [shares('a', 1_000, 100, 900, 90), shares('b', 1_000, 150, 900, 140)];
    const enrolling = experiment({ state: 'running', enrolmentClosedAt: null });
    const cases = [
      readoutOf(experiment(), reading(few)),
      readoutOf(experiment(), reading(open)),
      readoutOf(enrolling, reading(enough)),
    ];
    for (const { metrics } of cases) {
      expect(metrics[0]).toMatchObject({ validity: 'before_planned_end', verdicts: [] });
      expect(metrics[0]?.validity_text).toContain('valid only at the planned end');
    }
    expect(cases[1]?.metrics[0]?.closed.variants[0]).toMatchObject({ units: 900, mean: 0.1 });
    expect(cases[1]?.metrics[0]?.so_far.variants[0]).toMatchObject({ units: 1_000 });
    expect(cases[2]?.metrics[0]?.maturity.closes_at).toBeNull();
  });

  it('gives none without a plan', () => {
    const { metrics } = readoutOf(experiment({ plan: null }), reading(enough));
    expect(metrics[0]).toMatchObject({ validity: 'no_plan', verdicts: [], alpha: 0.05 });
  });

  it('gives none on a broken split', () => {
    const { metrics, sample_ratio, notes } = readoutOf(
      experiment(),
      reading([shares('a', 1_000, 100), shares('b', 1_400, 210)]),
    );
    expect(sample_ratio).toMatchObject({ mismatch: true, text: expect.stringContaining('a 1,000 of 1,200') });
    expect(notes[0]?.code).toBe('sample_ratio_mismatch');
    expect(metrics[0]?.verdicts).toEqual([]);
  });

  it('takes units of a variant that does not exist for a broken split', () => {
    const { sample_ratio, notes, units } = readoutOf(experiment(), reading([...enough, shares('c', 1, 0)]));
    expect(sample_ratio).toMatchObject({ mismatch: true, p_value: 0, text: expect.stringContaining('c') });
    expect(notes.map(({ code }) => code)).toContain('unknown_variant');
    expect(units.variants.at(-1)).toEqual({ variant: 'c', units: 1, weight: 0 });
  });

  it('tells of the split only once five units are expected in each variant, and at once of one that was not planned', () => {
    const ratioOf = (given: readonly VariantSums[], planned = variants) =>
      readoutOf(experiment({ variants: planned }), reading(given)).sample_ratio;
    expect(ratioOf([shares('a', 1, 0), shares('b', 0, 0)])).toMatchObject({ why: 'too_few_units' });
    expect(ratioOf([shares('a', 9, 0), shares('b', 0, 0)])).toMatchObject({ why: 'too_few_units' });
    expect(ratioOf([shares('a', 5, 0), shares('b', 5, 0)])).toMatchObject({ kind: 'estimate', mismatch: false });
    const uneven = [
      { key: 'a', weight: 0.9 },
      { key: 'b', weight: 0.1 },
    ];
    expect(ratioOf([shares('a', 40, 0), shares('b', 5, 0)], uneven)).toMatchObject({ why: 'too_few_units' });
    expect(ratioOf([shares('a', 1, 0), shares('c', 1, 0)])).toMatchObject({ kind: 'estimate', mismatch: true });
  });

  it('says why there is no number', () => {
    const { metrics } = readoutOf(experiment(), reading([shares('a', 1, 1), shares('b', 0, 0)]));
    const effect = metrics[0]?.closed.effects[0];
    expect(effect?.absolute).toMatchObject({ kind: 'insufficient_data', why: 'too_few_units' });
    expect(metrics[0]?.closed.variants).toMatchObject([{ mean: 1, standard_deviation: null }, { mean: null }]);
  });

  it('notes what happened to the experiment', () => {
    const paused = experiment({
      version: 5,
      pauses: [
        { from: day('2026-01-05'), until: day('2026-01-06') },
        { from: day('2026-01-10'), until: null },
      ],
    });
    const { notes } = readoutOf(paused, reading(enough, { multipleVariantUnits: 12 }));
    expect(notes.map(({ code }) => code)).toEqual([
      'paused',
      'paused',
      'enrolment_closed',
      'multiple_variants',
      'changed_since',
    ]);
    expect(notes[1]?.text).toContain('Paused since 2026-01-10');
  });

  it('teaches the next step while there is nothing to show', () => {
    expect(emptyReadoutOf(experiment({ state: 'draft' }), 60).next_step).toContain('/v1/experiments/x/start');
    expect(emptyReadoutOf(experiment(), 60).next_step).toContain('/v1/experiments/x/refresh');
  });

  it('warns of people who met several variants from one in a hundred on, and is silent of what was not counted', () => {
    const query = { hash: 'p', parameters: {} };
    const of = (signedIn: number, severalVariants: number) => {
      const people = { signedIn, severalVariants, query };
      const answer = readoutOf(experiment(), reading(enough, { people }));
      return [answer.people?.share, answer.people?.leak, answer.notes.some(({ code }) => code.startsWith('people'))];
    };
    expect(of(0, 0)).toEqual([null, false, false]);
    expect(of(1_000, 10)).toEqual([0.01, false, false]);
    expect(of(1_000, 11)).toEqual([0.011, true, true]);
    expect(readoutOf(experiment(), reading(enough)).people).toBeNull();
  });

  it('holds no split and gives no verdict once the weights have changed, and says since when', () => {
    const changed = experiment({ sticky: true, reweightedAt: day('2026-01-15'), rebucketedAt: day('2026-01-10') });
    const { sample_ratio, metrics, notes } = readoutOf(changed, reading(enough));
    expect(sample_ratio).toMatchObject({ kind: 'insufficient_data', why: 'weights_changed' });
    expect(metrics[0]).toMatchObject({ validity: 'final', verdicts: [] });
    expect(notes.map(({ code }) => code)).toEqual(['rebucketed', 'enrolment_closed', 'reweighted']);
  });
});
