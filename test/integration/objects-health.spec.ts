import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import supertest from 'supertest';
import { AccessModule } from '#libs/access';
import { SinksModule } from '../../apps/worker/src/sinks.module.js';
import { testDatabase, type TestDatabase } from '../support/database.js';
import { s3Servers, type S3Server } from '../support/s3.js';
import { FaultyWire } from '../support/s3-wire.js';
import { testService } from '../support/service.js';

describe.each(s3Servers)('a worker with its objects on $name', (kind) => {
  let test: TestDatabase;
  let server: S3Server;
  let wire: FaultyWire;
  beforeAll(async () => {
    test = await testDatabase();
    server = await kind.start();
    wire = await FaultyWire.to(server.location.endpoint ?? '');
  });
  afterAll(async () => {
    await wire.close();
    await server.close();
    await test.close();
  });

  /** What `/health/ready` says, each time that the test asks. */
  const worker = async (url: URL, ask: (ready: () => Promise<object>) => Promise<void>): Promise<void> => {
    url.searchParams.set('endpoint', wire.endpoint);
    const environment = { DATABASE_URL: test.url, BUCKET_URL: url.href };
    const service = await testService({ modules: [AccessModule, SinksModule], environment });
    const ready = async (): Promise<object> => {
      const { status, body } = await supertest(service.app.getHttpServer()).get('/health/ready');
      return { status, degraded: body.degraded };
    };
    try {
      await ask(ready);
    } finally {
      await service.close();
    }
  };

  it('is ready while the storage is away, and says so', () =>
    worker(new URL(server.url), async (ready) => {
      expect(await ready()).toEqual({ status: 200, degraded: [] });
      wire.decide = () => 'hold';
      expect(await ready()).toEqual({ status: 200, degraded: ['objects: does not answer'] });
      wire.decide = () => 'none';
      expect(await ready()).toEqual({ status: 200, degraded: [] });
    }));

  it('says what is wrong with it', () =>
    worker(new URL('s3://there-is-no-such-bucket'), async (ready) => {
      const degraded = [expect.stringContaining('the bucket must be made first')];
      expect(await ready()).toEqual({ status: 200, degraded });
    }));
});
