import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { LookView, NewExperiment, Readout } from '#libs/contracts';
import {
  ExperimentRefreshHandler,
  ExperimentRepository,
  loadedTables,
  LookRepository,
  pinnedMetrics,
  ReadingRepository,
  readoutOf,
  readoutRows,
  ResultTable,
  WarehouseReader,
} from '#libs/experimentation';
import type { DuckDbWarehouse } from '../../libs/warehouse/testing/engines.js';
import { testDatabase, type TestDatabase } from '../support/database.js';
import { experimentService } from '../support/experiments.js';
import { nothingElse } from '../support/pinned.js';
import { TestClock } from '../support/pipeline.js';
import { duckDbAt, warehouseCatalogue as catalogue } from '../support/warehouse.js';

const context = { signal: new AbortController().signal, saved: null, checkpoint: () => Promise.resolve() };

/** 100 visitors of each variant a day; one in ten pledges. The company's own table of pledges is mapped, too. */
const company = [
  `INSERT INTO exposure
  SELECT 'x', CASE WHEN n % 2 = 0 THEN 'control' ELSE 'treatment' END, 'v' || n, 'visitor',
    TIMESTAMP '2026-01-01 06:00:00' + INTERVAL 1 DAY * (n // 200), TRUE, 1, n
  FROM range(5600) AS unit (n)`,
  `INSERT INTO identity
  SELECT 'v' || n, 'b' || n, TIMESTAMP '2026-01-01', TRUE, 1, n FROM range(5600) AS unit (n)`,
  `INSERT INTO pledge
  SELECT 'p' || n, 'b' || n, 'j', 1000, 'USD', 1000,
    TIMESTAMP '2026-01-01 07:00:00' + INTERVAL 1 DAY * (n // 200), NULL, NULL, TRUE, 1, n
  FROM range(5600) AS unit (n) WHERE (n // 2) % 10 = 0`,
  `INSERT INTO entity_source VALUES ('pledge', 'snapshot.shop_pledges', DATE '2026-01-01')`,
];

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
  metrics: ['pledge_conversion'],
  plan: {
    metric: 'pledge_conversion',
    baseline: 0.1,
    minimum_effect: { kind: 'relative', value: 0.25 },
    power: 0.8,
    alpha: 0.05,
    procedure: 'group_sequential',
    spending: 'obrien_fleming',
    look_days: 7,
    days: 28,
    guardrails: [],
  },
};

describe('a look that is due', () => {
  let postgres: TestDatabase;
  let duck: DuckDbWarehouse;
  let handler: ExperimentRefreshHandler;
  const clock = new TestClock(0);
  const folder = mkdtempSync(join(tmpdir(), 'verdict-waits-'));

  const run = async (...statements: string[]): Promise<void> => {
    const connection = await duck.connect();
    for (const sql of statements) await connection.run(sql);
    connection.disconnectSync();
  };
  const happened = (time: string) =>
    run(`INSERT INTO event (identity, source, name, distinct_id, time, properties, live, log_transaction, log_position)
      VALUES ('${randomUUID()}', 'app', 'Page View', 'v', TIMESTAMP '${time}', '{}', TRUE, 1, 1)`);
  /** A pull of the company's pledges that began then. */
  const pulled = async (day: string, startedAt: string): Promise<string> => {
    const id = randomUUID();
    await postgres.database.pool.query(
      `INSERT INTO source_pull (id, source, table_name, day, attempt, started_at, mode, created_by, created_at, finished_at)
       VALUES ($1, 'shop', 'pledges', $2, 1, $3, 'full', 'test', $3, $3)`,
      [id, day, startedAt],
    );
    return id;
  };
  const at = async (time: string): Promise<Readout> => {
    clock.time = Date.parse(time);
    await handler.run({ experiment_key: 'x' }, context);
    const looks = new LookRepository(postgres.database);
    const experiment = await new ExperimentRepository(postgres.database).find('x');
    const reading = await new ReadingRepository(postgres.database).findLatest('x');
    if (experiment === undefined || reading === undefined) throw new Error('It was not refreshed.');
    const metrics = await pinnedMetrics(postgres.database, experiment.pinnedMetrics ?? []);
    return readoutOf(experiment, metrics, reading, await looks.list(experiment), await looks.findWait('x'));
  };
  const cutsOf = ({ plan }: Readout) => plan?.looks.map(({ data_through }) => data_through);
  const lastOf = ({ plan }: Readout): LookView => plan!.looks.at(-1)!;

  beforeAll(async () => {
    postgres = await testDatabase();
    duck = duckDbAt(join(folder, 'w.duckdb'));
    await duck.open();
    await run(...company);
    const reader = new WarehouseReader(duck, catalogue, nothingElse, undefined, () => loadedTables(postgres.database));
    handler = new ExperimentRefreshHandler(
      postgres.database,
      clock,
      reader,
      new ResultTable(postgres.database, duck),
      12,
    );
    await experimentService(postgres.database, clock).restore(definition, { startedAt: '2026-01-01T00:00:00Z' });
  });
  afterAll(async () => {
    await duck.close();
    rmSync(folder, { recursive: true, force: true });
    await postgres.close();
  });

  it('waits for a table that was never loaded, and says so', async () => {
    await happened('2026-01-15 00:30:00');
    const readout = await at('2026-01-15T01:00:00Z');
    expect(cutsOf(readout)).toEqual([]);
    expect(readout.plan?.waits).toEqual({
      data_through: '2026-01-15T00:00:00.000Z',
      since: '2026-01-15T01:00:00.000Z',
      until: '2026-01-15T13:00:00.000Z',
      tables: [{ table: 'snapshot.shop_pledges', data_through: null }],
    });
    expect(readout.notes).toContainEqual({
      code: 'fact_behind',
      text: expect.stringContaining('Nothing of snapshot.shop_pledges is loaded, which the fact pledge reads'),
    });
  });

  it('waits on for one that is loaded through a part of its day, or that lies in the buckets still', async () => {
    await pulled('2026-01-14', '2026-01-14T23:00:00Z');
    const part = [{ table: 'snapshot.shop_pledges', data_through: '2026-01-14T23:00:00.000Z' }];
    const readout = await at('2026-01-15T02:00:00Z');
    expect(readout.plan?.waits).toMatchObject({ since: '2026-01-15T01:00:00.000Z', tables: part });
    expect(readout.facts).toEqual([
      {
        fact: 'pledge',
        version: 1,
        data_through: '2026-01-14T23:00:00.000Z',
        tables: [{ table: 'log', data_through: '2026-01-15T00:30:00.001Z' }, ...part],
      },
    ]);
    const id = await pulled('2026-01-15', '2026-01-15T03:00:00Z');
    await postgres.database.pool.query(
      `INSERT INTO bucket_batch (origin, state, objects, rows, sequence, opened_at, closed_at)
       VALUES ($1, 'closed', '[]', 0, 1, now(), now())`,
      [`pull-${id}-1`],
    );
    expect((await at('2026-01-15T04:00:00Z')).plan?.waits?.tables).toEqual(part);
  });

  it('is taken as of its day once everything is loaded through it', async () => {
    await postgres.database.pool.query('UPDATE warehouse_progress SET sequence = 1');
    const readout = await at('2026-01-15T05:00:00Z');
    expect(cutsOf(readout)).toEqual(['2026-01-15T00:00:00.000Z']);
    expect(readout.plan?.waits).toBeUndefined();
    const look = lastOf(readout);
    expect(look.late).toBeUndefined();
    expect(look.facts).toMatchObject([{ fact: 'pledge', data_through: '2026-01-15T00:00:00.000Z' }]);
    expect(readout.notes.map(({ code }) => code)).not.toContain('fact_behind');
    const { columns, rows } = readoutRows(readout);
    expect(rows[0]?.[columns.indexOf('facts_through')]).toBe('pledge 2026-01-15T00:30:00.001Z');
  });

  it('waits for its hours from when it was found, then runs with what there is and says so', async () => {
    await happened('2026-01-24 10:00:00');
    // Nobody has looked for two days: patience begins now.
    expect((await at('2026-01-24T11:00:00Z')).plan?.waits?.until).toBe('2026-01-24T23:00:00.000Z');
    expect(cutsOf(await at('2026-01-24T22:59:59Z'))).toHaveLength(1);
    const readout = await at('2026-01-24T23:00:00Z');
    expect(lastOf(readout)).toMatchObject({
      kind: 'scheduled',
      data_through: '2026-01-22T00:00:00.000Z',
      late: true,
      facts: [{ fact: 'pledge', data_through: '2026-01-15T03:00:00.000Z' }],
    });
    expect(readout.plan?.waits).toBeUndefined();
    expect(readout.notes).toContainEqual({
      code: 'fact_behind',
      text: expect.stringContaining(
        'The fact pledge is loaded through 2026-01-15T03:00:00.000Z only (snapshot.shop_pledges)',
      ),
    });
  });
});
