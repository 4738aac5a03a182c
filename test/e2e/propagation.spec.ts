import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { OfrepSuccess } from '#libs/contracts';
import { FlagService } from '../support/flags.js';
import { Product } from '../support/product.js';
import { testRedisUrl } from '../support/redis.js';
import { ServiceProcess } from '../support/service-process.js';
import { until } from '../support/until.js';

describe('a change of a flag', () => {
  const folder = mkdtempSync(join(tmpdir(), 'verdict-propagation-'));
  let flags: FlagService;
  let other: ServiceProcess;
  let key: string;

  beforeAll(async () => {
    Product.build();
    flags = await FlagService.start();
    key = await flags.service.key();
    other = await ServiceProcess.start('experiment', {
      DATABASE_URL: flags.database.url,
      REDIS_URL: await testRedisUrl(),
      VERDICT_DATA: folder,
    });
    await other.ready();
  });
  afterAll(async () => {
    await other.stop('SIGTERM');
    await flags.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('is what another process answers by, each of fifty', async () => {
    const given = async (): Promise<unknown> => {
      const answer = await fetch(`${other.url}/ofrep/v1/evaluate/flags/counter`, {
        method: 'POST',
        headers: { 'x-api-key': key, 'content-type': 'application/json' },
        body: JSON.stringify({ context: { targetingKey: 'u1' } }),
      });
      return ((await answer.json()) as OfrepSuccess).value;
    };
    await flags.publish('counter', { type: 'number', default_value: 0 });
    for (let change = 1; change <= 50; change++) {
      await flags.change('counter', { default_value: change });
      await until(async () => (await given()) === change);
    }
    expect(await given()).toBe(50);
  });
});
