import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { FactColumn, LookCap, MetricDefinition } from '#libs/contracts';
import {
  ExperimentRepository,
  readyMadeFacts,
  readyMadeMetrics,
  WarehouseReader,
  type PinnedMetric,
} from '#libs/experimentation';
import { createPool, withoutHeader } from '#libs/postgres';
import { checkSelect, ownViews, type Warehouse } from '#libs/warehouse';
import { testDatabase, type TestDatabase } from '../support/database.js';
import { experimentService } from '../support/experiments.js';
import { handMadeRows, insertion, postgresWarehouse } from '../support/hand-made-warehouse.js';
import { nothingElse, readyPinned } from '../support/pinned.js';
import { TestClock } from '../support/pipeline.js';
import { duckDbAt, warehouseCatalogue } from '../support/warehouse.js';

const analyst = { kind: 'person', id: '1', name: 'Ada', scopes: [], live: true } as const;

const event = (distinct_id: string, name: string, time: string, price: string) => ({
  table: 'event',
  row: {
    identity: `${distinct_id}${time}`.padEnd(32, '0').slice(0, 32),
    source: 'app',
    name,
    distinct_id,
    time,
    properties: `{"price": "${price}"}`,
    live: true,
  },
});

/** What the company learnt of the pledges of `handMadeRows`, and what visitors did. */
const furtherRows = [
  {
    table: 'pledge_outcome',
    row: {
      pledge_id: 'p6',
      outcome_id: 'fraud',
      kind: 'charged_back',
      category: 'fraud',
      base_amount: 4_000,
      occurred_at: '2026-02-20',
      known_at: '2026-03-01',
      live: true,
    },
  },
  {
    table: 'pledge_assessment',
    row: {
      pledge_id: 'p5',
      revision: 1,
      risk_score: 0.5,
      risk_level: 'normal',
      disposition: 'accept',
      time: '2026-01-03 12:00:00',
      origin: 'live',
      live: true,
    },
  },
  event('v2', "Visit O''Brien", '2026-01-05 10:00:00', '1.005'),
  event('v2', "Visit O''Brien", '2026-01-06 10:00:00', '2.019'),
  event('v2', 'Search', '2026-01-06 11:00:00', '50'),
  event('b5', "Visit O''Brien", '2026-01-04 13:00:00', '7'),
];

const visits: PinnedMetric['numerator'] = {
  key: 'visit',
  version: 4,
  sql: `-- Every visit, by whichever id it came.
SELECT
  CASE WHEN event.distinct_id NOT LIKE 'b%' THEN event.distinct_id END AS visitor_id,
  CASE WHEN event.distinct_id LIKE 'b%' THEN event.distinct_id END AS backer_id,
  event.time AS time,
  event.name AS name,
  CAST(json_extract_path_text(event.properties, 'price') AS DECIMAL(18, 4)) AS price
FROM event
WHERE json_extract_path_text(event.properties, 'price') <> '' -- 'as sent'`,
  scale: 2,
  columns: [
    { name: 'visitor_id', type: 'text' },
    { name: 'backer_id', type: 'text' },
    { name: 'time', type: 'timestamp' },
    { name: 'name', type: 'text' },
    { name: 'price', type: 'decimal' },
  ],
};

const paid = (change: Partial<MetricDefinition>, filters: MetricDefinition['numerator']['filters']): PinnedMetric => ({
  key: 'paid',
  version: 2,
  definition: {
    ...readyMadeMetrics['pledged_per_visitor']!,
    numerator: { fact: 'visit', value: 'price', filters },
    readings: ['all'],
    ...change,
  },
  numerator: visits,
  denominator: null,
  addedAt: null,
});

const changed = (metric: string, change: Partial<MetricDefinition>): PinnedMetric[] =>
  readyPinned([metric]).map((one) => ({ ...one, definition: { ...one.definition, ...change } }));

const ofOneReading = (metric: PinnedMetric): PinnedMetric[] =>
  metric.definition.readings.map((one) => ({ ...metric, definition: { ...metric.definition, readings: [one] } }));

describe.each(['duckdb', 'postgres'])('the lines of metrics on %s', (name) => {
  const folder = mkdtempSync(join(tmpdir(), 'verdict-lines-'));
  let postgres: TestDatabase;
  let warehouse: Warehouse;
  const read = async (metrics: readonly PinnedMetric[], caps: readonly LookCap[] = []) => {
    const experiment = await new ExperimentRepository(postgres.database).find('x');
    if (experiment === undefined) throw new Error('No experiment.');
    const at = { refreshedAt: new Date('2026-04-10T00:00:00Z'), commit: '', signal: new AbortController().signal };
    const asked = { ...at, caps };
    const reader = new WarehouseReader(warehouse, warehouseCatalogue, nothingElse);
    // A fortnight before the end, then what has come since, and then everything.
    await reader.read(experiment, metrics, { ...asked, cut: new Date('2026-03-06T00:00:00Z') });
    const { reading } = await reader.read(experiment, metrics, asked);
    expect((await reader.read(experiment, metrics, { ...asked, anew: true })).reading).toEqual(reading);
    // The text behind a line is about that line alone.
    const alone = [];
    for (const metric of metrics.flatMap(ofOneReading))
      alone.push(...(await reader.read(experiment, [metric], { ...asked, anew: true })).reading.lines);
    expect(alone).toEqual(reading.lines);
    return reading.lines;
  };
  /** By reading: of control and treatment, all units so far and those whose window is closed. */
  const sums = async (metrics: readonly PinnedMetric[]) =>
    Object.fromEntries(
      (await read(metrics)).map(({ reading, variants }) => [
        reading,
        variants.map((one) => [one.total, one.closed_units, one.closed_total]),
      ]),
    );

  beforeAll(async () => {
    postgres = await testDatabase();
    if (name === 'duckdb') {
      const duck = duckDbAt(join(folder, 'w.duckdb'));
      await duck.open();
      const connection = await duck.connect();
      for (const row of [...handMadeRows, ...furtherRows]) await connection.run(insertion(row));
      connection.disconnectSync();
      warehouse = duck;
    } else {
      warehouse = await postgresWarehouse(postgres.url);
      const apart = new URL(postgres.url);
      apart.searchParams.set('options', '-c search_path=warehouse -c timezone=UTC');
      const pool = createPool(apart.href, { max: 1, applicationName: 'test-lines' });
      for (const row of furtherRows) await pool.query(insertion(row));
      await pool.end();
    }
    const variants = ['control', 'treatment'].map((key) => ({ key, weight: 0.5 }));
    const service = experimentService(postgres.database, new TestClock(Date.parse('2026-01-01T00:00:00Z')));
    await service.create(
      {
        key: 'x',
        hypothesis: 'It helps.',
        unit: 'visitor',
        variants,
        baseline: 'control',
        coverage: 1,
        metrics: ['pledge_conversion'],
      },
      analyst,
    );
    await service.act('x', 'start', {}, analyst);
  });
  afterAll(async () => {
    await warehouse.close();
    rmSync(folder, { recursive: true, force: true });
    await postgres.close();
  });

  it.each(readyMadeFacts)('find the columns of $key that its definition has', async ({ statement, columns }) => {
    const sql = withoutHeader(warehouseCatalogue.statement(statement));
    const select = await checkSelect(sql, { published: new Set(ownViews()), pointer: '/sql' });
    const found = await warehouse.describe(select, [], { rows: 1, milliseconds: 10_000 });
    expect(found).toEqual(columns satisfies readonly FactColumn[]);
  });

  it('count only what is of normal risk, and not what came to light as fraud within the window', async () => {
    // Without the pause, t2 met it on the 11th, before its pledge.
    const short = await sums(changed('pledged_per_visitor', { fraud_days: 30 }));
    expect(short['all']?.[1]).toEqual(['6700', 4, '6700']);
    expect(short['normal_risk']?.[1]).toEqual(['2000', 4, '2000']);
    // t1's 37 days were over when its pledge was charged back: what came later no longer counts.
    expect(short['net_of_fraud']?.[1]).toEqual(['6700', 4, '6700']);
    const long = await sums(changed('pledged_per_visitor', { fraud_days: 60 }));
    // t3's 67 days are not over yet.
    expect(long['net_of_fraud']?.[1]).toEqual(['2700', 3, '2700']);
  });

  it('have what units did before their exposure, in products with what they did after', async () => {
    const [pledged] = await read(changed('pledged_per_visitor', { readings: ['all'] }));
    const none = { c: '0', cc: '0', cy: '0', denominator: null };
    // Of those whose window is closed v4 alone pledged before it met the experiment again, and not after.
    expect(pledged?.variants.map(({ covariates }) => covariates?.closed)).toEqual([
      { ...none, c: '500', cc: '250000' },
      none,
    ]);
    const [bare] = await read(changed('pledged_per_visitor', { readings: ['all'], covariate_days: 0 }));
    expect(bare?.variants.map(({ covariates }) => covariates)).toEqual([null, null]);
    const over = { fact: 'pledge', value: null, filters: [] };
    const each = changed('pledged_per_visitor', { kind: 'ratio', denominator: over, readings: ['all'] });
    const [ratio] = await read(each.map((one) => ({ ...one, denominator: one.numerator })));
    const pledges = { cx: '0', d: '1', dd: '1', dy: '0', dx: '0', cd: '500' };
    expect(ratio?.variants[0]?.covariates?.all).toEqual({ ...none, c: '500', cc: '250000', denominator: pledges });
  });

  it('divide by a denominator, each with its sum, its squares and the products', async () => {
    const [line] = await read(changed('charge_back_rate', { window_days: 67 }));
    expect(line?.variants[1]?.denominators?.closed).toEqual({
      total: '1',
      total_of_squares: '1',
      total_of_products: '1',
    });
    expect(line?.variants[1]).toMatchObject({ closed_total: '1', closed_total_of_squares: '1' });
    const [loss] = await read(changed('fraud_loss_per_thousand', { window_days: 67 }));
    expect(loss?.variants[1]).toMatchObject({ closed_total: '4000000', closed_total_of_squares: '16000000000000' });
  });

  it('ask who came back from one day until before another', async () => {
    const lines = await sums(changed('repeat_pledging', { readings: ['all'] }));
    expect(lines['all']?.map(([total]) => total)).toEqual(['1', '0']);
  });

  it('scale and round values, filter them by texts with quotes, and take visitors by either id', async () => {
    const named = { column: 'name', op: '=', value: "Visit O'Brien" } as const;
    expect((await sums([paid({}, [named])]))['all']?.map(([total]) => total)).toEqual(['303', '700']);
    expect((await sums([paid({ cap: { absolute: 2.5 } }, [named])]))['all']?.map(([total]) => total)).toEqual([
      '250',
      '250',
    ]);
    const counted = paid({ kind: 'proportion', numerator: { fact: 'visit', value: null, filters: [] } }, []);
    expect((await sums([counted]))['all']?.map(([total]) => total)).toEqual(['1', '1']);
  });

  it.each<[MetricDefinition['numerator']['filters'][number], string[]]>([
    [{ column: 'price', op: '>=', value: 2 }, ['5202', '700']],
    [{ column: 'name', op: 'in', value: ['Search', 'Else'] }, ['5000', '0']],
    [{ column: 'name', op: 'not_in', value: ['Search'] }, ['303', '700']],
    [{ column: 'visitor_id', op: 'is_null' }, ['0', '700']],
    [{ column: 'time', op: '<', value: '2026-01-06T00:00:00' }, ['101', '700']],
  ])('filter by %j', async (filter, expected) => {
    expect((await sums([paid({}, [filter])]))['all']?.map(([total]) => total)).toEqual(expected);
  });

  it('read nothing that is not published, whatever a fact says', async () => {
    const stolen = paid({}, []);
    const sql =
      'SELECT rate.currency AS visitor_id, CURRENT_TIMESTAMP AS time, 1 AS price FROM warehouse.event AS rate';
    await expect(read([{ ...stolen, numerator: { ...visits, sql } }])).rejects.toMatchObject({ kind: 'invalid' });
  });

  it('say what the warehouse says of a fact that it cannot read, and leave what was known as it was', async () => {
    const metrics = changed('repeat_pledging', {});
    const before = await read(metrics);
    const sql =
      'SELECT event.distinct_id AS visitor_id, event.time AS time, CAST(event.name AS BIGINT) AS price FROM event';
    await expect(read([{ ...paid({}, []), numerator: { ...visits, sql } }])).rejects.toMatchObject({ kind: 'invalid' });
    expect(await read(metrics)).toEqual(before);
  });

  it('find a cap and a quantile in the values of all units', async () => {
    const [quantile] = await read(
      changed('pledged_per_visitor', { kind: 'quantile', quantile: 0.75, readings: ['all'], covariate_days: 0 }),
    );
    // Of 0 0 1000 3000 and of 0 0 700 6000 the third: four units have no interval.
    const none = { closed: null, alpha: 0.05 };
    expect(quantile?.variants.map(({ ranked }) => ranked)).toEqual([
      { estimate: '1000', ...none },
      { estimate: '700', ...none },
    ]);
    const metrics = changed('pledged_per_visitor', { cap: { percentile: 0.75 }, readings: ['all'], covariate_days: 0 });
    const [capped] = await read(metrics);
    // The sixth of all eight.
    expect(capped?.cap).toEqual({ value: '1000', look: null });
    expect(capped?.variants.map((one) => [one.closed_total, one.uncapped?.closed_total])).toEqual([
      ['2000', '4000'],
      ['1700', '6700'],
    ]);
    // What a look has frozen stays, whatever the percentile is by now.
    const line = { metric: 'pledged_per_visitor', version: 1, reading: 'all' } as const;
    const [frozen] = await read(metrics, [{ ...line, percentile: 0.75, value: '800', frozen: true, look: 3 }]);
    expect(frozen?.cap).toEqual({ value: '800', look: 3 });
    expect(frozen?.variants.map((one) => [one.closed_total, one.uncapped?.closed_capped_units])).toEqual([
      ['1600', 2],
      ['1500', 1],
    ]);
  });
});
