import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { BackfillHandler, ReportHandler, WarehouseLookHandler } from '#libs/analytics';
import { newId, reportSchema } from '#libs/contracts';
import { FolderStore } from '#libs/objects';
import type { JobContext, JobHandler } from '#libs/queue';
import type { Warehouse } from '#libs/warehouse';
import { testDatabase, type TestDatabase } from '../support/database.js';
import { TestClock } from '../support/pipeline.js';
import { duckDbAt } from '../support/warehouse.js';

const range = { from: '2026-03-01', to: '2026-03-02' };
const clock = new TestClock(Date.parse('2026-03-10T12:00:00Z'));
const folder = mkdtempSync(join(tmpdir(), 'verdict-cancelled-'));
const objects = new FolderStore(join(folder, 'buckets'));
const real = duckDbAt(join(folder, 'w.duckdb'), objects);

/** The warehouse, at whose `last`th work somebody cancels the job; it would go on where the work is not told. */
function cancelledAt(last: number): { readonly warehouse: Warehouse; readonly signal: AbortSignal } {
  const leave = new AbortController();
  let calls = 0;
  const called = (): void => {
    if (++calls > last) throw new Error('It went on.');
    if (calls === last) leave.abort(new Error('Cancelled.'));
  };
  const warehouse = Object.assign(Object.create(real) as Warehouse, {
    query: (...given: Parameters<Warehouse['query']>) => (called(), real.query(...given)),
    transaction: (...given: Parameters<Warehouse['transaction']>) => (called(), real.transaction(...given)),
  });
  return { warehouse, signal: leave.signal };
}

describe('a job that is cancelled', () => {
  let test: TestDatabase;
  beforeAll(async () => {
    test = await testDatabase();
    await real.open();
  });
  afterAll(async () => {
    await real.close();
    await test.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const context: Omit<JobContext, 'signal'> = {
    jobId: 'test',
    saved: null,
    progress: () => undefined,
    checkpoint: () => Promise.resolve(),
    hold: () => Promise.resolve(),
    advance: () => Promise.resolve(),
  };
  const stops = async (make: (warehouse: Warehouse) => JobHandler, payload: unknown, works: number): Promise<void> => {
    for (let last = 1; last <= works; last++) {
      const { warehouse, signal } = cancelledAt(last);
      await expect(make(warehouse).run(payload, { ...context, signal })).rejects.toThrow('Cancelled.');
    }
    const { warehouse, signal } = cancelledAt(works + 1);
    await make(warehouse).run(payload, { ...context, signal });
  };

  it.each([
    // Besides the report itself and what it is known until: each event by its name, and, since there are none, all names and
    // the days that have events.
    [5, { kind: 'paths', event: 'New user' }],
    [6, { kind: 'funnel', steps: ['Page View', 'Pledge'] }],
    [5, { kind: 'retention', event: 'New user' }],
    [2, { kind: 'live_projects' }],
    [2, { kind: 'pledges_by_country' }],
  ])('leaves the warehouse at any of its %s statements: the report %j', async (works, asked) => {
    const { database } = test;
    // The two that are computed day by day are refused otherwise.
    for (const table of ['live_project_day', 'pledge_country_day'])
      await database.pool.query(
        `INSERT INTO job (id, name, payload, state, created_by, created_at, started_at, finished_at)
         VALUES (gen_random_uuid(), 'warehouse_backfill', $1, 'done', 'test', now(), now(), now())`,
        [JSON.stringify({ table, ...range })],
      );
    const report_id = newId(clock);
    await database.query('report/insert_report', {
      id: report_id,
      request: JSON.stringify(reportSchema.parse({ ...range, ...asked })),
      asked_by: 'test',
      asked_at: new Date(clock.now()),
    });
    await stops((warehouse) => new ReportHandler(database, warehouse, objects, clock), { report_id }, works);
  });

  it('leaves it at the chunk of days that a backfill is at', async () => {
    const payload = { table: 'live_project_day', from: '2026-01-01', to: '2026-02-28' };
    await stops((warehouse) => new BackfillHandler(warehouse), payload, 2);
  });

  it('leaves it at any statement of a look', async () => {
    await stops((warehouse) => new WarehouseLookHandler(test.database, warehouse, clock), {}, 5);
  });
});
