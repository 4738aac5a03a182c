import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Module } from '@nestjs/common';
import request from 'supertest';
import { AccessModule } from '#libs/access';
import { EventsModule } from '#libs/events';
import { SearchModule } from '#libs/search';
import { EventsController } from '../../apps/risk/src/controllers/events.controller.js';
import { ImportController } from '../../apps/risk/src/controllers/import.controller.js';
import { testDatabase, type TestDatabase } from '../support/database.js';
import { TestClock } from '../support/pipeline.js';
import { testService, type TestService } from '../support/service.js';

@Module({ imports: [AccessModule, EventsModule, SearchModule], controllers: [EventsController, ImportController] })
class EventRoutes {}

const now = Date.parse('2026-03-10T12:00:00Z');
const card = '4111 1111 1111 1111';

describe('events over HTTP', () => {
  let database: TestDatabase;
  let service: TestService;
  let key: { authorization: string };
  let reader: { authorization: string };
  const clock = new TestClock(now);

  beforeAll(async () => {
    database = await testDatabase();
    service = await testService({ modules: [EventRoutes], environment: { DATABASE_URL: database.url }, clock });
    key = { authorization: `Bearer ${await service.key()}` };
    reader = { authorization: `Bearer ${await service.key({ scopes: ['events:read'] })}` };
  });
  afterAll(async () => {
    await service.close();
    await database.close();
  });

  const post = () => request(service.app.getHttpServer()).post('/v1/events').set(key);
  const good = (over: object = {}) => ({ event: 'Page View', distinct_id: 'v1', time: now, ...over });
  const stored = async (): Promise<{ event: string; time: number; live: boolean; properties: string }[]> => {
    const { rows } = await database.database.pool.query('SELECT event, time, live, properties FROM event_body');
    return rows as { event: string; time: number; live: boolean; properties: string }[];
  };

  it('commits the valid events of a batch and lists each refused one by its rule', async () => {
    const bad: [object | null, string, string][] = [
      [null, '', 'object'],
      [good({ event: '' }), '/event', 'text'],
      [good({ event: 'x'.repeat(256) }), '/event', 'text'],
      [good({ distinct_id: 5 }), '/distinct_id', 'text'],
      [good({ insert_id: 'nul\0' }), '/insert_id', 'text'],
      [good({ ip: '300.1.1.1' }), '/ip', 'ip'],
      [good({ 'a/b': 1 }), '/a~1b', 'unknown_field'],
      [good({ time: 'yesterday' }), '/time', 'time'],
      [good({ time: 1.5 }), '/time', 'time'],
      [good({ time: '2026-02-30T12:00:00Z' }), '/time', 'time'],
      [good({ time: now - 91 * 86_400_000 }), '/time', 'too_old'],
      [good({ time: now + 25 * 3_600_000 }), '/time', 'too_new'],
      [good({ properties: [] }), '/properties', 'object'],
      [good({ properties: { text: 'x'.repeat(65_536) } }), '/properties', 'size'],
      [
        good({ properties: { a: { b: { c: { d: { e: { f: { g: { h: {} } } } } } } } } }),
        '/properties/a/b/c/d/e/f/g/h',
        'depth',
      ],
      [
        good({ properties: Object.fromEntries(Array.from({ length: 256 }, (_, n) => [`p${n}`, n])) }),
        '/properties',
        'properties',
      ],
      [good({ properties: { half: '\ud800' } }), '/properties/half', 'text'],
      [good({ properties: { list: [{ card }] } }), '/properties/list/0/card', 'card_number'],
      [good({ properties: { number: 4111111111111111 } }), '/properties/number', 'card_number'],
      [good({ properties: { [card]: 1 } }), '/properties', 'card_number'],
      [good({ distinct_id: card }), '/distinct_id', 'card_number'],
    ];
    const events = [...bad.map(([event]) => event), good({ insert_id: 'i1' }), good({ insert_id: 'i1' })];
    const answer = await post().send({ events }).expect(200);
    expect(answer.body).toMatchObject({ accepted: 1, repeated: 1 });
    expect(answer.body.refused.map((one: { field: string; rule: string }) => [one.field, one.rule])).toEqual(
      bad.map(([, field, rule]) => [field, rule]),
    );
    expect(answer.body.refused.map((one: { index: number }) => one.index)).toEqual(bad.map((_, index) => index));
    expect(answer.body.refused[10].detail).toContain('import');
  });

  it('refuses the event with a number beyond a double, and takes the others', async () => {
    const events = [good({ properties: { side: 'good' } }), good({ properties: { list: [{ n: 'BEYOND' }] } })];
    const body = JSON.stringify({ events }).replace('"BEYOND"', '-1e400');
    const answer = await post().set('content-type', 'application/json').send(body).expect(200);
    expect(answer.body).toMatchObject({
      accepted: 1,
      refused: [{ index: 1, field: '/properties/list/0/n', rule: 'number_range' }],
    });
  });

  it('keeps what was refused for 7 days, and a card number nowhere', async () => {
    await post().send({ events: [good({ event: '', insert_id: 'seen', properties: { note: 'kept' } })] });
    await post().send({ events: [good({ event: '', properties: { card } })] });
    const list = () => request(service.app.getHttpServer()).get('/v1/events/refused').set(reader);
    const { body } = await list().expect(200);
    const seen = body.find((one: { insert_id: string }) => one.insert_id === 'seen');
    expect(seen).toMatchObject({ index: 0, field: '/event', rule: 'text' });
    expect(seen.text).toContain('kept');
    expect(body.at(-1)).toMatchObject({ rule: 'text', text: null });
    const { body: later } = await list().query({ after: seen.id }).expect(200);
    expect(later).toHaveLength(1);
    for (const table of ['event_refused', 'event_body']) {
      const { rows } = await database.database.pool.query(
        `SELECT count(*)::int AS count FROM ${table} AS one WHERE one::text ~ '4111.?1111.?1111.?1111'`,
      );
      expect(rows[0].count).toBe(0);
    }
    clock.time = now + 8 * 86_400_000;
    expect((await list().expect(200)).body).toEqual([]);
    clock.time = now;
    await request(service.app.getHttpServer()).get('/v1/events/refused').set(key).expect(403);
  });

  it('reads times in every shape that it takes, and marks what a test key sends', async () => {
    const test = { authorization: `Bearer ${await service.key({ live: false })}` };
    const events = [
      good({ event: 'seconds', time: now / 1_000 }),
      good({ event: 'text', time: '2026-03-10T13:00:00.000+01:00' }),
    ];
    await post().set(test).send({ events }).expect(200);
    const rows = (await stored()).filter(({ event }) => ['seconds', 'text'].includes(event));
    expect(rows.map(({ time, live }) => ({ time, live }))).toEqual([
      { time: now, live: false },
      { time: now, live: false },
    ]);
  });

  it('refuses as a whole only what is no batch', async () => {
    await post().send({ events: [] }).expect(400);
    await post()
      .send({ events: Array.from({ length: 2_001 }, () => good()) })
      .expect(400);
    expect(
      (
        await post()
          .send({ events: [good()], more: 1 })
          .expect(400)
      ).body.problems[0].pointer,
    ).toBe('/more');
    await request(service.app.getHttpServer())
      .post('/v1/events')
      .send({ events: [good()] })
      .expect(401);
    await request(service.app.getHttpServer())
      .post('/v1/events')
      .set(reader)
      .send({ events: [good()] })
      .expect(403);
  });

  describe('as Mixpanel’s /import', () => {
    const send = (query = '?strict=1') => {
      const [, token = ''] = key.authorization.split(' ');
      return request(service.app.getHttpServer()).post(`/import${query}`).auth(token, '');
    };
    const record = (properties: object) => ({
      event: 'Imported',
      properties: { distinct_id: 'b1', time: now / 1_000, $insert_id: 'm1', ...properties },
    });

    it('answers 200 in its words, and counts the same event over both routes once', async () => {
      const answer = await send()
        .send([record({ ip: '1.2.3.4', page: '/' })])
        .expect(200);
      expect(answer.body).toEqual({ code: 200, num_records_imported: 1, status: 'OK' });
      const same = good({ event: 'Imported', distinct_id: 'b1', insert_id: 'm1', time: now });
      expect((await post().send({ events: [same] })).body).toMatchObject({ accepted: 0, repeated: 1 });
      const row = (await stored()).find(({ event }) => event === 'Imported');
      expect(row).toMatchObject({ time: now, properties: '{"page":"/"}' });
    });

    it('answers 400 with the failed records, and the valid ones are in', async () => {
      const answer = await send()
        .send([record({ $insert_id: 'm2' }), record({ $insert_id: 'm3', time: 'x' }), { event: 'no properties' }])
        .expect(400);
      expect(answer.body).toEqual({
        code: 400,
        error: 'some data points in the request failed validation',
        failed_records: [
          {
            index: 1,
            insert_id: 'm3',
            field: 'properties.time',
            message: expect.stringContaining("'properties.time' is invalid"),
          },
          expect.objectContaining({ index: 2, insert_id: '', field: 'properties.distinct_id' }),
        ],
        num_records_imported: 1,
        status: 'Bad Request',
      });
      const repeated = await send('?strict=0').send([record({ $insert_id: 'm2' }), record({ time: 'x' })]);
      expect([repeated.status, repeated.body.num_records_imported]).toEqual([200, 1]);
    });

    it('takes seconds with a fraction, as Mixpanel’s own libraries send them, to the millisecond', async () => {
      const sent = { ...record({ $insert_id: 'f1', time: now / 1_000 + 0.123 }), event: 'Fraction' };
      expect((await send().send([sent]).expect(200)).body).toMatchObject({ num_records_imported: 1 });
      expect((await stored()).find(({ event }) => event === 'Fraction')?.time).toBe(now + 123);
    });

    it('takes gzip and newline-delimited JSON, also with bad lines', async () => {
      const lines = [
        JSON.stringify(record({ $insert_id: 'n1' })),
        '{"event":',
        '',
        JSON.stringify(record({ $insert_id: 'n2' })),
      ];
      const raw = (body: Buffer, type: string) =>
        send()
          .set('content-type', type)
          .set('content-encoding', 'gzip')
          .serialize((given) => given)
          .send(gzipSync(body));
      const answer = await raw(Buffer.from(lines.join('\n')), 'application/x-ndjson');
      expect(answer.body).toMatchObject({ code: 400, num_records_imported: 2, failed_records: [{ index: 1 }] });
      const json = await raw(Buffer.from(JSON.stringify([record({ $insert_id: 'n3' })])), 'application/json');
      expect(json.body).toMatchObject({ code: 200, num_records_imported: 1 });
      const bomb = await raw(Buffer.alloc(40_000_000, ' '), 'application/json');
      expect(bomb.status).toBe(413);
    });

    it('wants an $insert_id of each event when strict, as Mixpanel does', async () => {
      const without = { event: 'Imported', properties: { distinct_id: 'b2', time: now / 1_000 } };
      for (const query of ['', '?strict=1'])
        expect((await send(query).send([without]).expect(400)).body.failed_records).toEqual([
          {
            index: 0,
            insert_id: '',
            field: 'properties.$insert_id',
            message: "'properties.$insert_id' is invalid: every event needs one here",
          },
        ]);
      const answer = await send('?strict=0').send([without]).expect(200);
      expect(answer.body).toEqual({ code: 200, num_records_imported: 1, status: 'OK' });
    });

    it('refuses a request as a whole in its words too', async () => {
      const many = Array.from({ length: 2_001 }, (_, n) => record({ $insert_id: `x${n}` }));
      const server = service.app.getHttpServer();
      const raw = (body: string, type = 'application/json') =>
        send()
          .set('content-type', type)
          .serialize((given) => given)
          .send(body);
      const { authorization } = reader;
      for (const [test, code, status, error] of [
        [request(server).post('/import').send([]), 401, 'Unauthorized', expect.any(String)],
        [send().auth('vk_live_unknown', '').send([]), 401, 'Unauthorized', expect.any(String)],
        [request(server).post('/import').set({ authorization }).send([]), 403, 'Forbidden', expect.any(String)],
        [send().send({ event: 'x' }), 400, 'Bad Request', 'the body is not a list of events'],
        [raw('[{"event":'), 400, 'Bad Request', expect.stringContaining('JSON')],
        [raw('<events/>', 'text/xml'), 415, 'Unsupported Media Type', expect.stringContaining('application/json')],
        [send().send(many), 413, 'Request Entity Too Large', 'request exceeds max limit of 2000 events'],
        [raw(`[${' '.repeat(17_000_000)}]`), 413, 'Request Entity Too Large', expect.stringContaining('16777216')],
      ] as const) {
        const answer = await test.expect(code).expect('content-type', /^application\/json/);
        expect(answer.body).toEqual({ code, error, status });
      }
    });
  });
});
