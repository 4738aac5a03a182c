import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import type { HistoryItem, SinkLease } from '#libs/contracts';
import { HISTORY, SearchSink, type OpenHistory } from '#libs/search';
import { describeWithElasticsearch, type TestElasticsearch } from '../support/elasticsearch.js';
import { testFollower } from '../support/history.js';
import { Pipeline } from '../support/pipeline.js';
import { wireTo, type Wire } from '../support/proxy.js';
import { pledgeBody, riskTest, type RiskTest } from '../support/risk.js';

const now = Date.parse('2026-03-15T12:00:00Z');
const ip = '192.0.2.44';

/** The risk service, and beside it what a worker does, moved by hand. */
class Scene {
  test!: RiskTest;
  pipeline!: Pipeline;
  sink!: SearchSink;
  wire: Wire | undefined;
  private keys = { live: '', sandbox: '', reader: '', admin: '' };

  constructor(private readonly server: TestElasticsearch | undefined) {}

  async open(): Promise<void> {
    this.wire = this.server === undefined ? undefined : await wireTo(this.server.url);
    const environment =
      this.wire === undefined
        ? {}
        : { ELASTICSEARCH_URL: this.wire.url, ELASTICSEARCH_PREFIX: this.server?.prefix ?? '' };
    const clock = { now: () => this.pipeline?.clock.time ?? now };
    this.test = await riskTest({ environment, clock });
    const { database } = this.test.database;
    this.pipeline = new Pipeline(database, now);
    await this.pipeline.open();
    const opened = this.test.service.app.get<OpenHistory>(HISTORY, { strict: false });
    const follower = testFollower(database, this.pipeline.objects, opened, clock);
    this.sink = new SearchSink(database, opened.index, follower, clock);
    const reading = { scopes: ['events:read', 'events:write', 'pledges:score'] } as const;
    this.keys = {
      live: await this.test.service.key({ scopes: [...reading.scopes] }),
      sandbox: await this.test.service.key({ scopes: [...reading.scopes], live: false }),
      reader: await this.test.service.key({ scopes: ['events:read'] }),
      admin: await this.test.service.key({ scopes: ['events:read', 'jobs:write', 'jobs:read'] }),
    };
  }

  /** All that was reported, into the history. */
  async settle(): Promise<void> {
    const lease: SinkLease = await this.pipeline.lease();
    await this.pipeline.passed(() => this.pipeline.bucketSink.step(lease, true));
    const { database } = this.test.database;
    await database.query('sink/release_sink', { name: 'search', epoch: this.epoch });
    const values = { name: 'search', holder: 'test', seconds: 60, reads_log: false };
    this.epoch = (await database.one<{ epoch: number }>('sink/claim_sink', values)).epoch;
    await this.sink.open();
    while (await this.sink.step({ ...lease, epoch: this.epoch }));
    await this.server?.refresh();
  }
  private epoch = 0;

  get = (path: string, key: keyof Scene['keys'] = 'live') =>
    request(this.test.service.app.getHttpServer()).get(path).set('authorization', `Bearer ${this.keys[key]}`);

  post = (path: string, body: object, key: keyof Scene['keys'] = 'live') =>
    request(this.test.service.app.getHttpServer())
      .post(path)
      .set('authorization', `Bearer ${this.keys[key]}`)
      .send(body);

  async items(path: string, key: keyof Scene['keys'] = 'live'): Promise<HistoryItem[]> {
    const { body } = await this.get(path, key).expect(200);
    return body.items as HistoryItem[];
  }

  async close(): Promise<void> {
    this.wire?.mend();
    await this.test.close();
    await this.wire?.close();
    await this.pipeline.close();
    await this.server?.clean();
  }
}

function suite(make: () => Scene): () => Scene {
  let scene: Scene;
  beforeAll(async () => {
    scene = make();
    await scene.open();
    const event = (over: object) => ({ event: 'Page View', distinct_id: 'v1', time: now - 60_000, ip, ...over });
    await scene.post('/v1/events', {
      events: [
        event({ properties: { page: 'Größe', project_id: 'pr1' } }),
        event({ time: now - 50_000, properties: { page: 'home' } }),
        event({
          event: 'New user',
          distinct_id: 'b1',
          time: now - 40_000,
          properties: { $device_id: 'v1', $user_id: 'b1' },
        }),
        event({ distinct_id: 'v2', time: now - 30_000, properties: { page: 'discover' } }),
        event({ distinct_id: 'v3', ip: '192.0.2.99', time: now - 20_000 }),
      ],
    });
    await scene.post('/v1/events', { events: [event({ distinct_id: 'tester' })] }, 'sandbox');
    const pledge = (backer: string, over: object = {}) =>
      pledgeBody({ pledge: { id: `p-${backer}`, backer_id: backer }, credit_card: { token: 'c1' }, ...over });
    const email = { address: 'Ann@Example.com' };
    await scene.post('/v1/pledges/score', pledge('b1', { device: { ip_address: ip }, email })).expect(200);
    await scene.post('/v1/pledges/score', pledge('b2', { device: { ip_address: '192.0.2.50' } })).expect(200);
    await scene.post('/v1/pledges/score', pledge('b9'), 'sandbox').expect(200);
    await scene.settle();
  });
  afterAll(() => scene.close());

  it('shows a backer’s timeline from before she signed up', async () => {
    const items = await scene.items('/v1/history/timeline?backer=b1');
    expect(items.map(({ name, distinct_id, backer }) => [name, distinct_id, backer])).toEqual([
      ['Pledge Assessed', 'b1', 'b1'],
      ['New user', 'b1', 'b1'],
      ['Page View', 'v1', 'b1'],
      ['Page View', 'v1', 'b1'],
    ]);
    expect(items[0]).toMatchObject({ kind: 'assessment', pledge: 'p-b1', card: 'c1', revision: 1, country: 'FR' });
    expect(items.at(-1)).toMatchObject({ properties: { page: 'Größe' }, project: 'pr1', live: true });
  });

  it.each([
    ['visitor=v1', 3],
    ['card=c1', 2],
    [`ip=${ip}`, 5],
    ['email=ann@example.COM', 1],
    ['project=pr1', 1],
    ['pledge=p-b2', 1],
    ['device=nothing', 0],
    ['backer=b1&kind=assessment', 1],
  ])('shows the timeline of %s', async (entity, count) => {
    expect(await scene.items(`/v1/history/timeline?${entity}`)).toHaveLength(count);
  });

  it('never shows an e-mail address, and finds it by its fingerprint', async () => {
    const { text } = await scene.get('/v1/history/timeline?backer=b1').expect(200);
    expect(text.toLowerCase()).not.toContain('ann@');
    const [item] = await scene.items('/v1/history/timeline?backer=b1');
    expect(await scene.items(`/v1/history/timeline?email=${item?.email}`)).toEqual([item]);
  });

  it('lists the events of a distinct id', async () => {
    const events = await scene.items('/v1/events?distinct_id=v1&name=Page%20View');
    expect(events.map(({ properties }) => properties['page'])).toEqual(['home', 'Größe']);
    expect(await scene.items('/v1/events?distinct_id=b1')).toHaveLength(2);
  });

  it('searches words and fields, and counts what it finds', async () => {
    const { body } = await scene.get('/v1/history/search?q=GROSSE&facets=name&facets=country').expect(200);
    expect(body).toMatchObject({
      total: { items: 1, is_exact: true },
      facets: { name: [{ value: 'Page View', items: 1 }], country: [{ value: 'FR', items: 1 }] },
      from: '2025-12-16T12:00:00.000Z',
      to: '2026-03-16T12:00:00.000Z',
    });
    expect(await scene.items('/v1/history/search?q=disc*')).toHaveLength(1);
    expect(await scene.items('/v1/history/search?ip=192.0.2.0/24')).toHaveLength(7);
    expect(await scene.items('/v1/history/search?property=page:home')).toHaveLength(1);
    expect(await scene.items('/v1/history/search?kind=assessment&kind=outcome&min_score=0')).toHaveLength(2);
    expect(await scene.items('/v1/history/search?backer=b1&name=Page%20View')).toHaveLength(2);
    expect(await scene.items('/v1/history/search?to=2020-01-02T00:00:00Z&from=2020-01-01T00:00:00Z')).toEqual([]);
  });

  it('goes on from page to page, with the same question', async () => {
    const first = await scene.get('/v1/history/search?limit=4&facets=kind').expect(200);
    const cursor = encodeURIComponent(first.body.next_cursor as string);
    await scene.post('/v1/events', { events: [{ event: 'Late', distinct_id: 'v9', time: now - 55_000 }] });
    await scene.settle();
    const second = await scene.get(`/v1/history/search?limit=4&cursor=${cursor}`).expect(200);
    expect(second.body).toMatchObject({ total: null, facets: {}, next_cursor: null });
    const ids = [...first.body.items, ...second.body.items].map(({ id }: HistoryItem) => id);
    expect(new Set(ids).size).toBe(7);
    const other = await scene.get(`/v1/history/search?limit=4&name=Late&cursor=${cursor}`).expect(400);
    expect(other.body.problems).toMatchObject([{ pointer: '?cursor', rule: 'cursor' }]);
  });

  it('names who is related, a visitor by the backer that she became', async () => {
    const { body } = await scene.get('/v1/history/related?backer=b2').expect(200);
    expect(body).toMatchObject({
      entity: { kind: 'backer', id: 'b2' },
      shared: [{ by: 'card', value: 'c1', own_items: 1, items: 1, others: 1 }],
      relatives: [{ id: 'b1', by: ['card'], items: 1 }],
    });
    const { body: visitor } = await scene.get('/v1/history/related?visitor=v2').expect(200);
    expect(visitor.relatives).toMatchObject([{ id: 'b1', by: ['ip'], items: 4 }]);
    expect((await scene.get('/v1/history/related?card=c1').expect(200)).body.relatives).toMatchObject([
      { id: 'b1', by: ['ip'], items: 3 },
      { id: 'v2', by: ['ip'], items: 1 },
    ]);
  });

  it('counts over time', async () => {
    const { body } = await scene
      .get('/v1/history/counts?by=kind&interval=hour&name=Pledge%20Assessed&from=2026-03-10T00:00:00Z')
      .expect(200);
    expect(body).toMatchObject({
      by: 'kind',
      interval: 'hour',
      lines: [{ value: 'assessment', items: 2, points: [{ time: '2026-03-15T12:00:00.000Z', items: 2 }] }],
    });
  });

  it('keeps what test keys sent to them, and to who asks for it', async () => {
    const sandbox = await scene.items('/v1/history/search?live=false');
    expect(new Set(sandbox.map(({ distinct_id }) => distinct_id))).toEqual(new Set(['b9', 'tester']));
    expect(await scene.items('/v1/history/search', 'sandbox')).toEqual(sandbox);
    expect(await scene.items('/v1/history/timeline?backer=b9')).toEqual([]);
    expect((await scene.get('/v1/history/related?card=c1', 'sandbox').expect(200)).body.relatives).toEqual([]);
  });

  it.each([
    ['search?q=--', '?q', 'words'],
    ['search?q=a*', '?q', 'words'],
    [`search?q=${Array.from({ length: 11 }, (_, index) => `w${index}`).join('+')}`, '?q', 'words'],
    ['search?ip=1.2.3', '?ip', 'ip'],
    ['search?email=nobody', '?email', 'email'],
    ['search?backer=b1&visitor=v1', '?visitor', 'one'],
    ['search?from=2026-03-15T12:00:00Z&to=2026-03-15T12:00:00Z', '?from', 'range'],
    ['search?from=2024-01-01T00:00:00Z', '?from', 'range'],
    ['search?cursor=bm9uZQ', '?cursor', 'cursor'],
    ['search?property=project_id:pr1', '?property', 'field'],
    ['search?property=base_amount:5', '?property', 'field'],
    ['search?kind=pledge', '?kind', 'invalid_union'],
    ['search?limit=201', '?limit', 'too_big'],
    ['search?property=none', '?property', 'invalid_format'],
    ['search?nothing=1', '?nothing', 'unknown_field'],
    ['timeline', '?', 'custom'],
    ['timeline?backer=b1&card=c1', '?', 'custom'],
    ['related?ip=192.0.2.0/24', '?ip', 'ip'],
    ['counts?interval=hour&from=2025-12-16T12:00:00Z', '?interval', 'points'],
  ])('refuses %s by field and rule', async (path, pointer, rule) => {
    const { body } = await scene.get(`/v1/history/${path}`).expect(400);
    expect(body.problems).toEqual(expect.arrayContaining([expect.objectContaining({ pointer, rule })]));
  });

  it('lists what it could not take, and is built anew on request, each by its scope', async () => {
    expect((await scene.get('/v1/history/refused', 'reader').expect(200)).body).toEqual([]);
    await scene.post('/v1/history/rebuild', {}, 'reader').expect(403);
    const { body } = await scene.post('/v1/history/rebuild', {}, 'admin').expect(202);
    expect((await scene.post('/v1/history/rebuild', {}, 'admin').expect(202)).body).toEqual(body);
    await scene.test.database.database.query('job/cancel_job', { id: body.job_id, now: new Date(now) });
  });

  return () => scene;
}

describe('the event history over HTTP, in PostgreSQL', () => {
  const scene = suite(() => new Scene(undefined));

  it.each(['99999999999:1', '1:', '-1:-1', 'nothing', '4294967297:1'])('refuses the forged pin %s', async (pin) => {
    const { body } = await scene().get('/v1/history/search?limit=1').expect(200);
    const parts = JSON.parse(Buffer.from(body.next_cursor as string, 'base64url').toString('utf8')) as unknown[];
    const forged = Buffer.from(JSON.stringify([...parts.slice(0, -1), pin])).toString('base64url');
    const answer = await scene().get(`/v1/history/search?limit=1&cursor=${forged}`).expect(400);
    expect(answer.body.problems).toMatchObject([{ pointer: '?cursor', rule: 'expired' }]);
  });
});

describeWithElasticsearch('the event history over HTTP, in Elasticsearch', (make) => {
  suite(() => new Scene(make()));

  it('is degraded while Elasticsearch is away: 503 for questions, nothing lost', async () => {
    const scene = new Scene(make());
    await scene.open();
    try {
      await scene.settle();
      const ready = async () => (await scene.get('/health/ready').expect(200)).body.degraded as string[];
      expect((await ready()).join()).not.toContain('elasticsearch');
      scene.wire?.cut();
      const answer = await scene.get('/v1/history/timeline?backer=b1').expect(503);
      expect(answer.headers['retry-after']).toBe('5');
      expect(JSON.stringify(answer.body)).not.toMatch(/127\.0\.0\.1|http:/);
      expect((await ready()).join()).toContain('elasticsearch: away');
      await scene.post('/v1/events', { events: [{ event: 'Page View', distinct_id: 'v1', time: now }] }).expect(200);
      await expect(scene.settle()).rejects.toMatchObject({ kind: 'unavailable' });
      expect((await scene.sink.lag()).rows).toBe(1);
      scene.wire?.mend();
      await scene.settle();
      expect(await scene.items('/v1/events?distinct_id=v1')).toHaveLength(1);
    } finally {
      await scene.close();
    }
  });
});
