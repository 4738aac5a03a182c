import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NewExperiment, Readout } from '#libs/contracts';
import {
  ExperimentRefreshHandler,
  ExperimentRepository,
  pinnedMetrics,
  ReadingRepository,
  readoutOf,
  ResultTable,
  WarehouseReader,
  type ExperimentService,
  type RunQuery,
} from '#libs/experimentation';
import type { DuckDbWarehouse } from '../../libs/warehouse/testing/engines.js';
import { testDatabase, type TestDatabase } from '../support/database.js';
import { experimentService } from '../support/experiments.js';
import { TestClock } from '../support/pipeline.js';
import { handMadeRows, insertion, postgresWarehouse } from '../support/hand-made-warehouse.js';
import { nothingElse, readyPinned } from '../support/pinned.js';
import { duckDbAt, warehouseCatalogue as catalogue } from '../support/warehouse.js';

const day = (date: string): number => Date.parse(`${date}T00:00:00Z`);
const analyst = { kind: 'person', id: '1', name: 'Ada', scopes: [], live: true } as const;
const context = { signal: new AbortController().signal, saved: null, checkpoint: () => Promise.resolve() };

type Read = (over?: { cut?: Date; anew?: boolean }) => ReturnType<WarehouseReader['read']>;

const definition: NewExperiment = {
  key: 'x',
  hypothesis: 'It helps.',
  unit: 'visitor',
  variants: [
    { key: 'control', weight: 0.5 },
    { key: 'treatment', weight: 0.5 },
  ],
  baseline: 'control',
  coverage: 1,
  exclusions: [],
  metrics: ['pledge_conversion', 'pledged_per_visitor', 'collected_per_visitor'],
};

describe('results from a warehouse made by hand', () => {
  let postgres: TestDatabase;
  let duck: DuckDbWarehouse;
  let service: ExperimentService;
  let handler: ExperimentRefreshHandler;
  const clock = new TestClock(0);
  const folder = mkdtempSync(join(tmpdir(), 'verdict-results-'));
  const at = (date: string) => (clock.time = day(date));
  const found = async (key: string) => {
    const experiment = await new ExperimentRepository(postgres.database).find(key);
    const reading = await new ReadingRepository(postgres.database).findLatest(key);
    if (experiment === undefined || reading === undefined) throw new Error('It was not refreshed.');
    return { experiment, reading };
  };
  const readout = async (key: string): Promise<Readout> => {
    const { experiment, reading } = await found(key);
    return readoutOf(experiment, await pinnedMetrics(postgres.database, experiment.pinnedMetrics ?? []), reading);
  };

  beforeAll(async () => {
    postgres = await testDatabase();
    const { database } = postgres;
    duck = duckDbAt(join(folder, 'w.duckdb'));
    await duck.open();
    const connection = await duck.connect();
    for (const row of handMadeRows) await connection.run(insertion(row));
    connection.disconnectSync();
    service = experimentService(database, clock);
    const reader = new WarehouseReader(duck, catalogue, nothingElse);
    handler = new ExperimentRefreshHandler(database, clock, reader, new ResultTable(database, duck));
    at('2025-12-20');
    await service.create(definition, analyst);
    at('2026-01-01');
    await service.act('x', 'start', {}, analyst);
    at('2026-01-10');
    await service.act('x', 'pause', {}, analyst);
    at('2026-01-12');
    await service.act('x', 'resume', {}, analyst);
    at('2026-02-01');
    await service.act('x', 'close', {}, analyst);
    at('2026-04-10');
    await handler.run({ experiment_key: 'x' }, context);
  });
  afterAll(async () => {
    await duck.close();
    rmSync(folder, { recursive: true, force: true });
    await postgres.close();
  });

  it('has the sums that a person computes', async () => {
    const { reading } = await found('x');
    expect(reading.dataThrough).toEqual(new Date('2026-03-20T00:00:00Z'));
    expect(reading.units).toEqual([
      { variant: 'control', units: 4 },
      { variant: 'treatment', units: 3 },
    ]);
    expect(reading.multipleVariantUnits).toBe(1);
    // t2 comes with the end of the pause.
    expect(reading.arrivals?.filter(({ variant }) => variant === 'treatment')).toEqual(
      ['2026-01-03', '2026-01-07', '2026-01-12'].map((cohort_day) => ({
        variant: 'treatment',
        phase: 1,
        cohort_day,
        units: 1,
      })),
    );
    const sums = reading.lines
      .filter(({ reading: name }) => name === 'all')
      .map(({ metric, variants }) => ({
        metric,
        variants: variants.map((one) => [
          [one.units, one.total, one.total_of_squares],
          [one.closed_units, one.closed_total, one.closed_total_of_squares],
        ]),
      }));
    expect(sums).toEqual([
      {
        metric: 'collected_per_visitor',
        variants: [
          [
            [4, '3900', '9410000'],
            [3, '1000', '1000000'],
          ],
          [
            [3, '2000', '4000000'],
            // The 67 days of t2's day, the 12th, are over when 20 March is.
            [2, '2000', '4000000'],
          ],
        ],
      },
      {
        metric: 'pledge_conversion',
        variants: [
          [
            [4, '2', '2'],
            [4, '2', '2'],
          ],
          [
            [3, '1', '1'],
            [3, '1', '1'],
          ],
        ],
      },
      {
        metric: 'pledged_per_visitor',
        variants: [
          [
            [4, '4000', '10000000'],
            [4, '4000', '10000000'],
          ],
          [
            [3, '6000', '36000000'],
            [3, '6000', '36000000'],
          ],
        ],
      },
    ]);
  });

  it('counts the people who met several variants by their ids, as a person would', async () => {
    const { reading } = await found('x');
    const rows = (table: string) => handMadeRows.flatMap((one) => (one.table === table ? [one.row] : []));
    const backers = new Map(
      rows('identity').flatMap((one) => (one['live'] ? [[one['visitor_id'], one['backer_id']]] : [])),
    );
    const met = new Map<unknown, Set<unknown>>();
    for (const { experiment, variant, unit, unit_type, time, live } of rows('exposure')) {
      const at = Date.parse(`${String(time).replace(' ', 'T')}${String(time).includes(':') ? 'Z' : 'T00:00:00Z'}`);
      const paused = at >= day('2026-01-10') && at < day('2026-01-12');
      if (experiment !== 'x' || live !== true || paused || at < day('2026-01-01') || at >= day('2026-02-01')) continue;
      const backer = unit_type === 'visitor' ? backers.get(unit) : unit;
      if (backer !== undefined) met.set(backer, (met.get(backer) ?? new Set()).add(variant));
    }
    const several = [...met.values()].filter(({ size }) => size > 1).length;
    expect(reading.people).toMatchObject({ signedIn: met.size, severalVariants: several });
    expect([met.size, several]).toEqual([8, 2]);
    const { people, notes } = await readout('x');
    expect(people).toMatchObject({ signed_in: 8, several_variants: 2, share: 0.25, leak: true });
    expect(notes).toContainEqual({
      code: 'people_of_several_variants',
      text: expect.stringContaining('2 of 8 people who signed in saw more than one variant, 25.0 %'),
    });
  });

  it('shows means, effects and what they are worth', async () => {
    const answer = await readout('x');
    const plain = answer.metrics.filter(({ reading }) => reading === 'all');
    expect(plain.map(({ metric, primary }) => [metric.key, primary])).toEqual([
      ['pledge_conversion', true],
      ['pledged_per_visitor', false],
      ['collected_per_visitor', false],
    ]);
    const [conversion, pledged, money] = plain;
    expect(conversion?.closed.effects[0]?.absolute).toMatchObject({ estimate: 1 / 3 - 1 / 2, method: 'mid_p' });
    expect(pledged?.closed.variants.map(({ mean }) => mean)).toEqual([1_000, 2_000]);
    expect(pledged?.closed.effects[0]?.absolute).toMatchObject({ estimate: 1_000, method: 'welch' });
    expect(pledged?.closed.effects[0]?.relative).toMatchObject({ estimate: 1 });
    // The raw means, less θ times what was before of each variant more than of all: 1,200/7.
    const theta = -(500 * 1_000 + 700 * 2_000) / (250_000 - 500 ** 2 / 4 + 490_000 - 700 ** 2 / 3);
    expect(pledged?.adjusted).toMatchObject({ theta: [expect.closeTo(theta, 12)], covariate_days: 14, primary: false });
    expect(pledged?.adjusted).toMatchObject({
      variants: [
        { mean: expect.closeTo(1_000 - theta * (125 - 1_200 / 7), 9) },
        { mean: expect.closeTo(2_000 - theta * (700 / 3 - 1_200 / 7), 9) },
      ],
    });
    expect(money?.maturity).toMatchObject({ units: 7, closed_units: 5, final: false });
    expect(money?.so_far.variants[0]).toMatchObject({ units: 4, mean: 975 });
    expect(conversion?.maturity.final).toBe(true);
    expect(conversion).toMatchObject({ validity: 'no_plan', verdicts: [] });
    // Three or four units say nothing of the split.
    expect(answer.sample_ratio).toMatchObject({ kind: 'insufficient_data', why: 'too_few_units' });
    const notes = 'paused enrolment_closed multiple_variants people_of_several_variants skewed';
    expect(answer.notes.map(({ code }) => code)).toEqual(notes.split(' '));
  });

  it('keeps the text behind every number under its hash', async () => {
    const answer = await readout('x');
    const readings = new ReadingRepository(postgres.database);
    for (const { query } of [answer.units, ...answer.metrics]) {
      const kept = await readings.findQuery(query.hash);
      expect(kept).toMatchObject({ engine: expect.stringContaining('duckdb'), commit: expect.any(String) });
      expect(kept?.text).not.toContain('/*{');
      expect(query.parameters).toMatchObject({ experiment: 'x', enrolled_before: '2026-02-01 00:00:00.000' });
    }
    const money = answer.metrics.find(({ metric }) => metric.key === 'collected_per_visitor');
    expect((await readings.findQuery(money?.query.hash ?? ''))?.text).toContain("INTERVAL '67 days'");
  });

  it('gives the same cells on PostgreSQL, as of any day, whatever was read before', async () => {
    const { experiment, reading } = await found('x');
    const other = await postgresWarehouse(postgres.url);
    try {
      const metrics = readyPinned(definition.metrics);
      const [here, there] = [duck, other].map((one) => {
        const reader = new WarehouseReader(one, catalogue, nothingElse);
        return (over: { cut?: Date; anew?: boolean } = {}) => reader.read(experiment, metrics, { ...asked(), ...over });
      }) as [Read, Read];
      // What was read here before goes further, and nothing was read there.
      const cut = { cut: new Date('2026-02-10T00:00:00Z') };
      const [cutHere, cutThere] = [await here(cut), await there(cut)];
      expect(same(cutThere)).toEqual(same(cutHere));
      expect(cutHere.reading.units).toEqual(reading.units);
      expect(cutHere.reading.lines).not.toEqual(reading.lines);
      const further = { cut: new Date('2026-03-02T00:00:00Z') };
      expect(same(await here(further))).toEqual(same(await there({ ...further, anew: true })));
      const [last, lastThere] = [await here(), await there()];
      expect(same(lastThere)).toEqual(same(last));
      expect(same(await here({ anew: true }))).toEqual(same(last));
      expect(new Set(last.reading.lines)).toEqual(new Set(reading.lines));
      expect(last.queries).toHaveLength(2 + 3 * 3);
    } finally {
      await other.close();
    }
  });

  it('says what is insufficient when nobody has met it', async () => {
    await service.restore({ ...definition, key: 'lonely' }, { startedAt: '2026-01-01T00:00:00Z' });
    await handler.run({ experiment_key: 'lonely' }, context);
    const answer = await readout('lonely');
    expect(answer.units).toMatchObject({ total: 0, multiple_variants: 0 });
    expect(answer.sample_ratio).toMatchObject({ kind: 'insufficient_data', why: 'too_few_units' });
    for (const { closed } of answer.metrics) {
      expect(closed.effects[0]?.absolute).toMatchObject({ kind: 'insufficient_data' });
      expect(closed.variants[0]).toMatchObject({ units: 0, mean: null });
    }
  });

  it('refuses a draft and an unknown experiment', async () => {
    await service.create({ ...definition, key: 'draft' }, analyst);
    await expect(handler.run({ experiment_key: 'draft' }, context)).rejects.toThrow('has not started');
    await expect(handler.run({ experiment_key: 'nothing' }, context)).rejects.toThrow('No experiment');
  });

  it('writes nothing once another worker has the job', async () => {
    const lost = { ...context, checkpoint: () => Promise.reject(new Error('lost')) };
    const before = (await found('x')).reading;
    at('2026-04-11');
    await expect(handler.run({ experiment_key: 'x' }, lost)).rejects.toThrow('lost');
    expect((await found('x')).reading).toEqual(before);
  });

  const asked = () => ({
    refreshedAt: new Date('2026-04-10T00:00:00Z'),
    commit: '',
    signal: new AbortController().signal,
  });
  const same = ({ reading, queries }: Awaited<ReturnType<Read>>) => [
    { ...reading, engine: '' },
    queries.map(({ hash, parameters }: RunQuery) => ({ hash, parameters })),
  ];
});
