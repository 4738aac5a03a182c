import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { AccessApiModule } from '#libs/access';
import { GeoLoadHandler, JobsApiModule } from '#libs/analytics';
import { systemClock, type GeoLoadView } from '#libs/contracts';
import { ExperimentModule } from '../../apps/experiment/src/experiment.module.js';
import { writeMmdb } from '../../libs/geo/testing/write-mmdb.js';
import type { WarehouseUnderTest } from '../../libs/warehouse/testing/conformance.js';
import { testDatabase, type TestDatabase } from '../support/database.js';
import { engines } from '../support/engines.js';
import { testRedisUrl } from '../support/redis.js';
import { testService, type TestService } from '../support/service.js';

const folder = mkdtempSync(join(tmpdir(), 'verdict-geo-'));
const tables = ['geo_load', 'geo_ipv4', 'geo_ipv6', 'geo_fact', 'geo_address'];

function file(name: string, country: string, builtAt: string): string {
  const networks = { '9.0.0.0/8': { country: { iso_code: country } }, '2a00::/12': { country: { iso_code: 'FR' } } };
  const path = join(folder, name);
  writeFileSync(path, writeMmdb({ type: 'GeoLite2-Country', ipVersion: 6, networks, builtAt: new Date(builtAt) }));
  return path;
}

describe('geography over HTTP', () => {
  let database: TestDatabase;
  let service: TestService;
  let made: WarehouseUnderTest;
  let handler: GeoLoadHandler;
  let writer: string;
  let reader: string;

  beforeAll(async () => {
    database = await testDatabase();
    const environment = { DATABASE_URL: database.url, REDIS_URL: await testRedisUrl() };
    service = await testService({ modules: [AccessApiModule, JobsApiModule, ExperimentModule], environment });
    writer = await service.key({ scopes: ['warehouse:read', 'warehouse:write'] });
    reader = await service.key({ scopes: ['warehouse:read'] });
    const [engine] = engines;
    made = await engine!.make();
    await made.warehouse.open();
    handler = new GeoLoadHandler(database.database, made.warehouse, made.objects, systemClock);
  });
  afterAll(async () => {
    await made.warehouse.close();
    await made.close();
    await service.close();
    await database.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const ask = (method: 'get' | 'post', url: string, token = writer): request.Test =>
    request(service.app.getHttpServer())[method](url).set('authorization', `Bearer ${token}`);

  const submit = async (body: object): Promise<GeoLoadView> => {
    const answer = await ask('post', '/v1/geo/loads').send(body).expect(202);
    return answer.body as GeoLoadView;
  };
  const find = async (id: string): Promise<GeoLoadView> =>
    (await ask('get', `/v1/geo/loads/${id}`, reader).expect(200)).body as GeoLoadView;

  /** Runs the load's job; `dieAt` is which time that the job asks whether it still holds its lease it does not. */
  const run = (id: string, dieAt = 0): Promise<unknown> => {
    let asked = 0;
    return handler.run(
      { load_id: id },
      {
        signal: new AbortController().signal,
        progress: () => undefined,
        hold: () => (++asked === dieAt ? Promise.reject(new Error('killed')) : Promise.resolve()),
      },
    );
  };
  const contents = async (): Promise<string[]> => {
    const found: string[] = [];
    for (const table of tables)
      for (const row of await made.rows(`SELECT * FROM ${table}`)) found.push(`${table} ${JSON.stringify(row)}`);
    return found.toSorted();
  };

  it('is loaded, valid from ever for the first, from its building for the next', async () => {
    const first = await submit({ paths: [file('one.mmdb', 'US', '2026-01-01')], addresses: ['9.9.9.0/24'] });
    expect(first).toMatchObject({ state: 'pending', kind: null, counts: null, valid_from: null });
    await run(first.id);
    expect(await find(first.id)).toMatchObject({
      state: 'done',
      kind: 'city',
      database_type: 'GeoLite2-Country',
      built_at: '2026-01-01T00:00:00.000Z',
      valid_from: '1970-01-01T00:00:00.000Z',
      valid_until: null,
      files: [{ path: join(folder, 'one.mmdb') }],
      counts: { ipv4_ranges: 1, ipv4_rows: 256, ipv6_ranges: 1, facts: 2, addresses: 256, bucket_size: 65_536 },
    });
    const second = await submit({ paths: [file('two.mmdb', 'CA', '2026-02-01')] });
    await run(second.id);
    expect(await find(second.id)).toMatchObject({ valid_from: '2026-02-01T00:00:00.000Z', valid_until: null });
    expect(await find(first.id)).toMatchObject({ valid_until: '2026-02-01T00:00:00.000Z' });
    const { body } = await ask('get', '/v1/geo/loads?kind=city', reader).expect(200);
    expect(body.map(({ id }: GeoLoadView) => id)).toEqual([second.id, first.id]);
  });

  it('is the same after a run that was killed, wherever that was', async () => {
    const load = await submit({ paths: [file('three.mmdb', 'MX', '2026-03-01')] });
    const before = await contents();
    for (const [dieAt, changes] of [
      [1, false],
      [2, false],
      [3, true],
    ] as const) {
      await expect(run(load.id, dieAt)).rejects.toThrow('killed');
      expect((await contents()).length > before.length).toBe(changes);
    }
    const killed = await contents();
    await run(load.id);
    expect(await contents()).toEqual(killed);
    await run(load.id);
    expect(await contents()).toEqual(killed);
    expect(await made.objects.list('geo/')).toEqual([]);
  });

  it('drops the version whose time another one takes', async () => {
    const valid_from = '2026-04-01T00:00:00Z';
    const [one, other] = [
      await submit({ paths: [file('four.mmdb', 'BR', '2026-04-01')], valid_from }),
      await submit({ paths: [file('five.mmdb', 'AR', '2026-04-02')], valid_from }),
    ];
    await run(one.id);
    await run(other.id);
    expect([(await find(one.id)).state, (await find(other.id)).state]).toEqual(['dropped', 'done']);
  });

  it('refuses what cannot be loaded, naming it', async () => {
    const missing = await ask('post', '/v1/geo/loads')
      .send({ paths: ['/nowhere.mmdb'] })
      .expect(400);
    expect(missing.body.problems).toEqual([expect.objectContaining({ pointer: '/paths/0', rule: 'missing' })]);
    await ask('post', '/v1/geo/loads', reader)
      .send({ paths: ['/nowhere.mmdb'] })
      .expect(403);
    const path = join(folder, 'broken.mmdb');
    writeFileSync(path, 'not a database');
    const broken = await submit({ paths: [path] });
    await expect(run(broken.id)).rejects.toThrow(`${path} cannot be loaded: it is no MaxMind DB file`);
    await ask('get', '/v1/geo/loads/0192f0c0-0000-7000-8000-000000000000').expect(404);
  });
});
