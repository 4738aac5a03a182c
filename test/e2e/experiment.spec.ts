import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { AccessModule } from '#libs/access';
import { roleScopes } from '#libs/contracts';
import { ExperimentModule } from '../../apps/experiment/src/experiment.module.js';
import { testDatabase, type TestDatabase } from '../support/database.js';
import { testRedisUrl } from '../support/redis.js';
import { testService, type TestService } from '../support/service.js';

const definition = {
  hypothesis: 'A shorter form makes more visitors pledge.',
  unit: 'visitor',
  variants: [
    { key: 'control', weight: 0.5 },
    { key: 'short', weight: 0.5, description: 'Two fields' },
  ],
  baseline: 'control',
  metrics: ['pledge_conversion', 'pledged_per_visitor'],
};
const plan = {
  metric: 'pledge_conversion',
  baseline: 0.1,
  minimum_effect: { kind: 'absolute', value: 0.02 },
};

describe('experiments over HTTP', () => {
  let database: TestDatabase;
  let service: TestService;
  let analyst: string;
  let app: string;
  const as = (key: string) => ({
    get: (path: string) => request(service.app.getHttpServer()).get(path).set('x-api-key', key),
    post: (path: string, body?: object) =>
      request(service.app.getHttpServer()).post(path).set('x-api-key', key).send(body),
    patch: (path: string, body: object) =>
      request(service.app.getHttpServer()).patch(path).set('x-api-key', key).send(body),
  });

  beforeAll(async () => {
    database = await testDatabase();
    service = await testService({
      modules: [AccessModule, ExperimentModule],
      environment: {
        DATABASE_URL: database.url,
        REDIS_URL: await testRedisUrl(),
        REPORTING_TIME_ZONE: 'America/New_York',
      },
    });
    analyst = await service.key({ name: 'analyst', scopes: [...roleScopes.analyst] });
    app = await service.key({ name: 'the app' });
  });
  afterAll(async () => {
    await service.close();
    await database.close();
  });

  it('is read by the days of the company as they are at its start', async () => {
    const post = (path: string, body?: object) => as(analyst).post(path, body);
    const draft = await post('/v1/experiments', { key: 'zoned', ...definition }).expect(201);
    expect(draft.body.reporting_zone).toBeNull();
    const started = await post('/v1/experiments/zoned/start').expect(200);
    expect(started.body.reporting_zone).toBe('America/New_York');
  });

  it('makes a draft and says how many units its plan takes', async () => {
    const { body } = await as(analyst)
      .post('/v1/experiments', { key: 'form', ...definition, plan })
      .expect(201);
    expect(body).toMatchObject({
      key: 'form',
      state: 'draft',
      version: 1,
      salt: 'form',
      coverage: 1,
      created_by: 'analyst',
      plan: { power: 0.8, alpha: 0.05, units: { total: 7938, absolute_effect: 0.02 } },
      actions: ['start'],
    });
    await as(analyst)
      .post('/v1/experiments', { key: 'form', ...definition })
      .expect(409);
  });

  it('refuses weights that do not sum to one, and names the rule', async () => {
    const variants = [
      { key: 'control', weight: 0.5 },
      { key: 'short', weight: 0.4 },
    ];
    const { body } = await as(analyst)
      .post('/v1/experiments', { key: 'weights', ...definition, variants })
      .expect(400);
    expect(body.problems).toEqual([
      { pointer: '/variants', rule: 'weights_sum_to_one', detail: expect.stringContaining('0.9') },
    ]);
    const thirds = ['control', 'b', 'c'].map((key) => ({ key, weight: 0.333333 }));
    await as(analyst)
      .post('/v1/experiments', { key: 'thirds', ...definition, variants: thirds })
      .expect(201);
  });

  it.each([
    ['an unknown field', { colour: 'red' }, '/colour', 'unknown_field'],
    ['coverage above one', { coverage: 1.5 }, '/coverage', 'coverage_range'],
    ['a baseline that is no variant', { baseline: 'none' }, '/baseline', 'baseline_is_a_variant'],
    ['a metric that nobody knows', { metrics: ['clicks'] }, '/metrics/0', 'unknown_metric'],
    ['a metric twice', { metrics: ['pledge_conversion', 'pledge_conversion'] }, '/metrics', 'custom'],
    [
      'a plan of another metric',
      { plan: { ...plan, metric: 'pledged_per_visitor' } },
      '/plan/metric',
      'primary_metric',
    ],
    ['a key with a slash', { key: 'a/b' }, '/key', 'invalid_format'],
    ['one variant', { variants: [{ key: 'control', weight: 1 }] }, '/variants', 'variant_count'],
  ])('refuses %s', async (_, change, pointer, rule) => {
    const { body } = await as(analyst)
      .post('/v1/experiments', { key: 'bad', ...definition, ...change })
      .expect(400);
    expect(body.problems).toContainEqual(expect.objectContaining({ pointer, rule }));
  });

  it('changes a draft, at the version that was read', async () => {
    const { body } = await as(analyst).patch('/v1/experiments/form', { coverage: 0.8, version: 1 }).expect(200);
    expect(body).toMatchObject({ version: 2, coverage: 0.8, plan: { units: { total: 7938 } } });
    await as(analyst).patch('/v1/experiments/form', { coverage: 0.7, version: 1 }).expect(409);
    await as(analyst)
      .patch('/v1/experiments/form', { variants: [{ key: 'control', weight: 1 }] })
      .expect(400);
  });

  it('goes through its whole life, each step recorded with who, when, before and after', async () => {
    const steps = ['start', 'pause', 'resume', 'close', 'pause', 'resume', 'stop'];
    const states: string[] = [];
    for (const step of steps)
      states.push((await as(analyst).post(`/v1/experiments/form/${step}`).expect(200)).body.state);
    expect(states).toEqual(['running', 'paused', 'running', 'closed', 'paused', 'closed', 'stopped']);
    await as(analyst).post('/v1/experiments/form/start').expect(409);
    await as(analyst).patch('/v1/experiments/form', { coverage: 1 }).expect(409);
    await as(analyst).post('/v1/experiments/form/decide', { variant: 'long' }).expect(400);
    const decided = await as(analyst)
      .post('/v1/experiments/form/decide', { variant: 'short', note: 'It won.' })
      .expect(200);
    expect(decided.body).toMatchObject({ state: 'decided', decided_variant: 'short', actions: [] });
    expect(decided.body.pauses).toHaveLength(2);
    expect(decided.body.enrolment_closed_at <= decided.body.stopped_at).toBe(true);

    const first = await as(analyst).get('/v1/experiments/form/changes?limit=8').expect(200);
    const rest = await as(analyst).get(`/v1/experiments/form/changes?limit=8&before=${first.body.next}`).expect(200);
    const changes = [...first.body.changes, ...rest.body.changes];
    expect(changes.map((change) => change.action)).toEqual(['decide', ...steps.toReversed(), 'update', 'create']);
    expect(changes[0]).toMatchObject({
      version: 10,
      by: { kind: 'key', name: 'analyst' },
      note: 'It won.',
      before: { state: 'stopped', decided_variant: null },
      after: { state: 'decided', decided_variant: 'short' },
    });
    expect(rest.body.next).toBeNull();
    const { rows } = await database.database.pool.query(
      "SELECT action FROM audit WHERE subject_kind = 'experiment' AND subject_id = 'form' ORDER BY id DESC",
    );
    expect(rows.map((row) => row.action)).toEqual(changes.map((change) => `experiment.${change.action}`));
    await expect(database.database.pool.query('DELETE FROM experiment_change')).rejects.toThrow('only grows');
  });

  it('lists by state, a page at a time', async () => {
    for (const key of ['p1', 'p2', 'p3'])
      await as(analyst)
        .post('/v1/experiments', { key, ...definition })
        .expect(201);
    const drafts = await as(analyst).get('/v1/experiments?state=draft&limit=2').expect(200);
    expect(drafts.body.experiments.map(({ key }: { key: string }) => key)).toEqual(['p1', 'p2']);
    const more = await as(analyst).get(`/v1/experiments?state=draft&limit=2&after=${drafts.body.next}`).expect(200);
    expect(more.body).toMatchObject({ experiments: [{ key: 'p3' }, { key: 'thirds' }], next: null });
  });

  it('leaves experiments to those who may change them', async () => {
    await as(app)
      .post('/v1/experiments', { key: 'x', ...definition })
      .expect(403);
    await as(app).get('/v1/experiments').expect(403);
    await as(analyst).post('/v1/assignments', { units: {} }).expect(403);
    await as(analyst).get('/v1/experiments/nothing').expect(404);
    await as(analyst).post('/v1/experiments/nothing/start').expect(404);
  });

  it('describes the ready-made metrics', async () => {
    const { body } = await as(analyst).get('/v1/metrics').expect(200);
    expect(body).toContainEqual(expect.objectContaining({ key: 'collected_per_visitor', window_days: 67 }));
    expect(JSON.stringify(body)).not.toContain('metric/');
  });
});
