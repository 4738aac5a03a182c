import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AccessModule } from '#libs/access';
import { Jobs, QueueModule } from '#libs/queue';
import { testDatabase, type TestDatabase } from '../support/database.js';
import { wireTo } from '../support/proxy.js';
import { testRedisUrl } from '../support/redis.js';
import { testService } from '../support/service.js';

describe('jobs without Redis', () => {
  let database: TestDatabase;

  beforeAll(async () => {
    database = await testDatabase();
  });
  afterAll(() => database.close());

  it('are submitted without waiting when it is away from the start, and queued when it comes', async () => {
    const wire = await wireTo(await testRedisUrl());
    wire.cut();
    const other = await testService({
      modules: [AccessModule, QueueModule],
      environment: { DATABASE_URL: database.url, REDIS_URL: wire.url },
    });
    try {
      const away = other.app.get(Jobs, { strict: false });
      const job = { name: 'experiment_refresh', payload: { experiment_key: 'h' }, createdBy: 'test' } as const;
      const { id } = await away.submit(job);
      expect(await away.enqueue(id, job.name)).toBe(false);
      wire.mend();
      while (!(await away.enqueue(id, job.name))) await new Promise((resolve) => setTimeout(resolve, 50));
    } finally {
      await other.close();
      await wire.close();
    }
  });
});
