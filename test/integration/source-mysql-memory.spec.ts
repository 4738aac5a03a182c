import type { ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { describeMysql, type MysqlDatabase } from '../support/mysql.js';
import { sourceAdmin, SourceTest } from '../support/sources.js';
import { until } from '../support/until.js';
import { killed, startWorker } from '../support/worker-process.js';

const rows = 300_000;
const rowBytes = 1_280;
/** What a worker needs before it does anything is about half of it. */
const heapMegabytes = 160;

describeMysql('a table of MySQL that is larger than the memory', (make) => {
  let server: MysqlDatabase;
  let sources: SourceTest;
  let worker: ChildProcess | undefined;

  beforeAll(async () => {
    server = await make();
    await server.connection.query(
      `CREATE TABLE wide (id INT PRIMARY KEY, body VARCHAR(${rowBytes}) CHARACTER SET ascii);
       INSERT INTO wide SELECT seq, REPEAT(MD5(seq), ${rowBytes / 32}) FROM seq_1_to_${rows}`,
    );
    sources = await SourceTest.start(new Date().toISOString().slice(0, 10));
    await sources.define('shop', { kind: 'mysql' }, { wide: { key: ['id'] } });
  }, 120_000);
  afterAll(async () => {
    if (worker !== undefined) await killed(worker);
    await sources.close();
    await server.close();
  });

  it('is pulled by a worker whose heap holds a part of it', async () => {
    const { pulls } = await sources.pulls.request('shop', { table: 'wide', again: false }, sourceAdmin);
    const look = () => sources.pulls.get('shop', pulls[0]?.pull.id ?? '');
    worker = startWorker({
      NODE_OPTIONS: `--max-old-space-size=${heapMegabytes}`,
      DATABASE_URL: sources.test.url,
      REDIS_URL: sources.redisUrl,
      VERDICT_DATA: join(sources.folder, 'data'),
      BUCKET_URL: `file:${join(sources.pipeline.folder, 'buckets')}`,
      SOURCE_SHOP_URL: server.url,
    });
    await until(async () => worker?.connected === false || (await look()).finished_at !== null);
    // Where its heap is too small, nothing is left of it.
    expect({ connected: worker.connected, pull: await look() }).toMatchObject({
      connected: true,
      pull: { state: expect.stringMatching(/running|done/), counts: { rows, quarantined: 0 } },
    });
    expect(rows * rowBytes).toBeGreaterThan(2 * heapMegabytes * 1_048_576);
  }, 240_000);
});
