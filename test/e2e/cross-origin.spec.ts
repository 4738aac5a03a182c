import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Body, Controller, Get, Module, Param, Post } from '@nestjs/common';
import request from 'supertest';
import { z } from 'zod';
import { AccessApiModule, PeopleService } from '#libs/access';
import type { Principal } from '#libs/contracts';
import { Caller, Rules, Scope } from '#libs/http';
import { testDatabase, type TestDatabase } from '../support/database.js';
import { testService, type TestService } from '../support/service.js';

const page = 'https://www.example.com';
const elsewhere = 'https://evil.example';

@Controller()
class AnswersController {
  @Scope('assignments:evaluate')
  @Rules({ crossOrigin: true })
  @Get('open/:clientKey')
  open(@Param('clientKey') _key: string, @Caller() { name }: Principal): { name: string } {
    return { name };
  }

  @Scope('assignments:evaluate')
  @Rules({ crossOrigin: true })
  @Post('open')
  ask(@Body({ schema: z.unknown() }) body: unknown): object {
    return { body };
  }

  @Scope('assignments:evaluate')
  @Get('own')
  own(): object {
    return {};
  }
}

@Module({ imports: [AccessApiModule], controllers: [AnswersController] })
class AnswersModule {}

describe('pages of other origins', () => {
  let database: TestDatabase;
  const services: TestService[] = [];

  const start = async (environment: Record<string, string> = {}): Promise<TestService> => {
    const service = await testService({
      modules: [AnswersModule],
      environment: { DATABASE_URL: database.url, ...environment },
    });
    services.push(service);
    return service;
  };
  const ask = ({ app }: TestService) => request(app.getHttpServer());
  const preflight = (service: TestService, path: string, origin = page) =>
    ask(service).options(path).set('origin', origin).set('access-control-request-method', 'POST');

  let service: TestService;
  let key: string;
  beforeAll(async () => {
    database = await testDatabase();
    service = await start();
    key = await service.key({ kind: 'client', name: 'page' });
  });
  afterAll(async () => {
    for (const one of services) await one.close();
    await database.close();
  });

  it('are told before they ask where they may', async () => {
    const { headers } = await preflight(service, '/open').expect(204);
    expect(headers).toMatchObject({
      'access-control-allow-origin': '*',
      'access-control-allow-methods': 'POST',
      'access-control-allow-headers': expect.stringContaining('authorization, '),
    });
    expect(headers).not.toHaveProperty('access-control-allow-credentials');
    expect((await preflight(service, '/own')).headers).not.toHaveProperty('access-control-allow-origin');
    expect((await preflight(service, '/nowhere').expect(404)).headers).not.toHaveProperty(
      'access-control-allow-origin',
    );
  });

  it('read answers and refusals, with what is said beside them', async () => {
    const { headers, body } = await ask(service).get(`/open/${key}`).expect(200);
    expect(body).toEqual({ name: 'page' });
    expect(headers['access-control-allow-origin']).toBe('*');
    expect(headers['access-control-expose-headers']).toBe('etag, retry-after, x-request-id, x-sse-support');
    const refused = await ask(service).post('/open').set('origin', page).send({}).expect(401);
    expect(refused.headers['access-control-allow-origin']).toBe('*');
    const own = await ask(service).get('/own').set('x-api-key', key).set('origin', page).expect(200);
    expect(own.headers).not.toHaveProperty('access-control-allow-origin');
  });

  it('are known by the key of the path, whatever else they send', async () => {
    await ask(service).get('/open/vc_live_unknown').set('x-api-key', key).expect(401);
  });

  it('are those that are listed, where there is a list', async () => {
    const strict = await start({ CLIENT_ORIGINS: `${page}, https://m.example.com` });
    const listed = await preflight(strict, '/open').expect(204);
    expect(listed.headers).toMatchObject({ 'access-control-allow-origin': page, vary: 'origin' });
    const refused = await preflight(strict, '/open', elsewhere).expect(204);
    expect(refused.headers).not.toHaveProperty('access-control-allow-origin');
    expect(refused.headers).not.toHaveProperty('access-control-allow-methods');
    const answered = await ask(strict).get(`/open/${key}`).set('origin', elsewhere).expect(200);
    expect(answered.headers).not.toHaveProperty('access-control-allow-origin');
    expect(answered.headers['vary']).toBe('origin');
  });

  it('have no use of a session', async () => {
    const signIn = { email: 'ada@example.com', password: 'correct horse battery' };
    await service.app.get(PeopleService, { strict: false }).add({ ...signIn, name: 'Ada', role: 'admin' });
    const { headers } = await ask(service).post('/v1/session').send(signIn).expect(200);
    const cookie = String(headers['set-cookie']).split(';')[0] ?? '';
    await ask(service).post('/open').set('cookie', cookie).set('origin', page).send({}).expect(403);
    await ask(service).get('/own').set('cookie', cookie).set('origin', page).expect(403);
    await ask(service).get('/own').set('cookie', cookie).expect(200);
  });
});
