import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request, { type Response, type Test } from 'supertest';
import { dayAt, scopes } from '#libs/contracts';
import { openApiDocument } from '#libs/http';
import { apiModules } from '../../apps/verdict/src/modules.js';
import { testDatabase, type TestDatabase } from '../support/database.js';
import { testRedisUrl } from '../support/redis.js';
import { testService, type TestService } from '../support/service.js';

/** Their items are judged one by one: see the suites of events and exposures. */
/** Text that nothing can store is refused item by item there, and in scoring field by field. */
const itemwise = new Set(['/v1/events', '/v1/exposures', '/import', '/v1/pledges/score', '/v1/pledges/score/batch']);

const methods = ['get', 'post', 'put', 'patch', 'delete'] as const;

describe('the edges of HTTP', () => {
  let database: TestDatabase;
  let service: TestService;
  let hurry = 0;
  let key: { authorization: string };
  let routes: { method: (typeof methods)[number]; path: string; takesBody: boolean; ownWords: boolean }[];

  beforeAll(async () => {
    database = await testDatabase();
    service = await testService({
      modules: apiModules,
      clock: { now: () => Date.now() + hurry },
      environment: {
        DATABASE_URL: database.url,
        REDIS_URL: await testRedisUrl(),
        GEO_CITY_PATH: '/nonexistent/city.mmdb',
        GEO_ASN_PATH: '/nonexistent/asn.mmdb',
      },
    });
    key = { authorization: `Bearer ${await service.key({ scopes: [...scopes] })}` };
    routes = Object.entries(openApiDocument(service.app, 'Test').paths).flatMap(([path, item]) =>
      methods.flatMap((method) => {
        const operation = item[method];
        const takesBody = operation?.requestBody !== undefined;
        return operation === undefined ? [] : [{ method, path, takesBody, ownWords: 'x-own-refusals' in operation }];
      }),
    );
  });
  afterAll(async () => {
    await service.close();
    await database.close();
  });

  const ask = (method: (typeof methods)[number] | 'head' | 'options', path: string): Test =>
    request(service.app.getHttpServer())[method](path).set(key);
  const raw = (test: Test, body: string | Buffer, type = 'application/json') =>
    test
      .set('content-type', type)
      .serialize((given) => given)
      .send(body);
  const somewhere = (path: string) => path.replaceAll(/\{\w+\}/g, 'x');
  /** The answer names the place; other protocols have a sentence for it, in a shape of their own. */
  const expectRefusal = (answer: Response, { path, ownWords }: (typeof routes)[number], pointer: string): void => {
    const problems: unknown = ownWords ? answer.text : answer.body.problems;
    const expected: unknown = ownWords
      ? expect.stringContaining(pointer)
      : [expect.objectContaining({ pointer, rule: 'text' })];
    expect([path, answer.status, problems]).toEqual([path, 400, expected]);
  };

  describe('text that nothing can store', () => {
    it('is refused in the query of every route, by the parameter’s name', async () => {
      expect(routes.length).toBeGreaterThan(30);
      for (const route of routes)
        expectRefusal(await ask(route.method, `${somewhere(route.path)}?a=1&b%20c=x%00y`), route, '?b%20c');
    });

    it('is refused in every part of a path, by the part’s name', async () => {
      const parts = routes.flatMap((route) => [...route.path.matchAll(/\{\w+\}/g)].map(([name]) => ({ route, name })));
      expect(parts.length).toBeGreaterThan(10);
      for (const { route, name } of parts)
        expectRefusal(await ask(route.method, somewhere(route.path.replace(name, 'a%00'))), route, name);
    });

    it.each([String.raw`\u0000`, String.raw`\uD800`, String.raw`\udc00`])(
      'is refused in the body of every route, by JSON pointer: %s',
      async (escape) => {
        const taking = routes.filter(({ path, takesBody }) => takesBody && !itemwise.has(path));
        expect(taking.length).toBeGreaterThan(15);
        for (const route of taking) {
          const answer = await raw(ask(route.method, somewhere(route.path)), `{"a/b": [1, "x${escape}"]}`);
          expectRefusal(answer, route, '/a~1b/1');
        }
      },
    );

    it('leaves no payment unscored where the text is not what identifies it', async () => {
      const of = (pledge: string, agent: string): string =>
        `{"pledge": {"id": "${pledge}", "project_id": "p", "amount": 1, "currency": "USD"}, "device": {"user_agent": "${agent}"}}`;
      const scored = await raw(ask('post', '/v1/pledges/score'), of('edge-agent', String.raw`Mozilla \ud83d`)).expect(
        200,
      );
      expect(scored.body.warnings.map((one: { input_pointer: string }) => one.input_pointer)).toContain(
        '/device/user_agent',
      );
      const refused = await raw(ask('post', '/v1/pledges/score'), of(String.raw`edge-\ud83d`, 'Mozilla')).expect(400);
      expect(refused.body.problems[0].pointer).toBe('/pledge/id');
    });

    it('leaves alone what only looks like it', async () => {
      const body = JSON.stringify({
        key: 'escapes',
        hypothesis: String.raw`a backslash, then u0000: \u0000, and a pair: 💸`,
        unit: 'visitor',
        variants: [
          { key: 'a', weight: 0.5 },
          { key: 'b', weight: 0.5 },
        ],
        baseline: 'a',
        metrics: ['pledge_conversion'],
      }).replace('💸', String.raw`\ud83d\udcb8`);
      const made = await raw(ask('post', '/v1/experiments'), body).expect(201);
      expect(made.body.hypothesis).toBe(String.raw`a backslash, then u0000: \u0000, and a pair: 💸`);
      await ask('get', '/v1/assessments?backer=50%25%20off').expect(200);
    });
  });

  describe('a URL', () => {
    const problem = (test: Test, status: number) =>
      test.expect(status).expect('content-type', 'application/problem+json; charset=utf-8');

    it('is refused as a problem with an id when it is no UTF-8 or too long', async () => {
      for (const [path, status, detail] of [
        ['/v1/experiments/%ff', 400, 'The path is not UTF-8 in percent-encoding.'],
        ['/%E0%A4', 400, 'The path is not UTF-8 in percent-encoding.'],
        [`/v1/experiments/${'x'.repeat(600)}`, 414, 'A part of the path is longer than 512 characters.'],
        ['/v1/experiments?after=%ff', 400, 'The request cannot be read: ?after is not UTF-8 in percent-encoding.'],
      ] as const) {
        const { body, headers } = await problem(ask('get', path), status);
        expect(body).toMatchObject({ status, detail, instance: headers['x-request-id'] });
      }
    });

    it('of no route is 404, whatever is sent there', async () => {
      for (const [method, path] of [
        ['get', '/v1/nothing'],
        ['get', '/v1/experiments/'],
        ['delete', '/'],
        ['options', '/v1/nothing'],
      ] as const)
        await problem(ask(method, path), 404);
      await problem(raw(ask('post', '/v1/nothing'), '<x/>', 'text/xml'), 404);
      await problem(raw(ask('post', '/v1/nothing'), '{"broken'), 404);
    });

    it('of a route of other methods is 405 and names them', async () => {
      for (const [method, path, allow] of [
        ['get', '/v1/assignments', 'POST, OPTIONS'],
        ['delete', '/v1/experiments', 'GET, HEAD, POST, OPTIONS'],
        ['get', '/v1/experiments/some/start?x=1', 'POST, OPTIONS'],
        ['put', '/health/live', 'GET, HEAD, OPTIONS'],
      ] as const) {
        const { body, headers } = await problem(ask(method, path), 405);
        expect([headers['allow'], body.detail]).toEqual([allow, `This path answers to ${allow}.`]);
      }
      await problem(raw(ask('put', '/v1/assignments'), '{"broken'), 405);
    });

    it('answers HEAD as GET without a body, and OPTIONS with what it takes', async () => {
      const { text, headers } = await ask('head', '/v1/experiments').expect(200);
      expect([text, headers['content-type']]).toEqual([undefined, 'application/json; charset=utf-8']);
      await ask('head', '/v1/assignments').expect(405);
      await ask('options', '/v1/assignments').expect(204).expect('allow', 'POST, OPTIONS');
    });
  });

  describe('the description', () => {
    it('is a page with the name of the service, and a body that can be sent as it stands', async () => {
      const page = await ask('get', '/docs').expect(200);
      expect(page.text).toContain('<title>Test: the API</title>');
      const { body } = await ask('get', '/openapi.json').expect(200);
      const { Events, ScoreRequest } = body.components.schemas;
      await ask('post', '/v1/events').send(Events.example).expect(200, { accepted: 1, repeated: 0, refused: [] });
      const { body: answer } = await ask('post', '/v1/pledges/score').send(ScoreRequest.example).expect(200);
      expect(answer.pledge_id).toBe('example-pledge');
      expect(answer.warnings.filter(({ code }: { code: string }) => code.startsWith('INPUT_'))).toEqual([]);
    });

    it('has examples of the day of each look, not of the first one', async () => {
      const days = async (): Promise<string[]> => {
        const { body } = await ask('get', '/openapi.json').expect(200);
        const { text } = await ask('get', '/docs/swagger-ui-init.js').expect(200);
        const example = (events: { time: string }[]): string => dayAt(Date.parse(events[0]?.time ?? ''));
        const [, inPage = ''] = /"time": "(\d{4}-\d{2}-\d{2})T/.exec(text.slice(text.indexOf('"Events": {'))) ?? [];
        return [example(body.components.schemas.Events.example.events), inPage];
      };
      const dayMs = 86_400_000;
      const [today = '', alsoToday] = await days();
      expect(alsoToday).toBe(today);
      hurry = 30 * dayMs;
      const later = dayAt(Date.parse(today) + hurry);
      expect(await days().finally(() => (hurry = 0))).toEqual([later, later]);
    });
  });

  describe('a body', () => {
    it('of a type that the route does not take is 415 and says which', async () => {
      for (const type of ['text/plain', 'text/xml', 'application/x-www-form-urlencoded', 'application/x-ndjson']) {
        const { body } = await raw(ask('post', '/v1/experiments'), '{}', type).expect(415);
        expect(body.detail).toBe('This type of content is not taken here; send application/json.');
      }
    });

    it('that breaks a rule is told the field and the rule in plain words', async () => {
      const { body } = await ask('post', '/v1/assignments').send({ experiments: [5], units: { visitor: '' } });
      expect(body.detail).toBe('The request breaks 2 rules. /units/visitor: at least 1 character.');
      expect(body.problems).toEqual([
        { pointer: '/units/visitor', rule: 'too_small', detail: 'at least 1 character' },
        { pointer: '/experiments/0', rule: 'invalid_type', detail: 'text' },
      ]);
      const query = await ask('get', '/v1/experiments?limit=0&state=lost').expect(400);
      expect(query.body.problems).toEqual([
        { pointer: '?state', rule: 'invalid_value', detail: 'one of draft, running, closed, paused, stopped, decided' },
        { pointer: '?limit', rule: 'too_small', detail: 'at least 1' },
      ]);
      const path = await ask('get', '/v1/imports/x').expect(400);
      expect(path.body.problems).toEqual([{ pointer: '{id}', rule: 'invalid_format', detail: 'a UUID' }]);
    });
  });
});
