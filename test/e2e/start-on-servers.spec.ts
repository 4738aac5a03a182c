import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Redis } from 'ioredis';
import type { Assessment } from '#libs/contracts';
import { testDatabase, type TestDatabase } from '../support/database.js';
import { dataFolder, hostsOf, leftBehind, Product, removeDataFolders } from '../support/product.js';
import { testRedisUrl } from '../support/redis.js';

const minutes = 60_000;
/** Slow machines must not turn this into a test of patience. */
const patient = { SCORING_BUDGET_MS: '5000', SCORING_POSTGRES_MS: '4000' };

describe('npm start, where servers are configured', () => {
  let database: TestDatabase;
  let redis: Redis;
  let product: Product | undefined;
  let urls: Record<'DATABASE_URL' | 'REDIS_URL', string>;

  beforeAll(async () => {
    Product.build();
    database = await testDatabase();
    urls = { DATABASE_URL: database.url, REDIS_URL: await testRedisUrl() };
    redis = new Redis(urls.REDIS_URL);
  }, 5 * minutes);
  afterEach(() => product?.stop(), minutes);
  afterAll(async () => {
    redis.disconnect();
    await database.close();
    await removeDataFolders();
  }, minutes);

  const degradedOf = async (started: Product): Promise<readonly string[]> => {
    const pledge = { id: `p-${started.port}`, project_id: 'j-1', amount: 100, currency: 'USD' };
    const body = JSON.stringify({ pledge });
    return (await started.ask<Assessment>('/v1/pledges/score', { method: 'POST', body })).degraded;
  };

  it.each([
    ['PostgreSQL', ['DATABASE_URL'], ['redis']],
    ['Redis', ['REDIS_URL'], ['postgres']],
    ['both', ['DATABASE_URL', 'REDIS_URL'], []],
  ] as const)(
    '%s: starts none of its own for it, and keeps there what it has',
    async (_, named, embedded) => {
      const data = dataFolder();
      const own = Object.fromEntries(named.map((name) => [name, urls[name]]));
      product = await Product.start(data, { ...own, ...patient }, '--empty');
      await product.ready();
      expect(hostsOf(product).map(({ name }) => name)).toEqual(embedded);
      expect(existsSync(join(data, 'postgres'))).toBe(own['DATABASE_URL'] === undefined);
      expect(await degradedOf(product)).not.toContain('velocity');
      const { rows } = await database.database.pool.query('SELECT 1 FROM assessment WHERE pledge_id = $1', [
        `p-${product.port}`,
      ]);
      expect(rows).toHaveLength(own['DATABASE_URL'] === undefined ? 0 : 1);
      expect((await redis.dbsize()) > 0).toBe(own['REDIS_URL'] !== undefined);
      await redis.flushdb();
      expect(await product.stop()).toBe(0);
      expect(leftBehind(data)).toEqual([]);
    },
    4 * minutes,
  );
});
