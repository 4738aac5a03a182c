import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Body, Controller, Get, Module, Post } from '@nestjs/common';
import request from 'supertest';
import { z } from 'zod';
import { AccessApiModule, PeopleService } from '#libs/access';
import type { Principal } from '#libs/contracts';
import { Caller, Scope } from '#libs/http';
import { testDatabase, type TestDatabase } from '../support/database.js';
import { testService, type TestService } from '../support/service.js';
import { until } from '../support/until.js';

const password = 'correct horse battery';
const thing = z.strictObject({ name: z.string(), 'a/b': z.number().optional() });

@Controller('v1/things')
class ThingController {
  @Scope('rules:read')
  @Get()
  list(@Caller() caller: Principal): { caller: string; live: boolean } {
    return { caller: caller.name, live: caller.live };
  }

  @Scope('rules:write')
  @Post()
  add(@Body({ schema: thing }) body: z.infer<typeof thing>): object {
    return body;
  }

  @Get('unscoped')
  unscoped(): string {
    return 'reached';
  }
}

@Module({ imports: [AccessApiModule], controllers: [ThingController] })
class ThingModule {}

describe('the perimeter', () => {
  let database: TestDatabase;
  let service: TestService;
  const ask = () => request(service.app.getHttpServer());

  beforeAll(async () => {
    database = await testDatabase();
    service = await testService({ modules: [ThingModule], environment: { DATABASE_URL: database.url } });
    const people = service.app.get(PeopleService, { strict: false });
    await people.add({ email: 'ada@example.com', name: 'Ada', role: 'admin', password });
    await people.add({ email: 'rex@example.com', name: 'Rex', role: 'reviewer', password });
  });
  afterAll(async () => {
    await service.close();
    await database.close();
  });

  const waitsForLock = async () => {
    const text = "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'";
    return (await database.database.pool.query(text)).rows.length > 0;
  };

  const signIn = async (email: string) => {
    const answer = await ask().post('/v1/session').send({ email, password }).expect(200);
    return String(answer.headers['set-cookie']).split(';')[0] ?? '';
  };

  it('answers a stranger with 401 as a problem, and says how to come in', async () => {
    const answer = await ask()
      .get('/v1/things')
      .expect(401)
      .expect('content-type', /application\/problem\+json/);
    expect(answer.body).toMatchObject({ status: 401, type: 'urn:verdict:unauthenticated' });
    expect(answer.body.instance).toBe(answer.headers['x-request-id']);
    await ask().get('/v1/things').set('authorization', 'Bearer vk_live_nonsense').expect(401);
  });

  it('lets a key do what its scopes say and nothing else', async () => {
    const key = await service.key({ scopes: ['rules:read'], name: 'reader', live: false });
    const answer = await ask().get('/v1/things').set('authorization', `Bearer ${key}`).expect(200);
    expect(answer.body).toEqual({ caller: 'reader', live: false });
    await ask().get('/v1/things').set('x-api-key', key).expect(200);
    await ask().get('/v1/things').auth(key, '').expect(200);
    await ask().post('/v1/things').set('x-api-key', key).send({ name: 'x' }).expect(403);
  });

  it('never opens a route that names no scope', async () => {
    const key = await service.key({ scopes: ['rules:read'] });
    await ask().get('/v1/things/unscoped').set('x-api-key', key).expect(500);
  });

  it('signs people in with a cookie that pages of another origin cannot use', async () => {
    const cookie = await signIn('ada@example.com');
    await ask().get('/v1/things').set('cookie', cookie).expect(200);
    await ask()
      .post('/v1/things')
      .set('cookie', cookie)
      .set('origin', 'https://evil.example')
      .send({ name: 'x' })
      .expect(403);
    const server = service.app.getHttpServer();
    await request(server)
      .post('/v1/things')
      .set('cookie', cookie)
      .set('sec-fetch-site', 'cross-site')
      .send({ name: 'x' })
      .expect(403);
    await ask().post('/v1/things').set('cookie', cookie).send({ name: 'x' }).expect(201);
    await ask().delete('/v1/session').set('cookie', cookie).set('origin', 'https://evil.example').expect(403);
    await ask().get('/v1/things').set('cookie', cookie).expect(200);
    await ask().delete('/v1/session').set('cookie', cookie).expect(204);
    await ask().get('/v1/things').set('cookie', cookie).expect(401);
  });

  it('says who is signed in, which is no error when nobody is', async () => {
    const stranger = await ask().get('/v1/session').expect(200);
    expect(stranger.body).toEqual({ person: null, company_currency: 'USD' });
    const cookie = await signIn('rex@example.com');
    const { body } = await ask().get('/v1/session').set('cookie', cookie).expect(200);
    expect(body.person).toMatchObject({ kind: 'person', name: 'Rex', role: 'reviewer' });
    await ask().delete('/v1/session').set('cookie', cookie).expect(204);
    expect((await ask().get('/v1/session').set('cookie', cookie).expect(200)).body.person).toBeNull();
  });

  it('gives each role its own rights', async () => {
    const cookie = await signIn('rex@example.com');
    await ask().get('/v1/things').set('cookie', cookie).expect(200);
    await ask().post('/v1/things').set('cookie', cookie).send({ name: 'x' }).expect(403);
    await ask().get('/v1/people').set('cookie', cookie).expect(403);
  });

  it('always keeps an admin, whoever steps down and however many at once', async () => {
    const people = service.app.get(PeopleService, { strict: false });
    const { id } = await people.add({ email: 'eve@example.com', name: 'Eve', role: 'admin', password });
    const ada = await signIn('ada@example.com');
    const listed = await ask().get('/v1/people').set('cookie', ada).expect(200);
    const own = listed.body.find((person: { email: string }) => person.email === 'ada@example.com').id;
    const actor: Principal = (await ask().get('/v1/me').set('cookie', ada).expect(200)).body;
    const change = (person: string, body: object) => ask().patch(`/v1/people/${person}`).set('cookie', ada).send(body);
    // Eve steps down and has not committed yet, as another process would see it; Ada's step has to wait for the outcome.
    let step: Promise<unknown> = Promise.resolve();
    await database.database.transaction(async (transaction) => {
      await transaction.query('person/update_person', { id, role: 'analyst', disabled: null, now: new Date() });
      let ended = false;
      step = people
        .change(own, { disabled: true }, actor)
        .catch((error: Error) => error.message)
        .finally(() => (ended = true));
      await until(async () => ended || (await waitsForLock()));
    });
    expect(await step).toBe('This is the last admin; make another one first.');
    await people.change(id, { role: 'admin', disabled: false }, actor);
    expect((await change(id, { disabled: true }).expect(200)).body.disabled_at).not.toBeNull();
    expect((await change(id, { role: 'analyst' }).expect(200)).body.disabled_at).not.toBeNull();
    for (const [body, pointer] of [
      [{ disabled: true }, '/disabled'],
      [{ role: 'reviewer' }, '/role'],
    ] as const)
      expect((await change(own, body).expect(409)).body.problems[0]).toMatchObject({ pointer, rule: 'last_admin' });
    await change(own, {}).expect(400);
    await ask().get('/v1/people').set('cookie', ada).expect(200);
  });

  it('revokes a key at once and tells who made and revoked it', async () => {
    const cookie = await signIn('ada@example.com');
    const made = await ask()
      .post('/v1/keys')
      .set('cookie', cookie)
      .send({ kind: 'app', name: 'shop', live: true })
      .expect(201);
    const app = { authorization: `Bearer ${made.body.token}` };
    await ask().get('/v1/things').set(app).expect(403);
    await ask().delete(`/v1/keys/${made.body.id}`).set('cookie', cookie).expect(204);
    await ask().get('/v1/things').set(app).expect(401);
    const audit = await ask()
      .get(`/v1/audit?subject_kind=key&subject_id=${made.body.id}`)
      .set('cookie', cookie)
      .expect(200);
    expect(audit.body.map((entry: { action: string; actor_name: string }) => [entry.action, entry.actor_name])).toEqual(
      [
        ['key.revoke', 'Ada'],
        ['key.add', 'Ada'],
      ],
    );
    expect(JSON.stringify(audit.body)).not.toContain(made.body.token);
  });

  it('lets nobody give more than they have, and a test key nothing live', async () => {
    const weak = await service.key({ scopes: ['experiments:read', 'keys:write'], live: false });
    const make = (body: object) =>
      ask()
        .post('/v1/keys')
        .set('x-api-key', weak)
        .send({ kind: 'app', name: 'more', ...body });
    await make({ live: false, scopes: ['people:write'] }).expect(403);
    await make({ live: true, scopes: ['experiments:read'] }).expect(403);
    await make({ live: false, scopes: ['experiments:read'] }).expect(201);
  });

  it('slows down whoever guesses passwords', async () => {
    const guess = () => ask().post('/v1/session').send({ email: 'ada@example.com', password: 'wrong' });
    const answers = [];
    for (let attempt = 0; attempt < 12; attempt++) answers.push((await guess()).status);
    expect(answers[0]).toBe(401);
    expect(answers.at(-1)).toBe(429);
    expect((await guess()).headers['retry-after']).toBeDefined();
  });

  describe('bad input', () => {
    let key: { authorization: string };
    beforeAll(async () => {
      key = { authorization: `Bearer ${await service.key({ scopes: ['rules:write'] })}` };
    });
    const post = () => ask().post('/v1/things').set(key);

    it('names an unknown field and a wrong type by JSON pointer', async () => {
      const answer = await post().send({ name: 5, 'a/b': 'x', more: true }).expect(400);
      expect(answer.body.problems).toEqual([
        expect.objectContaining({ pointer: '/name', rule: 'invalid_type' }),
        expect.objectContaining({ pointer: '/a~1b', rule: 'invalid_type' }),
        expect.objectContaining({ pointer: '/more', rule: 'unknown_field' }),
      ]);
    });

    it('refuses what is no JSON, no UTF-8, too deep or too large', async () => {
      const raw = (body: string | Buffer) =>
        post()
          .set('content-type', 'application/json')
          .serialize((given) => given)
          .send(body);
      expect((await raw('{"name":')).body.problems[0].rule).toBe('json');
      expect((await raw(Buffer.from([0x22, 0xff, 0x22]))).body.problems[0].rule).toBe('utf8');
      expect((await raw('['.repeat(64) + ']'.repeat(64))).body.problems[0].rule).toBe('depth');
      await raw(JSON.stringify({ name: 'x'.repeat(1_100_000) })).expect(413);
      await post().set('content-type', 'text/xml').send('<x/>').expect(415);
    });
  });

  it('is ready while its database is there', async () => {
    const answer = await ask().get('/health/ready').expect(200);
    expect(answer.body).toEqual({ status: 'ready', degraded: [], down: [] });
    await ask().get('/health/live').expect(200);
    expect((await ask().get('/metrics').expect(200)).text).toContain('verdict_http_request_duration_seconds_count');
  });

  it('describes its routes', async () => {
    const { body } = await ask().get('/openapi.json').expect(200);
    expect(body.paths['/v1/session'].post.requestBody.content['application/json'].schema.$ref).toContain('SignIn');
  });
});
