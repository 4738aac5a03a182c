import type { ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Redis } from 'ioredis';
import type { PullView } from '#libs/contracts';
import { testDatabase, type TestDatabase } from '../support/database.js';
import { sourceAdmin, SourceTest } from '../support/sources.js';
import { until } from '../support/until.js';
import { killed, startWorker } from '../support/worker-process.js';

const rows = 250_000;
const kills = 3;

/** All of a table's snapshot in one number: the same rows, cell by cell, give the same. */
const checksum = (table: string): string =>
  `(SELECT COUNT(*) AS rows, md5(string_agg(concat_ws('|', id, amount, name, "at", snapshot_on), ',' ORDER BY id)) AS sum FROM ${table})`;

describe('kill -9 of a worker in the middle of a pull', () => {
  let server: TestDatabase;
  let sources: SourceTest;
  let redis: Redis;
  let worker: ChildProcess | undefined;

  beforeAll(async () => {
    server = await testDatabase();
    await server.database.pool.query(
      `CREATE TABLE pledge AS
       SELECT id, (id % 100000)::NUMERIC(10, 2) / 100 AS amount, 'Zoë 🎸 ' || md5(id::TEXT) AS name,
         TIMESTAMP '2026-01-01' + id * INTERVAL '1 second' AS at
       FROM generate_series(1, ${rows}) AS id`,
    );
    sources = await SourceTest.start(new Date().toISOString().slice(0, 10), { SOURCE_SHOP_URL: server.url });
    redis = new Redis(sources.redisUrl);
    const table = { from: 'pledge', columns: [{ name: 'amount', type: 'decimal(12,4)' }], key: ['id'] };
    await sources.define('shop', { kind: 'postgres' }, { whole: table, killed: table });
  }, 60_000);
  afterAll(async () => {
    worker?.kill('SIGKILL');
    redis.disconnect();
    await sources.close();
    await server.close();
  });

  const start = (): ChildProcess =>
    startWorker({
      DATABASE_URL: sources.test.url,
      REDIS_URL: sources.redisUrl,
      VERDICT_DATA: join(sources.folder, 'data'),
      BUCKET_URL: `file:${join(sources.pipeline.folder, 'buckets')}`,
      SOURCE_SHOP_URL: server.url,
    });

  it('gives the same warehouse as one that nobody disturbed', async () => {
    await sources.pull('shop', 'whole');
    const { pulls } = await sources.pulls.request('shop', { table: 'killed', again: false }, sourceAdmin);
    const id = pulls[0]?.pull.id ?? '';
    const look = (): Promise<PullView> => sources.pulls.get('shop', id);
    for (let round = 1; round <= kills; round++) {
      worker = start();
      await until(async () => (await look()).attempt === round && (await objectsOf(id, round)) >= round - 1);
      await killed(worker);
      expect(await look()).toMatchObject({ state: 'running', counts: null });
      // The job's lease would be over in half a minute, and so would the queue's: nobody waits for them here.
      await sources.test.database.pool.query("UPDATE job SET lease_until = now() - INTERVAL '1 second'");
      await redis.flushdb();
    }
    worker = start();
    await until(async () => (await look()).state === 'done');
    await killed(worker);
    expect(await look()).toMatchObject({ attempt: kills + 1, counts: { rows, quarantined: 0 } });
    await sources.load();
    const [whole] = await sources.rows(checksum('snapshot.shop_whole'));
    const [after] = await sources.rows(checksum('snapshot.shop_killed'));
    expect(whole).toMatchObject({ rows: String(rows) });
    expect(after).toEqual(whole);
  }, 180_000);

  /** Objects that a run has named in Postgres. */
  async function objectsOf(id: string, attempt: number): Promise<number> {
    const { rows: found } = await sources.test.database.pool.query<{ objects: number }>(
      'SELECT jsonb_array_length(objects) AS objects FROM bucket_batch WHERE origin = $1',
      [`pull-${id}-${attempt}`],
    );
    return found[0]?.objects ?? 0;
  }
});
