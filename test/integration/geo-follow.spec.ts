import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { GeoLoadHandler, GeoLoadService, GeoSchedule, JobsApiModule } from '#libs/analytics';
import { loadConfig } from '#libs/config';
import { Jobs } from '#libs/queue';
import { writeMmdb } from '../../libs/geo/testing/write-mmdb.js';
import { LiveGeo } from '../../libs/geo/testing/live-geo.js';
import type { WarehouseUnderTest } from '../../libs/warehouse/testing/conformance.js';
import { testDatabase, type TestDatabase } from '../support/database.js';
import { engines } from '../support/engines.js';
import { testRedisUrl } from '../support/redis.js';
import { testService, type TestService } from '../support/service.js';
import { sourceAdmin } from '../support/sources.js';

const folder = mkdtempSync(join(tmpdir(), 'verdict-geo-follow-'));
const path = join(folder, 'city.mmdb');
const hourMs = 3_600_000;

function place(country: string, builtAt: string): void {
  const networks = { '9.0.0.0/8': { country: { iso_code: country } } };
  const bytes = writeMmdb({ type: 'GeoLite2-Country', ipVersion: 6, networks, builtAt: new Date(builtAt) });
  writeFileSync(`${path}.new`, bytes);
  renameSync(`${path}.new`, path);
}

describe('geography that follows the live files', () => {
  let database: TestDatabase;
  let service: TestService;
  let made: WarehouseUnderTest;
  let live: LiveGeo;
  let handler: GeoLoadHandler;
  let loads: GeoLoadService;
  let now = Date.parse('2026-05-01');
  const clock = { now: () => now };
  const schedules: GeoSchedule[] = [];

  const scheduleWith = (environment: Record<string, string> = {}): GeoSchedule =>
    new GeoSchedule(loadConfig(environment), made.warehouse, live, loads);

  beforeAll(async () => {
    database = await testDatabase();
    const environment = { DATABASE_URL: database.url, REDIS_URL: await testRedisUrl() };
    service = await testService({ modules: [JobsApiModule], environment });
    const [engine] = engines;
    made = await engine!.make();
    place('US', '2026-01-01');
    live = await LiveGeo.open({ cityPaths: [path], asnPath: join(folder, 'none.mmdb') });
    handler = new GeoLoadHandler(database.database, made.warehouse, made.objects, clock);
    loads = new GeoLoadService(database.database, service.app.get(Jobs, { strict: false }), clock);
    schedules.push(scheduleWith(), scheduleWith());
  });
  afterAll(async () => {
    await made.warehouse.close();
    await made.close();
    await service.close();
    await database.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Asks each process what is due; the loads that there are of it. */
  const due = async (): Promise<string[]> => {
    const asked = await Promise.all(schedules.map((schedule) => schedule.payloads()));
    return [...new Set(asked.flat().map(({ payload }) => payload.load_id))];
  };
  const run = (id: string): Promise<unknown> =>
    handler.run(
      { load_id: id },
      { signal: new AbortController().signal, progress: () => undefined, hold: () => Promise.resolve() },
    );
  /** As the runner of the jobs writes it. */
  const ended = (id: string, state: 'done' | 'failed' | 'cancelled') =>
    database.database.pool.query(
      "UPDATE job SET state = $2, finished_at = $3 WHERE payload ->> 'load_id' = $1 AND state = 'pending'",
      [id, state, new Date(now)],
    );
  const jobs = async (): Promise<number> =>
    Number((await database.database.pool.query('SELECT COUNT(*) AS n FROM job')).rows[0].n);
  /** Two looks: a file that has changed since the last one may still be being written. */
  const takeIn = async (): Promise<void> => {
    await live.check();
    await live.check();
  };

  it('waits for the worker that holds the warehouse', async () => {
    expect(await due()).toEqual([]);
    await made.warehouse.open();
  });

  it('is one load and one job, whichever processes ask', async () => {
    const [id, ...others] = await due();
    expect([others, await jobs()]).toEqual([[], 1]);
    expect(await due()).toEqual([]);
    await run(id!);
    await ended(id!, 'done');
    expect(await due()).toEqual([]);
    expect(await loads.list({ limit: 50 })).toMatchObject([
      { id, state: 'done', kind: 'city', paths: [path], created_by: 'system', valid_from: new Date(0) },
    ]);
  });

  it('loads the next file once the look-up has taken it in, valid from its building', async () => {
    place('CA', '2026-02-01');
    expect(await due()).toEqual([]);
    await takeIn();
    const [id] = await due();
    await run(id!);
    await ended(id!, 'done');
    expect(await loads.get(id!)).toMatchObject({ state: 'done', valid_from: new Date('2026-02-01') });
    expect(await made.rows('SELECT country FROM geo_fact ORDER BY geo_version ASC')).toEqual([
      { country: 'US' },
      { country: 'CA' },
    ]);
  });

  it('does not follow what the look-up has refused', async () => {
    writeFileSync(path, 'no database');
    await takeIn();
    expect(await due()).toEqual([]);
  });

  it('refuses another file than the one that was asked for, which is asked for by itself', async () => {
    place('MX', '2026-03-01');
    await takeIn();
    const [id] = await due();
    place('BR', '2026-04-01');
    await expect(run(id!)).rejects.toThrow('it is another file now');
    await ended(id!, 'failed');
    await takeIn();
    const [other] = await due();
    expect(other).not.toBe(id);
    await run(other!);
    await ended(other!, 'done');
    expect(await loads.get(other!)).toMatchObject({ state: 'done', valid_from: new Date('2026-04-01') });
  });

  it('tries again after an hour what failed, and never what a person has cancelled', async () => {
    place('AR', '2026-04-02');
    await takeIn();
    const [id] = await due();
    await ended(id!, 'failed');
    now += hourMs - 1;
    expect(await due()).toEqual([]);
    now += 1;
    expect(await due()).toEqual([id]);
    await ended(id!, 'cancelled');
    now += hourMs;
    expect(await due()).toEqual([]);
  });

  it('leaves alone what somebody has loaded by hand, and what is turned off', async () => {
    place('CL', '2026-04-03');
    await takeIn();
    expect(await scheduleWith({ GEO_WAREHOUSE: 'off' }).payloads()).toEqual([]);
    const { id } = await loads.load({ paths: [path], addresses: [] }, sourceAdmin);
    await run(id);
    expect(await due()).toEqual([]);
  });
});
