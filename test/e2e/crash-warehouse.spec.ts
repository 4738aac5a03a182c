import type { ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Redis } from 'ioredis';
import { BackfillHandler, WarehouseService } from '#libs/analytics';
import { BatchLoader, WarehouseSink, type Warehouse } from '#libs/warehouse';
import { testDatabase, type TestDatabase } from '../support/database.js';
import { event } from '../support/pipeline.js';
import { sourceAdmin, SourceTest } from '../support/sources.js';
import { until } from '../support/until.js';
import { duckDbAt, postgresWarehouseAt } from '../support/warehouse.js';
import { killed, startWorker } from '../support/worker-process.js';

const kills = 2;
const projects = 20_000;
const batches = 40;
const perBatch = 250;
const today = new Date().toISOString().slice(0, 10);
const range = { table: 'live_project_day', from: '2020-01-01', to: today } as const;

/** What a worker fills; times of loading are of the moment, and not compared. */
const filled = [
  'SELECT * FROM event',
  'SELECT * FROM exposure',
  'SELECT * FROM identity',
  'SELECT * FROM quarantine',
  'SELECT * FROM project',
  'SELECT * FROM snapshot.shop_projects',
  'SELECT * FROM live_project_day',
  'SELECT batch, sequence, loaded_rows FROM loaded_batch',
  'SELECT table_name, snapshot_on, mode, batch, loaded_rows FROM snapshot_load',
];

interface Place {
  /** As WAREHOUSE_URL has it. */
  readonly url: string;
  readonly make: () => Warehouse & { readonly sumOf: (sql: string) => Promise<{ sum: string } | undefined> };
}

const placesOf = {
  DuckDB: (sources: SourceTest, _server: TestDatabase, name: string): Place => {
    const path = join(sources.pipeline.folder, `${name}.duckdb`);
    const make = () => {
      const warehouse = duckDbAt(path, sources.pipeline.objects);
      const sumOf = async (sql: string) => {
        const connection = await warehouse.connect();
        const reader = await connection.runAndReadAll(sql);
        connection.disconnectSync();
        return reader.getRowObjectsJson()[0] as { sum: string } | undefined;
      };
      return Object.assign(warehouse, { sumOf });
    };
    return { url: `duckdb:${path}`, make };
  },
  PostgreSQL: (sources: SourceTest, server: TestDatabase): Place => ({
    url: server.url,
    make: () => {
      const sumOf = async (sql: string) => {
        const client = await server.database.pool.connect();
        await client.query('SET search_path = warehouse');
        const { rows } = await client.query<{ sum: string }>(sql);
        client.release(true);
        return rows[0];
      };
      return Object.assign(postgresWarehouseAt(server.url, sources.pipeline.objects), { sumOf });
    },
  }),
} as const;

describe.each(['DuckDB', 'PostgreSQL'] as const)('kill -9 of a worker that fills a warehouse in %s', (engine) => {
  let sources: SourceTest;
  let redis: Redis;
  let servers: TestDatabase[];
  let whole: Place;
  let disturbed: Place;
  let worker: ChildProcess | undefined;

  beforeAll(async () => {
    servers = [await testDatabase(), await testDatabase()];
    sources = await SourceTest.start(today);
    redis = new Redis(sources.redisUrl);
    const [first, second] = servers as [TestDatabase, TestDatabase];
    whole = placesOf[engine](sources, first, 'whole');
    disturbed = placesOf[engine](sources, second, 'disturbed');
    await fillBuckets(sources);
  });
  afterAll(async () => {
    worker?.kill('SIGKILL');
    redis.disconnect();
    await sources.close();
    for (const server of servers) await server.close();
  });

  const start = (): ChildProcess =>
    startWorker({
      DATABASE_URL: sources.test.url,
      REDIS_URL: sources.redisUrl,
      VERDICT_DATA: join(sources.folder, 'data'),
      BUCKET_URL: `file:${join(sources.pipeline.folder, 'buckets')}`,
      WAREHOUSE_URL: disturbed.url,
    });

  const holdsWarehouse = async (): Promise<boolean> => {
    const { rowCount } = await sources.test.database.pool.query(
      "SELECT 1 FROM sink WHERE name = 'warehouse' AND lease_until > clock_timestamp()",
    );
    return rowCount === 1;
  };

  /** The leases of a dead worker, and what the queue believes of it, would be over in half a minute. */
  const forget = async (): Promise<void> => {
    await sources.test.database.pool.query("UPDATE sink SET lease_until = '-infinity'");
    await sources.test.database.pool.query("UPDATE job SET lease_until = now() - INTERVAL '1 second'");
    await redis.flushdb();
  };

  it('leaves what one that nobody disturbed would have left, whenever it dies', async () => {
    const service = new WarehouseService(sources.test.database, sources.jobs, sources.pipeline.clock);
    const { job_id } = await service.backfill(range, sourceAdmin);
    const state = async (): Promise<string> => (await sources.jobs.get(job_id)).state;
    const delays = Array.from({ length: kills }, () => Math.round(Math.random() * 800));
    for (const delay of delays) {
      worker = start();
      await until(holdsWarehouse);
      await new Promise((resolve) => setTimeout(resolve, delay));
      await killed(worker);
      await forget();
    }
    worker = start();
    await until(async () => (await state()) === 'done');
    await killed(worker);

    const found = await sumsOf(disturbed, sources);
    expect({ delays, found }).toEqual({ delays, found: await sumsOf(whole, sources) });
    expect(found['SELECT * FROM event']).toMatch(new RegExp(`^${batches * perBatch} `));
    expect(found['SELECT * FROM live_project_day']).not.toMatch(/^0 /);
  }, 300_000);
});

/** Events in many batches, and a company's table. */
async function fillBuckets(sources: SourceTest): Promise<void> {
  const { pipeline } = sources;
  const rows = Array.from({ length: projects }, (_, index) => {
    const launched = new Date(Date.UTC(2026, 0, 1 + (index % 200), index % 24));
    const deadline = new Date(launched.getTime() + (1 + (index % 60)) * 86_400_000);
    return `p${index},${launched.toISOString()},${deadline.toISOString()},successful`;
  });
  sources.file('projects.csv', `id,launched,deadline,state\n${rows.join('\n')}\n`);
  const map = { project_id: 'id', launched_at: 'launched', deadline: 'deadline', state: 'state' };
  const time = (name: string) => ({ name, type: 'timestamp' });
  await sources.define(
    'shop',
    { kind: 'files', location: `file:${sources.folder}` },
    {
      projects: {
        from: 'projects.csv',
        columns: [time('launched'), time('deadline')],
        entity: { name: 'project', map },
      },
    },
  );
  await pipeline.partitions.make();
  for (let batch = 0; batch < batches; batch++) {
    await pipeline.append(
      Array.from({ length: perBatch }, (_, index) =>
        event({ time: pipeline.clock.time, insert_id: `${batch}-${index}`, distinct_id: `v${index}` }),
      ),
    );
    const lease = await pipeline.lease();
    await pipeline.passed(() => pipeline.bucketSink.step(lease, true));
  }
  await sources.pull('shop', 'projects');
}

/** Starts the work once more, which is all that is left to do; then the rows of each table and their fingerprint. */
async function sumsOf(place: Place, sources: SourceTest): Promise<Record<string, string>> {
  const { database } = sources.test;
  const warehouse = place.make();
  const loader = new BatchLoader(warehouse, sources.pipeline.objects);
  const sink = new WarehouseSink(database, warehouse, loader, { clock: sources.pipeline.clock });
  await sink.open();
  while (await sink.step({ epoch: 0, signal: new AbortController().signal }));
  await new BackfillHandler(warehouse).run(range, {
    signal: new AbortController().signal,
    saved: null,
    progress: () => undefined,
    checkpoint: () => Promise.resolve(),
  });
  const sums: Record<string, string> = {};
  for (const query of filled) {
    const row = 'CAST(found AS VARCHAR)';
    const sum = `COUNT(*) || ' ' || COALESCE(md5(string_agg(${row}, ',' ORDER BY ${row})), '')`;
    sums[query] = (await warehouse.sumOf(`SELECT ${sum} AS sum FROM (${query}) AS found`))?.sum ?? '';
  }
  await sink.close();
  return sums;
}
