import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { AccessModule } from '#libs/access';
import { Evaluation } from '#libs/bucketing';
import { clientScopes, roleScopes, type AssignmentView } from '#libs/contracts';
import { SnapshotService } from '#libs/experimentation';
import { ExperimentModule } from '../../apps/experiment/src/experiment.module.js';
import { testDatabase, type TestDatabase } from '../support/database.js';
import { Pipeline } from '../support/pipeline.js';
import { testRedisUrl } from '../support/redis.js';
import { testService, type TestService } from '../support/service.js';

const definition = {
  key: 'form',
  hypothesis: 'It helps.',
  unit: 'visitor',
  variants: [
    { key: 'control', weight: 1 },
    { key: 'treatment', weight: 0 },
  ],
  baseline: 'control',
  metrics: ['pledge_conversion'],
};
const treated = { variant: 'treatment', reason: 'forced', in_analysis: false };
const assigned = { variant: 'control', reason: 'assigned', in_analysis: true };

describe('forced variants over HTTP', () => {
  let database: TestDatabase;
  let service: TestService;
  let pipeline: Pipeline;
  let analyst: string;
  let app: string;
  let client: string;
  const snapshots = () => service.app.get(SnapshotService, { strict: false });
  const send = (method: 'get' | 'post' | 'put', path: string, body?: object) =>
    request(service.app.getHttpServer())[method](path).set('x-api-key', analyst).send(body);
  const force = (body: object, key = 'form') => send('put', `/v1/experiments/${key}/forced`, body);
  const ask = (key: string, { header, query = '' }: { header?: string; query?: string }, body?: object) => {
    const post = request(service.app.getHttpServer()).post(`/v1/assignments${query}`).set('x-api-key', key);
    if (header !== undefined) void post.set('x-verdict-force', header);
    return post.send({ units: { visitor: 'v_1' }, experiments: ['form'], ...body });
  };
  const answer = async (...asked: Parameters<typeof ask>): Promise<AssignmentView> =>
    (await ask(...asked).expect(200)).body.assignments[0];

  beforeAll(async () => {
    database = await testDatabase();
    service = await testService({
      modules: [AccessModule, ExperimentModule],
      environment: { DATABASE_URL: database.url, REDIS_URL: await testRedisUrl() },
    });
    pipeline = new Pipeline(database.database, Date.now());
    await pipeline.open();
    analyst = await service.key({ scopes: [...roleScopes.analyst] });
    app = await service.key();
    client = await service.key({ kind: 'client', scopes: [...clientScopes] });
    await send('post', '/v1/experiments', definition).expect(201);
    await send('post', '/v1/experiments', { ...definition, key: 'draft' }).expect(201);
    await send('post', '/v1/experiments/form/start').expect(200);
    await snapshots().reload();
  });
  afterAll(async () => {
    await pipeline.close();
    await service.close();
    await database.close();
  });

  it('are asked for by header or query, in drafts too, and marked', async () => {
    expect(await answer(app, {})).toMatchObject(assigned);
    expect(await answer(app, { header: 'form=treatment' })).toMatchObject(treated);
    expect(await answer(app, { header: 'draft=control, form:treatment' })).toMatchObject(treated);
    expect(await answer(app, { query: '?force=form:treatment' })).toMatchObject(treated);
    expect(await answer(app, { query: '?force=draft:control&force=form:treatment' })).toMatchObject(treated);
    const all = await ask(app, { header: 'draft=treatment' }, { experiments: undefined }).expect(200);
    expect(all.body.assignments).toMatchObject([
      { experiment: 'form', ...assigned },
      { experiment: 'draft', ...treated },
    ]);
  });

  it.each([
    [{ header: 'treatment' }, 'x-verdict-force', 'form'],
    [{ header: 'nothing=treatment' }, 'x-verdict-force', 'known_experiment'],
    [{ query: '?force=form:third' }, '?force', 'known_variant'],
    [{ query: `?force=${Array.from({ length: 21 }, () => 'form:control').join(',')}` }, '?force', 'too_many'],
  ])('are refused where there is none: %j', async (asked, pointer, rule) => {
    const { body } = await ask(app, asked).expect(400);
    expect(body.problems).toEqual([{ pointer, rule, detail: expect.any(String) }]);
  });

  it('are for a client key only where the experiment says so', async () => {
    const { body } = await ask(client, { header: 'form=treatment' }).expect(403);
    expect(body.detail).toContain('qa');
    for (const pair of ['form=nothing', 'draft=nothing', 'nothing=treatment']) {
      const [experiment = ''] = pair.split('=');
      const refused = await ask(client, { header: pair }).expect(403);
      expect(refused.body.detail.replace(experiment, 'form')).toBe(body.detail);
      expect(refused.body).not.toHaveProperty('problems');
      const flags = request(service.app.getHttpServer()).post(`/ofrep/v1/evaluate/flags?force=${pair}`);
      const { text } = await flags
        .set('x-api-key', client)
        .send({ context: { targetingKey: 'v_1' } })
        .expect(403);
      expect(text).not.toContain('control');
    }
    await force({ qa: true }).expect(200);
    await snapshots().reload();
    expect(await answer(client, { header: 'form=treatment' })).toMatchObject(treated);
    await ask(client, { header: 'draft=treatment' }).expect(403);
  });

  it('are kept for units, with who did it; all that is given takes the place of what was there', async () => {
    const wrong = await force({ units: { v_qa: 'treatment', 'a/b': 'third' } }).expect(400);
    expect(wrong.body.problems).toMatchObject([{ pointer: '/units/a~1b', rule: 'known_variant' }]);
    const units = { v_qa: 'treatment', v_other: 'control' };
    const { body } = await force({ units, note: 'to look at it' }).expect(200);
    expect(body).toMatchObject({ forced: units, qa: false, state: 'running' });
    const changes = await send('get', '/v1/experiments/form/changes').expect(200);
    expect(changes.body.changes[0]).toMatchObject({ action: 'force', note: 'to look at it', after: { forced: units } });
    await snapshots().reload();
    expect(await answer(app, {}, { units: { visitor: 'v_qa' } })).toMatchObject(treated);
    expect(await answer(app, {})).toMatchObject(assigned);
    const many = Object.fromEntries(Array.from({ length: 101 }, (_, index) => [`v_${index}`, 'control']));
    expect((await force({ units: many }).expect(400)).body.problems[0].pointer).toBe('/units');
  });

  it('are what a flag gives these units, as no exposure', async () => {
    const values = { control: 'control', treatment: 'treatment' };
    const rules = [{ id: 'r', kind: 'experiment', experiment: 'form', values }];
    await send('post', '/v1/flags', { key: 'f', type: 'string', default_value: 'none', rules }).expect(201);
    await send('post', '/v1/flags/f/publish').expect(200);
    await snapshots().reload();
    const gives = (visitor: string) =>
      new Evaluation(snapshots().current.flags.payload, { attributes: { visitor } }).flag('f');
    expect(gives('v_qa')).toMatchObject({ answer: { value: 'treatment', ruleId: 'r:forced:treatment' }, met: [] });
    expect(gives('v_1').met).toHaveLength(1);
  });

  it('are what OFREP gives a request that asks for them', async () => {
    const evaluate = (path: string, header?: string) => {
      const post = request(service.app.getHttpServer()).post(`/ofrep/v1/evaluate/flags${path}`).set('x-api-key', app);
      if (header !== undefined) void post.set('x-verdict-force', header);
      return post.send({ context: { targetingKey: 'v_1' } }).expect(200);
    };
    const metadata = { experiment: 'form', in_analysis: false };
    const forced = { key: 'f', value: 'treatment', variant: 'treatment', reason: 'TARGETING_MATCH', metadata };
    expect((await evaluate('/f')).body).toMatchObject({ value: 'control', reason: 'SPLIT' });
    expect((await evaluate('/f', 'form=treatment')).body).toMatchObject(forced);
    expect((await evaluate('/f?force=form:treatment')).body).toMatchObject(forced);
    expect((await evaluate('', 'form=treatment')).body.flags).toMatchObject([forced]);
    const unit = request(service.app.getHttpServer()).post('/ofrep/v1/evaluate/flags/f').set('x-api-key', app);
    expect((await unit.send({ context: { targetingKey: 'v_qa' } }).expect(200)).body).toMatchObject(forced);
  });

  it('stay out of the warehouse’s exposures, whoever reports them and how', async () => {
    const exposure = (id: string, variant: string, more: object = {}) => ({
      experiment: 'form',
      variant,
      unit: { type: 'visitor', id },
      ...more,
    });
    const exposures = [
      exposure('v_1', 'control'),
      exposure('v_qa', 'treatment'),
      exposure('v_2', 'treatment', { in_analysis: false }),
      exposure('v_3', 'control', { in_analysis: true }),
    ];
    const post = request(service.app.getHttpServer()).post('/v1/exposures').set('x-api-key', app);
    const told = await post.send({ exposures }).expect(200);
    expect(told.body).toMatchObject({ accepted: 4, refused: [] });
    await pipeline.settle();
    expect(await pipeline.rows("event WHERE name = '$experiment_started'")).toHaveLength(4);
    const units = await pipeline.rows<{ unit: string }>('exposure ORDER BY unit');
    expect(units.map(({ unit }) => unit)).toEqual(['v_1', 'v_3']);
    // Of the list it is known that it was forced; of a request only that it does not count.
    expect(await pipeline.rows('forced_exposure')).toMatchObject([
      { experiment: 'form', variant: 'treatment', unit: 'v_qa' },
    ]);
  });

  it('end with the experiment', async () => {
    await send('post', '/v1/experiments/form/pause').expect(200);
    await snapshots().reload();
    expect(await answer(app, {}, { units: { visitor: 'v_qa' } })).toMatchObject(treated);
    await send('post', '/v1/experiments/form/stop').expect(200);
    await snapshots().reload();
    const stopped = { variant: 'control', reason: 'stopped' };
    expect(await answer(app, {}, { units: { visitor: 'v_qa' } })).toMatchObject(stopped);
    expect(await answer(app, { header: 'form=treatment' })).toMatchObject(stopped);
    await force({ units: {} }).expect(409);
  });
});
