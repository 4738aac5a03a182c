import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { ConsoleLogger, Logger } from '@nestjs/common';
import request from 'supertest';
import { AccessApiModule } from '#libs/access';
import { scopes } from '#libs/contracts';
import { ExperimentModule } from '../../apps/experiment/src/experiment.module.js';
import { testDatabase, type TestDatabase } from '../support/database.js';
import { testRedisUrl } from '../support/redis.js';
import { testService, type TestService } from '../support/service.js';

interface LogLine {
  readonly level: string;
  readonly message: { readonly message: string; readonly request_id: string };
}

describe('a request’s id', () => {
  let test: TestDatabase;
  let service: TestService;
  let key: string;
  let written: string[] = [];
  const own = 'checkout-7f3a:1';

  beforeAll(async () => {
    test = await testDatabase();
    service = await testService({
      modules: [AccessApiModule, ExperimentModule],
      environment: { DATABASE_URL: test.url, REDIS_URL: await testRedisUrl() },
    });
    key = await service.key({ scopes: [...scopes] });
  });
  afterAll(async () => {
    await service.close();
    await test.close();
  });
  beforeEach(() => {
    // As a service writes it, warnings included.
    Logger.overrideLogger(new ConsoleLogger({ json: true }));
    written = [];
    for (const stream of [process.stdout, process.stderr])
      jest.spyOn(stream, 'write').mockImplementation((chunk) => written.push(String(chunk)) > 0);
  });
  afterEach(() => {
    jest.restoreAllMocks();
  });

  const ask = (method: 'get' | 'post' | 'put', path: string, id: string | undefined, body?: object) => {
    const asked = request(service.app.getHttpServer())[method](path).set('authorization', `Bearer ${key}`);
    return (id === undefined ? asked : asked.set('x-request-id', id)).send(body);
  };
  const lines = (): LogLine[] => written.map((line) => JSON.parse(line) as LogLine);
  const uuid = /^[0-9a-f-]{36}$/;

  it('is in every answer: the caller’s own, or one of ours where that is none or could harm a log', async () => {
    expect((await ask('get', '/v1/experiments', own)).headers['x-request-id']).toBe(own);
    expect((await ask('get', '/v1/nowhere', own)).headers['x-request-id']).toBe(own);
    for (const id of [undefined, 'short', 'with "quotes" in it', 'x'.repeat(129)])
      expect((await ask('get', '/v1/experiments', id)).headers['x-request-id']).toMatch(uuid);
    expect(written).toEqual([]);
  });

  it('is in the log of a defect and in the answer to it, with the route', async () => {
    await test.database.pool.query('ALTER TABLE saved_group RENAME TO hidden');
    const answer = await ask('get', '/v1/saved-groups', own).expect(500);
    await test.database.pool.query('ALTER TABLE hidden RENAME TO saved_group');
    expect([answer.headers['x-request-id'], answer.body.instance]).toEqual([own, own]);
    expect(lines()).toMatchObject([
      {
        level: 'error',
        message: { request_id: own, method: 'GET', route: '/v1/saved-groups', message: /saved_group/ },
      },
    ]);
  });

  it('is in the log of what a request leaves behind when it is answered', async () => {
    await test.database.pool.query('ALTER TABLE event_refused RENAME TO hidden');
    await ask('post', '/v1/exposures', own, { exposures: [{ experiment: 'none' }] }).expect(200);
    await test.database.pool.query('ALTER TABLE hidden RENAME TO event_refused');
    expect(lines()).toMatchObject([
      { level: 'warn', message: { request_id: own, message: /^Refused exposures could not be kept/ } },
    ]);
  });

  it('is in the audit of what was changed', async () => {
    const group = { kind: 'list', attribute: 'id', values: ['a'], description: 'Some' };
    await ask('put', '/v1/saved-groups/some', own, group);
    const { body } = await ask('get', '/v1/audit?limit=1', undefined).expect(200);
    expect(JSON.stringify(body)).toContain(`"request_id":"${own}"`);
  });
});
