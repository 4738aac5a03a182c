import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { backfillSchedule } from '#libs/analytics';
import { newId } from '#libs/contracts';
import { testDatabase, type TestDatabase } from '../support/database.js';

const noon = Date.parse('2026-03-02T12:00:00Z');
const hourMs = 3_600_000;

describe('the scheduled backfill', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await testDatabase();
  });
  afterAll(() => database.close());
  beforeEach(async () => {
    await database.database.pool.query('DELETE FROM source_pull');
    await database.database.pool.query('DELETE FROM geo_load');
    await database.database.pool.query('DELETE FROM job');
  });

  const dueAt = (now: number) => backfillSchedule(database.database, { now: () => now }).payloads();
  const submitAll = async (now: number): Promise<void> => {
    for (const { payload } of await dueAt(now))
      await database.database.query('job/insert_job', {
        id: newId({ now: () => now }),
        name: 'warehouse_backfill',
        deduplication_key: null,
        payload: JSON.stringify(payload),
        created_by: 'system',
        created_at: new Date(now),
      });
  };

  it('is due where nothing was ever computed, and not again while that is fresh', async () => {
    expect((await dueAt(noon)).map(({ payload }) => payload)).toEqual([
      { table: 'live_project_day', from: '2025-11-22', to: '2026-03-02' },
      { table: 'pledge_country_day', from: '2025-11-22', to: '2026-03-02' },
    ]);
    await submitAll(noon);
    expect(await dueAt(noon + 5 * hourMs)).toEqual([]);
    expect(await dueAt(noon + 7 * hourMs)).toHaveLength(2);
  });

  it('is due on a new day', async () => {
    await submitAll(noon + 11 * hourMs);
    expect(await dueAt(noon + 13 * hourMs)).toHaveLength(2);
  });

  it('is due when a table of the company has come since', async () => {
    await submitAll(noon);
    await database.database.pool.query(
      `INSERT INTO source_pull (id, source, table_name, day, created_by, created_at, finished_at)
       VALUES ($1, 'shop', 'projects', '2026-03-02', 'test', $2, $2)`,
      [newId({ now: () => noon }), new Date(noon + hourMs)],
    );
    expect(await dueAt(noon + 2 * hourMs)).toHaveLength(2);
    await submitAll(noon + 2 * hourMs);
    expect(await dueAt(noon + 3 * hourMs)).toEqual([]);
  });

  it('is due when geography has been loaded since', async () => {
    await submitAll(noon);
    await database.database.pool.query(
      `INSERT INTO geo_load (id, request, valid_from, created_by, created_at, finished_at)
       VALUES ($1, '{}', '1970-01-01', 'test', $2, $2)`,
      [newId({ now: () => noon }), new Date(noon + hourMs)],
    );
    expect(await dueAt(noon + 2 * hourMs)).toHaveLength(2);
    await submitAll(noon + 2 * hourMs);
    expect(await dueAt(noon + 3 * hourMs)).toEqual([]);
  });
});
