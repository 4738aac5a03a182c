import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Redis } from 'ioredis';
import { GeoLoadService, JobsApiModule } from '#libs/analytics';
import { systemClock } from '#libs/contracts';
import { FolderStore } from '#libs/objects';
import { Jobs } from '#libs/queue';
import { writeMmdb, type NewMmdb } from '../../libs/geo/testing/write-mmdb.js';
import { testDatabase, type TestDatabase } from '../support/database.js';
import { testRedisUrl } from '../support/redis.js';
import { testService, type TestService } from '../support/service.js';
import { sourceAdmin } from '../support/sources.js';
import { until } from '../support/until.js';
import { duckDbAt, postgresWarehouseAt } from '../support/warehouse.js';
import { killed, startWorker } from '../support/worker-process.js';

const kills = 2;
const networks = 20_000;
const tables = ['geo_load', 'geo_ipv4', 'geo_ipv6', 'geo_fact', 'geo_address'];

/** Many small networks, so that the kills fall into the reading as well as into the loading. */
function mmdbFile(path: string, country: string, builtAt: string): string {
  const placed: Record<string, NewMmdb['networks'][string]> = {};
  for (let at = 0; at < networks; at++)
    placed[`9.${at >> 8}.${at & 255}.0/25`] = { country: { iso_code: `${country}${at % 100}` } };
  const file = { type: 'GeoLite2-Country', ipVersion: 6, networks: placed, builtAt: new Date(builtAt) } as const;
  writeFileSync(path, writeMmdb(file));
  return path;
}

describe.each(['DuckDB', 'PostgreSQL'] as const)('kill -9 of a worker that loads geography into %s', (engine) => {
  const folder = mkdtempSync(join(tmpdir(), 'verdict-crash-geo-'));
  let own: TestDatabase;
  let store: TestDatabase;
  let service: TestService;
  let redis: Redis;
  let loads: GeoLoadService;
  let worker: ChildProcess | undefined;
  let environment: Record<string, string>;

  beforeAll(async () => {
    [own, store] = [await testDatabase(), await testDatabase()];
    const redisUrl = await testRedisUrl();
    redis = new Redis(redisUrl);
    environment = {
      DATABASE_URL: own.url,
      REDIS_URL: redisUrl,
      VERDICT_DATA: join(folder, 'data'),
      BUCKET_URL: `file:${join(folder, 'buckets')}`,
      WAREHOUSE_URL: engine === 'DuckDB' ? `duckdb:${join(folder, 'warehouse.duckdb')}` : store.url,
    };
    service = await testService({ modules: [JobsApiModule], environment });
    loads = new GeoLoadService(own.database, service.app.get(Jobs, { strict: false }), systemClock);
  });
  afterAll(async () => {
    worker?.kill('SIGKILL');
    redis.disconnect();
    await service.close();
    await own.close();
    await store.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const submit = async (country: string, builtAt: string): Promise<string> =>
    (
      await loads.load(
        { paths: [mmdbFile(join(folder, `${country}.mmdb`), country, builtAt)], addresses: [] },
        sourceAdmin,
      )
    ).id;
  const stateOf = async (id: string): Promise<string> => (await loads.get(id)).state;

  /** How often a worker has begun with a job. */
  const claims = async (): Promise<number> => {
    const { rows } = await own.database.pool.query<{ n: number }>(
      "SELECT COALESCE(SUM(epoch), 0)::INTEGER AS n FROM job WHERE name = 'geo_load'",
    );
    return rows[0]?.n ?? 0;
  };

  /** The leases of a dead worker, and what the queue believes of it, would be over in half a minute. */
  const forget = async (): Promise<void> => {
    await own.database.pool.query("UPDATE sink SET lease_until = '-infinity'");
    await own.database.pool.query("UPDATE job SET lease_until = now() - INTERVAL '1 second' WHERE state = 'running'");
    await redis.flushdb();
  };

  const finish = async (id: string): Promise<void> => {
    worker = startWorker(environment);
    await until(async () => (await stateOf(id)) === 'done');
    await killed(worker);
    await forget();
  };

  /** Rows of each table by version, while no worker holds the warehouse. */
  const contents = async (): Promise<string[]> => {
    const objects = new FolderStore(join(folder, 'buckets'));
    const found: string[] = [];
    const ask = async (rowsOf: (sql: string) => Promise<readonly Record<string, unknown>[]>): Promise<void> => {
      for (const table of tables)
        for (const { version, n } of await rowsOf(
          `SELECT geo_version AS version, COUNT(*) AS n FROM ${table} GROUP BY geo_version`,
        ))
          found.push(`${table} ${String(version)}: ${String(n)}`);
    };
    if (engine === 'DuckDB') {
      const warehouse = duckDbAt(join(folder, 'warehouse.duckdb'), objects);
      await warehouse.open();
      const connection = await warehouse.connect();
      await ask(async (sql) => (await connection.runAndReadAll(sql)).getRowObjectsJson());
      connection.disconnectSync();
      await warehouse.close();
    } else {
      const warehouse = postgresWarehouseAt(store.url, objects);
      await warehouse.open();
      await ask(async (sql) => (await store.database.pool.query(sql.replace('FROM ', 'FROM warehouse.'))).rows);
      await warehouse.close();
    }
    return found.toSorted();
  };

  it('counts it once whenever that dies, and has the version before until it is whole', async () => {
    await finish(await submit('A', '2026-01-01'));
    const old = await contents();
    expect(old).toContain(`geo_ipv4 1: ${networks}`);
    const id = await submit('B', '2026-02-01');
    const whole = [...old, ...old.map((text) => text.replace(' 1: ', ' 2: '))].toSorted();
    const delays = Array.from({ length: kills }, () => Math.round(Math.random() * 1_500));
    for (const delay of delays) {
      const before = await claims();
      worker = startWorker(environment);
      await until(async () => (await claims()) > before || (await stateOf(id)) === 'done');
      await new Promise((resolve) => setTimeout(resolve, delay));
      await killed(worker);
      await forget();
      // All of it or nothing: the transaction may have ended just before the worker did.
      expect([old.join(), whole.join()]).toContain((await contents()).join());
    }
    await finish(id);
    expect({ delays, found: await contents() }).toEqual({ delays, found: whole });
  }, 600_000);
});
