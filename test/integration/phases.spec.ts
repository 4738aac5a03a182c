import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Audit } from '#libs/access';
import type { FlagContent, NewExperiment, Readout } from '#libs/contracts';
import {
  ExperimentRefreshHandler,
  ExperimentRepository,
  FlagChecker,
  FlagRepository,
  FlagService,
  pinnedMetrics,
  ReadingRepository,
  readoutOf,
  ResultTable,
  SavedGroupService,
  WarehouseReader,
  type ExperimentService,
} from '#libs/experimentation';
import type { DuckDbWarehouse } from '../../libs/warehouse/testing/engines.js';
import { testDatabase, type TestDatabase } from '../support/database.js';
import { experimentService } from '../support/experiments.js';
import { nothingElse } from '../support/pinned.js';
import { TestClock } from '../support/pipeline.js';
import { duckDbAt, warehouseCatalogue as catalogue } from '../support/warehouse.js';

const analyst = { kind: 'person', id: '1', name: 'Ada', scopes: [], live: true } as const;
const context = { signal: new AbortController().signal, saved: null, checkpoint: () => Promise.resolve() };

/**
 * 200 visitors a day for 20 days. In the first nine days half of them meet each variant and one in ten pledges; after that one
 * in ten meets the control and three in ten pledge, whatever they met.
 */
const company = [
  `INSERT INTO exposure
  SELECT 'x', CASE WHEN n // 200 < 9 AND n % 2 = 0 OR n // 200 >= 9 AND n % 10 = 0 THEN 'control' ELSE 'treatment' END,
    'v' || n, 'visitor', TIMESTAMP '2026-01-01 06:00:00' + INTERVAL 1 DAY * (n // 200), TRUE, 1, n
  FROM range(4000) AS unit (n)`,
  `INSERT INTO identity
  SELECT 'v' || n, 'b' || n, TIMESTAMP '2026-01-01', TRUE, 1, n FROM range(4000) AS unit (n)`,
  `INSERT INTO pledge
  SELECT 'p' || n, 'b' || n, 'j', 1000, 'USD', 1000,
    TIMESTAMP '2026-01-01 07:00:00' + INTERVAL 1 DAY * (n // 200), NULL, NULL, TRUE, 1, n
  FROM range(4000) AS unit (n) WHERE (n // 10) % 10 < CASE WHEN n // 200 < 9 THEN 1 ELSE 3 END`,
  `INSERT INTO event (identity, source, name, distinct_id, time, properties, live, log_transaction, log_position)
  VALUES ('00000000000000000000000000000001', 'app', 'Page View', 'v', TIMESTAMP '2026-02-20 12:00:00', '{}', TRUE, 1, 1)`,
];

const split = (control: number) => [
  { key: 'control', weight: control },
  { key: 'treatment', weight: 1 - control },
];
const definition: NewExperiment = {
  key: 'x',
  hypothesis: 'It helps.',
  unit: 'visitor',
  variants: split(0.5),
  baseline: 'control',
  coverage: 0.5,
  sticky: true,
  exclusions: [],
  metrics: ['pledge_conversion', 'pledged_per_visitor'],
};
const content = (condition: object, over: Partial<FlagContent> = {}): FlagContent => ({
  description: '',
  default_value: false,
  rules: [
    { id: 'r', kind: 'rollout', value: true, coverage: 0.01, attribute: 'id', condition: { staff: true } },
    {
      id: 'x',
      kind: 'experiment',
      experiment: 'x',
      values: { control: false, treatment: true },
      condition: { ...condition },
    },
  ],
  prerequisites: [],
  archived: false,
  ...over,
});

describe('phases of an experiment', () => {
  let postgres: TestDatabase;
  let duck: DuckDbWarehouse;
  let service: ExperimentService;
  let flags: FlagService;
  let groups: SavedGroupService;
  let reader: WarehouseReader;
  let handler: ExperimentRefreshHandler;
  const clock = new TestClock(0);
  const folder = mkdtempSync(join(tmpdir(), 'verdict-phases-'));
  const at = (time: string) => (clock.time = Date.parse(time));
  const found = async () => (await new ExperimentRepository(postgres.database).find('x'))!;
  const phases = async () =>
    (await service.get('x')).phases.map(({ from, why, flag }) => [from.slice(0, 10), why, flag]);
  const metricsOf = async () => pinnedMetrics(postgres.database, (await found()).pinnedMetrics ?? []);
  const readout = async (): Promise<Readout> => {
    await handler.run({ experiment_key: 'x' }, context);
    const reading = await new ReadingRepository(postgres.database).findLatest('x');
    return readoutOf(await found(), await metricsOf(), reading!);
  };
  const publish = async (next: FlagContent) => {
    await flags.edit('checkout', next, analyst);
    await flags.publish('checkout', {}, analyst);
  };

  beforeAll(async () => {
    postgres = await testDatabase();
    duck = duckDbAt(join(folder, 'w.duckdb'));
    await duck.open();
    const connection = await duck.connect();
    for (const sql of company) await connection.run(sql);
    connection.disconnectSync();
    const { database } = postgres;
    service = experimentService(database, clock);
    const audit = new Audit(database, clock);
    const repository = new FlagRepository(database);
    const checker = new FlagChecker(repository, { flagReview: false } as ConstructorParameters<typeof FlagChecker>[1]);
    flags = new FlagService(database, clock, repository, checker, audit);
    groups = new SavedGroupService(database, clock, checker, audit);
    reader = new WarehouseReader(duck, catalogue, nothingElse);
    handler = new ExperimentRefreshHandler(database, clock, reader, new ResultTable(database, duck));
    at('2025-12-20T00:00:00Z');
    await service.create(definition, analyst);
    await groups.put('abroad', { kind: 'list', description: '', attribute: 'country', values: ['CA'] }, analyst);
    await flags.create({ key: 'checkout', type: 'boolean', ...content({ country: 'US' }) }, analyst);
    await flags.publish('checkout', {}, analyst);
    at('2026-01-01T00:00:00Z');
    await service.act('x', 'start', {}, analyst);
  });
  afterAll(async () => {
    await duck.close();
    rmSync(folder, { recursive: true, force: true });
    await postgres.close();
  });

  it('are opened by other weights, and by no ramp of the coverage', async () => {
    at('2026-01-05T00:00:00Z');
    await service.update('x', { coverage: 1 }, analyst);
    expect(await phases()).toEqual([['2026-01-01', 'start', null]]);
    expect(await readout()).not.toHaveProperty('phases');
    at('2026-01-10T00:00:00Z');
    await service.update('x', { variants: split(0.1) }, analyst);
    expect(await phases()).toEqual([
      ['2026-01-01', 'start', null],
      ['2026-01-10', 'weights', null],
    ]);
  });

  it('have their own split, and effects are compared within them', async () => {
    at('2026-02-20T13:00:00Z');
    const { sample_ratio, sample_ratio_over_time, phases: read, metrics, notes } = await readout();
    expect(read?.map(({ variants, weights }) => [weights['control'], variants.map(({ units }) => units)])).toEqual([
      [0.5, [900, 900]],
      [0.1, [220, 1_980]],
    ]);
    expect(sample_ratio).toMatchObject({ chi_square: 0, degrees_of_freedom: 2 });
    expect(sample_ratio_over_time).toMatchObject({ kind: 'estimate', alarm: false });
    const [conversion, pledged] = metrics.filter(({ reading }) => reading === 'all');
    const [control, treatment] = conversion!.closed.variants.map(({ mean }) => mean ?? 0);
    expect(treatment! - control!).toBeGreaterThan(0.07);
    // Within each phase the same share on both sides.
    expect(conversion!.closed.effects[0]?.absolute).toMatchObject({ estimate: expect.closeTo(0, 9), method: 'welch' });
    expect(pledged!.closed.effects[0]?.absolute).toMatchObject({ estimate: expect.closeTo(0, 6) });
    expect(notes.map(({ code }) => code)).toContain('reweighted');
  });

  it('are the same however the warehouse was read', async () => {
    const asked = { refreshedAt: new Date(clock.time), commit: 'c', signal: context.signal };
    const read = async (over: object) => reader.read(await found(), await metricsOf(), { ...asked, ...over });
    const [changed, anew] = [await read({}), await read({ anew: true })];
    expect(anew.reading.lines).toEqual(changed.reading.lines);
    expect(anew.reading.arrivals).toEqual(changed.reading.arrivals);
    const before = await read({ cut: new Date('2026-01-10T00:00:00Z') });
    expect(before.reading.lines[0]?.variants[0]).not.toHaveProperty('phases');
    for (const { variants } of anew.reading.lines)
      for (const { phases: each, closed_units, closed_total } of variants) {
        expect(each?.reduce((sum, { units }) => sum + units, 0)).toBe(closed_units);
        expect(String(each?.reduce((sum, { total }) => sum + BigInt(total), 0n))).toBe(closed_total);
      }
  });

  it('are opened by who is meant by a flag, and by nothing else that is published', async () => {
    at('2026-02-21T00:00:00Z');
    await publish(content({ country: 'US' }, { description: 'The form.', default_value: true }));
    expect(await phases()).toHaveLength(2);
    at('2026-02-22T00:00:00Z');
    await publish(content({ country: { $inGroup: 'abroad' } }));
    at('2026-02-23T00:00:00Z');
    await groups.put('abroad', { kind: 'list', description: 'Abroad.', attribute: 'country', values: ['CA'] }, analyst);
    at('2026-02-24T00:00:00Z');
    await groups.put('abroad', { kind: 'list', description: '', attribute: 'country', values: ['CA', 'MX'] }, analyst);
    expect((await phases()).slice(2)).toEqual([
      ['2026-02-22', 'targeting', 'checkout'],
      ['2026-02-24', 'targeting', 'checkout'],
    ]);
    at('2026-02-25T00:00:00Z');
    await flags.rollback('checkout', { to: 2 }, analyst);
    await service.act('x', 'close', {}, analyst);
    at('2026-02-26T00:00:00Z');
    await publish(content({ country: 'FR' }));
    expect((await phases()).slice(4)).toEqual([['2026-02-25', 'targeting', 'checkout']]);
    expect((await service.get('x')).phases.map(({ weights }) => weights['control'])).toEqual([0.5, 0.1, 0.1, 0.1, 0.1]);
  });
});
