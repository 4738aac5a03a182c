import request, { type Test } from 'supertest';
import { AccessModule } from '#libs/access';
import { roleScopes, type Clock } from '#libs/contracts';
import { SnapshotService } from '#libs/experimentation';
import { ExperimentModule } from '../../apps/experiment/src/experiment.module.js';
import { testDatabase, type TestDatabase } from './database.js';
import { testRedisUrl } from './redis.js';
import { testService, type TestService } from './service.js';
import { until } from './until.js';

/** The experiment service on a database of its own, with somebody who makes flags. */
export class FlagService {
  private constructor(
    readonly database: TestDatabase,
    readonly service: TestService,
    private readonly analyst: string,
  ) {}

  static async start(environment: Readonly<Record<string, string>> = {}, clock?: Clock): Promise<FlagService> {
    const database = await testDatabase();
    const service = await testService({
      modules: [AccessModule, ExperimentModule],
      environment: { DATABASE_URL: database.url, REDIS_URL: await testRedisUrl(), ...environment },
      ...(clock === undefined ? {} : { clock }),
    });
    return new FlagService(database, service, await service.key({ name: 'analyst', scopes: [...roleScopes.analyst] }));
  }

  get snapshots(): SnapshotService {
    return this.service.app.get(SnapshotService, { strict: false });
  }

  send(method: 'get' | 'post' | 'patch' | 'put', path: string, body?: object): Test {
    return request(this.service.app.getHttpServer())[method](path).set('x-api-key', this.analyst).send(body);
  }

  /** Makes a flag that is answered by, as soon as this is done. */
  async publish(key: string, flag: object): Promise<void> {
    await this.send('post', '/v1/flags', { key, type: 'boolean', default_value: false, ...flag }).expect(201);
    await this.send('post', `/v1/flags/${key}/publish`).expect(200);
    await this.settled();
  }

  async change(key: string, flag: object): Promise<void> {
    await this.send('patch', `/v1/flags/${key}`, flag).expect(200);
    await this.send('post', `/v1/flags/${key}/publish`).expect(200);
    await this.settled();
  }

  /** An experiment about visitors, of `a` and `b`, that has started. */
  async experiment(key: string): Promise<void> {
    await this.send('post', '/v1/experiments', {
      key,
      hypothesis: 'It helps.',
      unit: 'visitor',
      variants: [
        { key: 'a', weight: 0.5 },
        { key: 'b', weight: 0.5 },
      ],
      baseline: 'a',
      metrics: ['pledge_conversion'],
    }).expect(201);
    await this.send('post', `/v1/experiments/${key}/start`).expect(200);
    await this.settled();
  }

  /** Until this process answers by what is in the database. */
  async settled(): Promise<void> {
    const { version } = await this.database.database.one<{ version: number }>('configuration/find_version');
    await until(() => Promise.resolve((this.snapshots.version ?? -1) >= version));
  }

  async close(): Promise<void> {
    await this.service.close();
    await this.database.close();
  }
}
