import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NewExperiment } from '#libs/contracts';
import {
  ExperimentRefreshHandler,
  ExperimentRepository,
  LookRepository,
  ResultTable,
  WarehouseReader,
  type ExperimentService,
} from '#libs/experimentation';
import { testDatabase, type TestDatabase } from '../support/database.js';
import { engines } from '../support/engines.js';
import { experimentService } from '../support/experiments.js';
import { openedWarehouse } from '../support/opened-warehouse.js';
import { nothingElse } from '../support/pinned.js';
import { TestClock } from '../support/pipeline.js';
import { warehouseCatalogue } from '../support/warehouse.js';

const analysis: NewExperiment = {
  key: 'x',
  hypothesis: 'It helps.',
  unit: 'visitor',
  variants: [
    { key: 'control', weight: 0.5 },
    { key: 'treatment', weight: 0.5 },
  ],
  baseline: 'control',
  coverage: 1,
  metrics: ['pledge_conversion', 'pledged_per_visitor'],
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

/** 40 visitors of each variant a day for 28 days; 4 of the control and 6 of the treatment pledge 10.00 on the same day. */
function* company(): Generator<string> {
  const rows = { exposure: [] as string[], identity: [] as string[], pledge: [] as string[] };
  for (let n = 0; n < 80 * 28; n += 1) {
    const [day, own, variant] = [Math.floor(n / 80), (n % 80) >> 1, n % 2 === 0 ? 'control' : 'treatment'];
    const at = (time: string): string => `TIMESTAMP '2026-01-${String(day + 1).padStart(2, '0')} ${time}'`;
    rows.exposure.push(`('x', '${variant}', 'v${n}', 'visitor', ${at('06:00:00')}, TRUE, 1, ${n})`);
    rows.identity.push(`('v${n}', 'b${n}', ${at('06:00:00')}, TRUE, 1, ${n})`);
    if (own < (variant === 'control' ? 4 : 6))
      rows.pledge.push(`('p${n}', 'b${n}', 'j', 1000, 'USD', 1000, ${at('07:00:00')}, NULL, NULL, TRUE, 1, ${n})`);
  }
  for (const [table, values] of Object.entries(rows)) yield `INSERT INTO ${table} VALUES ${values.join(', ')}`;
  yield `INSERT INTO event (identity, source, name, distinct_id, time, properties, live, log_transaction, log_position)
    VALUES ('1', 'app', 'Page View', 'v', TIMESTAMP '2026-01-24 12:00:00', '{}', TRUE, 1, 1)`;
}

describe.each(engines)('results in the warehouse, on $name', ({ make }) => {
  const made = openedWarehouse(make);
  const clock = new TestClock(Date.parse('2026-02-10T00:00:00Z'));
  const context = { signal: new AbortController().signal, saved: null, checkpoint: () => Promise.resolve() };
  let postgres: TestDatabase;
  let service: ExperimentService;
  let table: ResultTable;
  let handler: ExperimentRefreshHandler;
  const found = (where: string) =>
    made.rows(
      `SELECT CAST(look AS VARCHAR) AS look, metric, variant, CAST(units AS VARCHAR) AS units, mean, lift, look_stage,
         p_value, validity, decision, query_hash, adjusted_lift, variance_reduction, judged_by, cap,
         CAST(normal_holds AS VARCHAR) AS normal_holds, CAST(data_through AS VARCHAR) AS data_through
       FROM published.experiment_result WHERE experiment = 'x' AND reading = 'all' AND ${where}
       ORDER BY look, metric, variant`,
    );
  const experiment = async () => {
    const one = await new ExperimentRepository(postgres.database).find('x');
    if (one === undefined) throw new Error('There is no experiment x.');
    return one;
  };

  beforeAll(async () => {
    postgres = await testDatabase();
    for (const row of company()) await made.rows(row);
    table = new ResultTable(postgres.database, made.warehouse);
    const reader = new WarehouseReader(made.warehouse, warehouseCatalogue, nothingElse);
    handler = new ExperimentRefreshHandler(postgres.database, clock, reader, table);
    service = experimentService(postgres.database, clock);
    await service.restore(analysis, { startedAt: '2026-01-01T00:00:00Z' });
    await handler.run({ experiment_key: 'x' }, context);
  });
  afterAll(() => postgres.close());

  it('have each look as it was seen, and what the last refresh found', async () => {
    const rows = await found(`metric = 'pledge_conversion'`);
    // By the end of the 14th day the windows of 7 days are closed for those of the first 7: 40 a day and variant.
    expect(rows.map(({ look, variant, units, data_through }) => [look, variant, units, data_through])).toEqual([
      ['1', 'control', '280', '2026-01-15 00:00:00'],
      ['1', 'treatment', '280', '2026-01-15 00:00:00'],
      ['2', 'control', '560', '2026-01-22 00:00:00'],
      ['2', 'treatment', '560', '2026-01-22 00:00:00'],
      [null, 'control', '640', '2026-01-24 12:00:00.001'],
      [null, 'treatment', '640', '2026-01-24 12:00:00.001'],
    ]);
    for (const { variant, mean, lift, p_value, look, look_stage, validity, query_hash, ...adjusted } of rows) {
      expect(Number(mean)).toBeCloseTo(variant === 'control' ? 0.1 : 0.15, 12);
      if (variant === 'control') expect([lift, p_value]).toEqual([null, null]);
      else expect(Number(lift)).toBeCloseTo(0.5, 12);
      expect([validity, look_stage]).toEqual(['see_looks', look === null || variant === 'control' ? null : 'interim']);
      // Nobody did anything before: there is nothing to take out.
      expect([Number(adjusted['variance_reduction']), adjusted['judged_by']]).toEqual([0, 'raw']);
      if (variant !== 'control') expect(Number(adjusted['adjusted_lift'])).toBeCloseTo(0.5, 12);
      // At most 96 of the treatment's 640 pledged: under a hundred the intervals are not to be trusted.
      expect([adjusted['normal_holds'], adjusted['cap']]).toEqual(['false', null]);
      expect(query_hash).toMatch(/^[0-9a-f]{64}$/);
    }
    const money = await found(`metric = 'pledged_per_visitor' AND look = 2 AND variant = 'treatment'`);
    expect(money).toMatchObject([{ units: '560', decision: 'keep_running', look_stage: null }]);
    expect(Number(money[0]?.['mean'])).toBeCloseTo(150, 10);
  });

  it('have each look once, however often and by however many at a time it is written', async () => {
    const before = await found('TRUE');
    const again = await Promise.all([1, 2, 3].map(async () => table.write(await experiment(), context.signal)));
    expect(again).toEqual([[], [], []]);
    await handler.run({ experiment_key: 'x' }, context);
    expect(await found('TRUE')).toEqual(before);
  });

  it('come with the next attempt of a worker that died before it wrote them, and after the warehouse was lost', async () => {
    const before = await found('TRUE');
    await made.rows('DELETE FROM experiment_result');
    await expect(table.write(await experiment(), AbortSignal.abort(new Error('killed')))).rejects.toThrow('killed');
    expect(await found('TRUE')).toEqual([]);
    await handler.run({ experiment_key: 'x' }, { ...context, saved: { refresh_id: 'earlier' } });
    expect(await found('TRUE')).toEqual(before);
  });

  it('come from looks that were kept before readouts told of days, of before, of caps, or of who was left out', async () => {
    const before = await found('look = 1');
    const younger = ['adjusted', 'capping', 'approximation'];
    const { pool } = postgres.database;
    await pool.query('ALTER TABLE look DISABLE TRIGGER USER');
    await pool.query(
      `UPDATE look SET readout = (readout #- '{units,left_out}') - '{sample_ratio_over_time,balance}'::TEXT[]
         || jsonb_build_object('metrics', (
           SELECT jsonb_agg(metric - $1::TEXT[]) FROM jsonb_array_elements(readout -> 'metrics') AS metric
         )) WHERE number = 1`,
      [younger],
    );
    await pool.query('ALTER TABLE look ENABLE TRIGGER USER');
    const kept = await new LookRepository(postgres.database).find('x', 1);
    expect(kept?.readout).toMatchObject({ sample_ratio_over_time: null, balance: null, units: { left_out: [] } });
    const none = Object.fromEntries(younger.map((name) => [name, null]));
    for (const metric of kept?.readout.metrics ?? []) expect(metric).toMatchObject(none);
    await made.rows('DELETE FROM experiment_result');
    await handler.run({ experiment_key: 'x' }, { ...context, saved: { refresh_id: 'earlier' } });
    const unadjusted = { adjusted_lift: null, variance_reduction: null, normal_holds: null };
    expect(await found('look = 1')).toEqual(before.map((row) => ({ ...row, ...unadjusted })));
  });

  it('stay as they were seen when what they were read from changes', async () => {
    const before = await found('look IS NOT NULL');
    await made.rows(`DELETE FROM pledge WHERE pledge_id IN ('p0', 'p80')`);
    clock.time += 60_000;
    await handler.run({ experiment_key: 'x' }, context);
    expect(await found('look IS NOT NULL')).toEqual(before);
    const [control] = await found(`look IS NULL AND metric = 'pledge_conversion'`);
    // 64 of 640 less two.
    expect(Number(control?.['mean'])).toBeCloseTo(62 / 640, 12);
  });
});
