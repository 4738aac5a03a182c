import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { AccessApiModule, KeyUse } from '#libs/access';
import { ExperimentModule } from '../../apps/experiment/src/experiment.module.js';
import { testDatabase, type TestDatabase } from '../support/database.js';
import { wireTo, type Wire } from '../support/proxy.js';
import { testRedisUrl } from '../support/redis.js';
import { testService, type TestService } from '../support/service.js';

const noon = Date.UTC(2026, 5, 1, 12);

describe('the use of keys', () => {
  let test: TestDatabase;
  let postgres: Wire;
  let service: TestService;
  let now = noon;
  let isOpen = true;

  beforeAll(async () => {
    test = await testDatabase();
    postgres = await wireTo(test.url);
    service = await testService({
      modules: [AccessApiModule, ExperimentModule],
      environment: { DATABASE_URL: postgres.url, REDIS_URL: await testRedisUrl() },
      clock: { now: () => now },
    });
  });
  const end = async (): Promise<void> => {
    if (isOpen) await service.close();
    isOpen = false;
  };
  afterAll(async () => {
    await end();
    await postgres.close();
    await test.close();
  });

  const ask = (token: string, path = '/v1/experiments') =>
    request(service.app.getHttpServer()).get(path).set('authorization', `Bearer ${token}`);
  const use = (): KeyUse => service.app.get(KeyUse, { strict: false });
  const counted = async (): Promise<unknown[]> => {
    const text = `SELECT api_key.name, to_char(minute AT TIME ZONE 'UTC', 'HH24:MI') AS minute, requests::INT
      FROM key_use JOIN api_key ON api_key.id = key_use.key_id ORDER BY 1, 2`;
    return (await test.database.pool.query({ text, rowMode: 'array' })).rows;
  };

  it('is counted per key and minute, that of refused requests not, and stays counted while Postgres is away', async () => {
    const [busy, idle] = [
      await service.key({ name: 'busy', scopes: ['experiments:read'] }),
      await service.key({ name: 'idle', scopes: ['experiments:read'] }),
    ];
    for (let count = 0; count < 3; count++) await ask(busy).expect(200);
    await ask(idle).expect(200);
    await ask(busy, '/v1/people').expect(403);
    await ask('vk_live_unknown').expect(401);
    // The minute is that of the request, whenever it is written.
    now = noon + 60_000;
    await ask(busy).expect(200);
    await use().flush();
    expect(await counted()).toEqual([
      ['busy', '12:00', 3],
      ['busy', '12:01', 1],
      ['idle', '12:00', 1],
    ]);

    await ask(busy).expect(200);
    postgres.cut();
    await expect(use().flush()).rejects.toThrow();
    now = noon + 120_000;
    use().count((await keyIds())['idle'] ?? '');
    postgres.mend();
    await use().flush();
    expect(await counted()).toEqual([
      ['busy', '12:00', 3],
      ['busy', '12:01', 2],
      ['idle', '12:00', 1],
      ['idle', '12:02', 1],
    ]);
  });

  it('is told with the keys, and written when a process ends', async () => {
    const reader = await service.key({ name: 'reader', scopes: ['experiments:read', 'keys:write'] });
    const { body } = await ask(reader, '/v1/keys').expect(200);
    const last = (body as { name: string; last_used_at: string | null }[]).map((key) => [key.name, key.last_used_at]);
    expect(last).toEqual(expect.arrayContaining([['busy', '2026-06-01T12:01:00.000Z']]));
    await end();
    expect(await counted()).toEqual(expect.arrayContaining([['reader', '12:02', 1]]));
  });

  async function keyIds(): Promise<Record<string, string>> {
    const { rows } = await test.database.pool.query<{ name: string; id: string }>('SELECT name, id FROM api_key');
    return Object.fromEntries(rows.map(({ name, id }) => [name, id]));
  }
});
