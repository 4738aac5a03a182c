import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request, { type Test } from 'supertest';
import { PeopleService } from '#libs/access';
import { scopes } from '#libs/contracts';
import { apiModules } from '../../apps/verdict/src/modules.js';
import { testDatabase, type TestDatabase } from '../support/database.js';
import { testRedisUrl } from '../support/redis.js';
import { read } from '../support/repository.js';
import { pledgeBody } from '../support/risk.js';
import { testService, type TestService } from '../support/service.js';

/** What a test key may do besides reading: it changes nothing, or what it writes is marked. Anything else is refused. */
const open = [
  'delete /v1/session',
  'post /api/eval/{clientKey}',
  'post /import',
  'post /ofrep/v1/evaluate/flags',
  'post /ofrep/v1/evaluate/flags/{key}',
  'post /v1/assignments',
  'post /v1/evaluate',
  'post /v1/events',
  'post /v1/exposures',
  'post /v1/keys',
  'post /v1/pledges/score',
  'post /v1/pledges/score/batch',
  'post /v1/pledges/{id}/outcomes',
  'post /v1/session',
];

type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';

/** Every route of both services, as their descriptions have them (`npm run check` holds those to the code). */
const operations = [
  ...new Set(
    ['risk', 'experiment'].flatMap((name) =>
      Object.entries((JSON.parse(read(`openapi/${name}.json`)) as { paths: Record<string, object> }).paths).flatMap(
        ([path, methods]) => Object.keys(methods).map((method) => `${method} ${path}`),
      ),
    ),
  ),
].toSorted();
const reading = operations.filter((operation) => operation.startsWith('get '));
const writing = operations.filter((operation) => !operation.startsWith('get '));

const marks = { live: 'only-live-', test: 'sandboxed-' } as const;
type Kind = keyof typeof marks;

describe('test keys', () => {
  let database: TestDatabase;
  let service: TestService;
  const keys = { live: '', test: '', person: '' };

  const ask = (method: Method, path: string, key: string): Test =>
    request(service.app.getHttpServer())[method](path).set('authorization', `Bearer ${key}`);
  const post = async (path: string, body: object, key: string): Promise<void> => {
    const answer = await ask('post', path, key).send(body);
    if (answer.status >= 300) throw new Error(`${path}: ${answer.status} ${answer.text}`);
  };
  const pledgeOf = (kind: Kind): Record<string, unknown> => {
    const mark = marks[kind];
    return pledgeBody({
      pledge: { id: `${mark}pledge`, backer_id: `${mark}backer` },
      credit_card: { token: 'one-card' },
      device: { id: `${mark}device` },
    });
  };

  /** The same through every route that takes a test key's data. */
  const useAll = async (kind: Kind): Promise<void> => {
    const [key, mark] = [keys[kind], marks[kind]];
    const event = { event: 'Seen', distinct_id: `${mark}visitor`, time: Date.now(), properties: {} };
    await post('/v1/pledges/score', pledgeOf(kind), key);
    await post(
      `/v1/pledges/${mark}pledge/outcomes`,
      { id: `${mark}outcome`, kind: 'charged_back', category: 'fraud' },
      key,
    );
    await post('/v1/events', { events: [event, { ...event, time: `${mark}never` }] }, key);
    await post(
      '/import',
      [{ event: 'Seen', properties: { distinct_id: `${mark}mixpanel`, time: event.time, $insert_id: mark } }],
      key,
    );
    const exposure = { experiment: 'shown', variant: 'a', unit: { type: 'visitor', id: `${mark}unit` } };
    await post('/v1/exposures', { exposures: [exposure, { ...exposure, variant: `${mark}none` }] }, key);
    await post('/v1/assignments', { units: { visitor: `${mark}unit` } }, key);
  };

  beforeAll(async () => {
    database = await testDatabase();
    service = await testService({
      modules: apiModules,
      environment: {
        DATABASE_URL: database.url,
        REDIS_URL: await testRedisUrl(),
        GEO_CITY_PATH: '/nonexistent/city.mmdb',
        GEO_ASN_PATH: '/nonexistent/asn.mmdb',
        SCORING_BUDGET_MS: '5000',
        SCORING_POSTGRES_MS: '4000',
      },
    });
    keys.live = await service.key({ scopes: [...scopes], name: 'live' });
    keys.test = await service.key({ scopes: [...scopes], name: 'test', live: false });
    const signIn = { email: 'ada@example.com', password: 'correct horse battery' };
    await service.app.get(PeopleService, { strict: false }).add({ ...signIn, name: 'Ada', role: 'admin' });
    const { headers } = await request(service.app.getHttpServer()).post('/v1/session').send(signIn).expect(200);
    const personal = await request(service.app.getHttpServer())
      .post('/v1/keys')
      .set('cookie', String(headers['set-cookie']).split(';')[0] ?? '')
      .send({ kind: 'person', name: 'personal', live: true })
      .expect(201);
    keys.person = personal.body.token;
    await post(
      '/v1/experiments',
      {
        key: 'shown',
        hypothesis: 'It helps.',
        unit: 'visitor',
        variants: [
          { key: 'a', weight: 0.5 },
          { key: 'b', weight: 0.5 },
        ],
        baseline: 'a',
        metrics: ['pledge_conversion'],
      },
      keys.person,
    );
    await post('/v1/experiments/shown/start', {}, keys.person);
    await useAll('live');
    await useAll('test');
  });
  afterAll(async () => {
    await service.close();
    await database.close();
  });

  const somewhere = (path: string, kind: Kind): string =>
    path
      .replace('/pledges/{id}', `/pledges/${marks[kind]}pledge`)
      .replace('{key}', 'shown')
      .replace('{hash}', '0'.repeat(64))
      .replace('{id}', '0195e7a0-1111-7111-8111-411111111111');

  it('may use the routes named here, and no other that writes', () => {
    expect(writing).toEqual(expect.arrayContaining(open));
    expect(writing.length).toBeGreaterThan(open.length);
  });

  it.each(writing.filter((operation) => !open.includes(operation)))('change nothing by %s', async (operation) => {
    const [method, path] = operation.split(' ') as [Method, string];
    const { status, body } = await ask(method, somewhere(path, 'live'), keys.test).send({});
    expect([status, body.detail]).toEqual([
      403,
      'A test key changes nothing that live answers depend on; use a live key, or sign in.',
    ]);
  });

  it.each(['/v1/people', '/v1/audit', '/v1/questions', '/v1/reports', '/v1/sources', '/v1/warehouse'])(
    'do not read the live company by %s',
    async (path) => {
      const { body } = await ask('get', path, keys.test).expect(403);
      expect(body.detail).toBe('This is read from what is live; use a live key, or sign in.');
      await ask('get', path, keys.live).expect(200);
    },
  );

  it('mark whatever they write, in every table', async () => {
    const { rows } = await database.database.pool.query(
      `SELECT table_name AS name, EXISTS (
         SELECT 1 FROM information_schema.columns
         WHERE columns.table_name = tables.table_name AND columns.column_name = 'live') AS marked
       FROM information_schema.tables
       WHERE table_schema = 'public' AND table_type = 'BASE TABLE' ORDER BY table_name`,
    );
    const touched: Record<string, string> = {};
    for (const { name, marked } of rows as { name: string; marked: boolean }[]) {
      const count = `SELECT count(*)::INT AS rows, ${marked ? 'count(*) FILTER (WHERE live)::INT' : '0'} AS live
        FROM ${name} WHERE ${name}::TEXT LIKE '%${marks.test}%'`;
      const [found] = (await database.database.pool.query(count)).rows as { rows: number; live: number }[];
      if ((found?.rows ?? 0) > 0) touched[name] = marked ? `${found?.live} live` : 'by key';
    }
    const partition = /_\d{4}_?\d{2}_?\d{2}$/;
    expect(Object.fromEntries(Object.entries(touched).filter(([name]) => !partition.test(name)))).toEqual({
      assessment: '0 live',
      event_body: '0 live',
      event_refused: 'by key',
      pledge_label: '0 live',
      pledge_outcome: '0 live',
    });
  });

  it('leave velocity as if they had never been', async () => {
    const answer = await ask('post', '/v1/pledges/score', keys.live).send(
      pledgeBody({ credit_card: { token: 'one-card' } }),
    );
    expect(answer.body.features).toMatchObject({ card_pledges_1h: 1, card_frauds_30d: 1 });
  });

  it.each(reading)('see nothing of a live key by %s, nor a live one of theirs', async (operation) => {
    const path = operation.slice('get '.length);
    for (const kind of ['live', 'test'] as const) {
      expect((await ask('get', somewhere(path, kind), keys.test)).text).not.toContain(marks.live);
      expect((await ask('get', somewhere(path, kind), keys.live)).text).not.toContain(marks.test);
    }
  });

  const shown = {
    'get /v1/assessments': (kind: Kind) => [`/v1/assessments?card=one-card`, `${marks[kind]}pledge`],
    'get /v1/pledges/{id}/assessment': (kind: Kind) => [
      `/v1/pledges/${marks[kind]}pledge/assessment`,
      `${marks[kind]}pledge`,
    ],
    'get /v1/pledges/{id}/outcomes': (kind: Kind) => [
      `/v1/pledges/${marks[kind]}pledge/outcomes`,
      `${marks[kind]}outcome`,
    ],
    'get /v1/events/refused': (kind: Kind) => ['/v1/events/refused', `${marks[kind]}never`],
  };

  it.each(Object.entries(shown))('see their own by %s, and a person who asks sees either', async (_, placeOf) => {
    for (const kind of ['live', 'test'] as const) {
      const [path = '', mark = ''] = placeOf(kind);
      const asked = (live: boolean) => `${path}${path.includes('?') ? '&' : '?'}live=${live}`;
      expect((await ask('get', path, keys[kind]).expect(200)).text).toContain(mark);
      expect((await ask('get', asked(kind === 'live'), keys[kind]).expect(200)).text).toContain(mark);
      expect((await ask('get', asked(kind === 'live'), keys.person).expect(200)).text).toContain(mark);
      const refused = await ask('get', asked(kind !== 'live'), keys[kind]).expect(403);
      expect(refused.body.detail).toMatch(/see/);
    }
    expect((await ask('get', placeOf('live')[0] ?? '', keys.person).expect(200)).text).not.toContain(marks.test);
  });

  it('of a person speak for the person, by their name and not by the key’s', async () => {
    const { body } = await ask('get', '/v1/experiments/shown', keys.person).expect(200);
    expect([body.created_by, body.review.author.name]).toEqual(['Ada', 'Ada']);
  });

  it('of a person act no more live than those of an app, and make no live key', async () => {
    const made = await ask('post', '/v1/keys', keys.person).send({ kind: 'person', name: 'mine', live: false });
    const mine: string = made.body.token;
    await ask('put', '/v1/policy', mine)
      .send({ review_at: 1, reject_at: 2, elevated_at: 3, highest_at: 4 })
      .expect(403);
    await ask('post', '/v1/keys', mine).send({ kind: 'person', name: 'more', live: true }).expect(403);
    await ask('get', `/v1/pledges/${marks.live}pledge/assessment`, mine).expect(404);
  });
});
