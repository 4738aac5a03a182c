import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { AccessApiModule } from '#libs/access';
import { JobsApiModule } from '#libs/analytics';
import { roleScopes } from '#libs/contracts';
import { FactCheckHandler, readyMadeFacts, readyMadeMetrics, writeReadyMade } from '#libs/experimentation';
import { ExperimentModule } from '../../apps/experiment/src/experiment.module.js';
import { testDatabase, type TestDatabase } from '../support/database.js';
import { postsOf, snippetsOf } from '../support/guide.js';
import { testRedisUrl } from '../support/redis.js';
import { testService, type TestService } from '../support/service.js';
import { until } from '../support/until.js';
import { warehouseWorker } from '../support/warehouse-worker.js';
import { duckDbAt, warehouseCatalogue } from '../support/warehouse.js';

const folder = mkdtempSync(join(tmpdir(), 'verdict-metrics-'));
const warehouse = duckDbAt(join(folder, 'w.duckdb'));

const fact = {
  key: 'visit',
  name: 'Visits',
  description: 'One row a page view.',
  sql: 'SELECT event.distinct_id AS visitor_id, event.time AS time, event.name AS page, 1 AS value FROM event;',
};
const metric = {
  key: 'visits_per_unit',
  name: 'Visits per unit',
  kind: 'mean',
  numerator: { fact: 'visit', filters: [{ column: 'page', op: '=', value: 'Page View' }] },
  act_days: 3,
};
const experiment = {
  hypothesis: 'It helps.',
  unit: 'visitor',
  variants: [
    { key: 'control', weight: 0.5 },
    { key: 'treatment', weight: 0.5 },
  ],
  baseline: 'control',
};

describe('facts and metrics over HTTP', () => {
  let database: TestDatabase;
  let service: TestService;
  let analyst: string;
  const as = (key: string) => {
    const server = () => request(service.app.getHttpServer());
    return {
      get: (path: string) => server().get(path).set('x-api-key', key),
      post: (path: string, body?: object) => server().post(path).set('x-api-key', key).send(body),
      patch: (path: string, body?: object) => server().patch(path).set('x-api-key', key).send(body),
      delete: (path: string) => server().delete(path).set('x-api-key', key),
    };
  };
  const checked = async (key: string) => {
    await until(async () => (await as(analyst).get(`/v1/facts/${key}`)).body.check.state !== 'waiting');
    return (await as(analyst).get(`/v1/facts/${key}`).expect(200)).body;
  };
  const rules = ({ body }: { body: { problems?: { pointer: string; rule: string }[] } }) =>
    body.problems?.map(({ pointer, rule }) => `${pointer} ${rule}`);
  const draft = (key: string, change: object) => as(analyst).post('/v1/experiments', { key, ...experiment, ...change });

  beforeAll(async () => {
    database = await testDatabase();
    await warehouse.open();
    service = await testService({
      modules: [
        AccessApiModule,
        JobsApiModule,
        ExperimentModule,
        warehouseWorker(warehouse, { fact_check: FactCheckHandler }),
      ],
      environment: { DATABASE_URL: database.url, REDIS_URL: await testRedisUrl() },
    });
    analyst = await service.key({ scopes: [...roleScopes.analyst] });
    await as(analyst).post('/v1/facts', fact).expect(201);
    await checked('visit');
  });
  afterAll(async () => {
    await service.close();
    await warehouse.close();
    rmSync(folder, { recursive: true, force: true });
    await database.close();
  });

  it('come ready-made, by the system, and are not changed', async () => {
    const { body: facts } = await as(analyst).get('/v1/facts').expect(200);
    const ours = facts.filter(({ built_in }: { built_in: boolean }) => built_in);
    expect(ours.map(({ key }: { key: string }) => key).toSorted()).toEqual(
      readyMadeFacts.map(({ key }) => key).toSorted(),
    );
    const { body: pledge } = await as(analyst).get('/v1/facts/pledge').expect(200);
    expect(pledge).toMatchObject({
      version: 1,
      checked_version: 1,
      created_by: { kind: 'system' },
      check: { state: 'checked' },
    });
    expect(pledge.metrics).toContain('pledge_conversion');
    const { body: query } = await as(analyst).get(`/v1/queries/${pledge.hash}`).expect(200);
    expect(query).toMatchObject({ name: 'fact/pledge', text: pledge.sql });
    const { body: metrics } = await as(analyst).get('/v1/metrics').expect(200);
    const keys = metrics.map(({ key }: { key: string }) => key);
    expect(keys).toEqual(expect.arrayContaining(Object.keys(readyMadeMetrics)));
    await as(analyst).patch('/v1/facts/pledge', { name: 'Ours' }).expect(409);
    await as(analyst).delete('/v1/metrics/pledge_conversion').expect(409);
  });

  it('are written once more only where a release changes them', async () => {
    const written = { catalogue: warehouseCatalogue, at: new Date(), commit: 'next' };
    await database.database.transaction((transaction) => writeReadyMade(transaction, written));
    expect((await as(analyst).get('/v1/metrics/pledge_conversion')).body.version).toBe(1);
    expect((await as(analyst).get('/v1/facts/pledge')).body.version).toBe(1);
  });

  it('check a fact at once, then by a job, which finds its columns', async () => {
    const visit = await checked('visit');
    expect(visit.check).toMatchObject({ state: 'checked', error: null, engine: expect.stringMatching(/^duckdb/) });
    expect(visit.columns).toEqual([
      { name: 'visitor_id', type: 'text' },
      { name: 'time', type: 'timestamp' },
      { name: 'page', type: 'text' },
      { name: 'value', type: 'integer' },
    ]);
    expect(visit.sql).toBe(fact.sql.slice(0, -1));
    await as(analyst).post('/v1/facts', fact).expect(409);
  });

  it.each([
    ['another statement', 'DELETE FROM event', 'select_only'],
    ['what is not published', 'SELECT * FROM warehouse.event', 'relation'],
    ['a parameter', 'SELECT distinct_id AS visitor_id, time FROM event WHERE name = $1', 'parameters'],
    ['a file', "SELECT * FROM read_csv('/etc/passwd')", 'not_allowed'],
  ])('refuse %s in a fact', async (_, sql, rule) => {
    const answer = await as(analyst)
      .post('/v1/facts', { ...fact, key: 'bad', sql })
      .expect(400);
    expect(rules(answer)).toEqual([`/sql ${rule}`]);
  });

  it.each([
    ['nobody', 'SELECT event.time AS time FROM event', 'a row says whose it is'],
    ['an unknown column', 'SELECT event.visitor AS visitor_id, event.time AS time FROM event', 'visitor'],
    [
      'amounts that are not exact',
      'SELECT event.distinct_id AS visitor_id, event.time AS time, CAST(1 AS DOUBLE PRECISION) AS value FROM event',
      'CAST it as BIGINT or DECIMAL',
    ],
  ])('say by the job why a fact of %s cannot be used', async (what, sql, why) => {
    const key = `of_${what.replaceAll(' ', '_')}`;
    await as(analyst)
      .post('/v1/facts', { ...fact, key, sql })
      .expect(201);
    const failed = await checked(key);
    expect(failed).toMatchObject({ checked_version: null, columns: null, check: { state: 'failed' } });
    expect(failed.check.error.toLowerCase()).toContain(why.toLowerCase());
    const answer = await as(analyst)
      .post('/v1/metrics', { ...metric, key: `over_${key}`, numerator: { fact: key } })
      .expect(400);
    expect(rules(answer)).toEqual(['/numerator/fact fact']);
    // As a further check finds it, and a worker that has lost the job meanwhile.
    const version = { fact_key: key, version: 1 };
    await database.database.query('fact/update_job', { ...version, job_id: failed.check.job_id });
    const lost = {
      signal: AbortSignal.timeout(20_000),
      hold: () => Promise.reject(new Error('Somebody else has it.')),
    };
    await expect(service.app.get(FactCheckHandler).run(version, lost)).rejects.toThrow('Somebody else has it.');
    expect((await as(analyst).get(`/v1/facts/${key}`)).body.check).toMatchObject({ state: 'waiting', error: null });
    await as(analyst).post(`/v1/facts/${key}/check`).expect(202);
    expect((await checked(key)).check).toMatchObject({ state: 'failed', error: failed.check.error });
    await as(analyst).delete(`/v1/facts/${key}`).expect(204);
    expect((await as(analyst).get('/v1/facts?archived=true')).body).toContainEqual(expect.objectContaining({ key }));
  });

  it('define a metric, and keep an experiment at the version that it started with', async () => {
    const { body: made } = await as(analyst).post('/v1/metrics', metric).expect(201);
    expect(made).toMatchObject({ version: 1, window_days: 3, units: ['visitor'], built_in: false, experiments: [] });
    const metrics = ['pledge_conversion', 'visits_per_unit'];
    const plan = { metric: 'pledge_conversion', baseline: 0.1, minimum_effect: { kind: 'relative', value: 0.1 } };
    const { body: drafted } = await draft('pinned', { metrics, plan }).expect(201);
    expect(drafted.pinned_metrics).toBeNull();
    const { body: started } = await as(analyst).post('/v1/experiments/pinned/start').expect(200);
    const pins = [
      { metric: 'pledge_conversion', version: 1, facts: { pledge: 1 }, added_at: null },
      { metric: 'visits_per_unit', version: 1, facts: { visit: 1 }, added_at: null },
    ];
    expect(started.pinned_metrics).toEqual(pins);

    const { body: changed } = await as(analyst)
      .patch('/v1/metrics/visits_per_unit', { act_days: 5, window_days: 6, version: 1, note: 'Longer.' })
      .expect(200);
    expect(changed).toMatchObject({ version: 2, act_days: 5, window_days: 6, note: 'Longer.' });
    expect(changed.experiments).toEqual([{ key: 'pinned', state: 'running', version: 1 }]);
    await as(analyst).patch('/v1/metrics/visits_per_unit', { act_days: 4, version: 1 }).expect(409);
    expect((await as(analyst).get('/v1/experiments/pinned')).body.pinned_metrics).toEqual(pins);
    const { body: versions } = await as(analyst).get('/v1/metrics/visits_per_unit/versions').expect(200);
    expect(versions.map(({ version, act_days }: never) => [version, act_days])).toEqual([
      [2, 5],
      [1, 3],
    ]);

    const { body: added } = await as(analyst)
      .post('/v1/experiments/pinned/metrics', { metric: 'visits_per_unit' })
      .expect(200);
    expect(added.metrics).toEqual(metrics);
    expect(added.pinned_metrics).toEqual([
      ...pins,
      { metric: 'visits_per_unit', version: 2, facts: { visit: 1 }, added_at: expect.any(String) },
    ]);
    await as(analyst).post('/v1/experiments/pinned/metrics', { metric: 'visits_per_unit' }).expect(409);
    const { body: history } = await as(analyst).get('/v1/experiments/pinned/changes').expect(200);
    expect(history.changes[0]).toMatchObject({ action: 'add_metric' });
  });

  it('refuse in an experiment what cannot be read of its units, at its field', async () => {
    const backers = await draft('backers', {
      unit: 'backer',
      metrics: ['pledge_conversion', 'visits_per_unit'],
    }).expect(400);
    expect(rules(backers)).toEqual(['/metrics/1 unit']);
    expect(rules(await draft('nobody', { metrics: ['clicks'] }).expect(400))).toEqual(['/metrics/0 unknown_metric']);
    await draft('late', { metrics: ['visits_per_unit'] }).expect(201);
    const early = await as(analyst).post('/v1/experiments/late/metrics', { metric: 'pledge_conversion' }).expect(409);
    expect(early.body.detail).toContain('draft');
    await as(analyst).delete('/v1/metrics/visits_per_unit').expect(204);
    expect(rules(await draft('later', { metrics: ['visits_per_unit'] }).expect(400))).toEqual(['/metrics/0 archived']);
    expect(rules(await as(analyst).post('/v1/experiments/late/start').expect(400))).toEqual(['/metrics/0 archived']);
    // What has started goes on.
    await as(analyst).patch('/v1/experiments/pinned', { hypothesis: 'It still helps.' }).expect(200);
  });

  it('keep a fact what its metrics are over', async () => {
    await as(analyst)
      .post('/v1/metrics', { ...metric, key: 'searches', kind: 'proportion' })
      .expect(201);
    const refused = await as(analyst).delete('/v1/facts/visit').expect(409);
    expect(refused.body.detail).toContain('searches');
    const sql = 'SELECT event.distinct_id AS visitor_id, event.time AS time FROM event';
    await as(analyst).patch('/v1/facts/visit', { sql }).expect(200);
    const visit = await checked('visit');
    expect(visit).toMatchObject({ version: 2, checked_version: 1, check: { state: 'failed' } });
    expect(visit.check.error).toContain('the metric searches is over it');
    const { body: renamed } = await as(analyst).patch('/v1/facts/visit', { sql: fact.sql, scale: 2 }).expect(200);
    expect(renamed).toMatchObject({ version: 3, check: { state: 'waiting' } });
    expect(await checked('visit')).toMatchObject({ checked_version: 3 });
    // Words alone need no check.
    expect((await as(analyst).patch('/v1/facts/visit', { name: 'Views' })).body).toMatchObject({ checked_version: 4 });
    const { body: again } = await as(analyst).get('/v1/facts/visit/versions').expect(200);
    expect(again.map(({ version }: { version: number }) => version)).toEqual([4, 3, 2, 1]);
  });

  it('are written as the guide has them', async () => {
    await draft('shorter_form', { metrics: ['pledge_conversion'] }).expect(201);
    await as(analyst).post('/v1/experiments/shorter_form/start').expect(200);
    const posts = postsOf(snippetsOf('docs/guides/metrics.md', 'sh').join(''));
    expect(posts.map(({ path }) => path)).toEqual(['/v1/facts', '/v1/metrics', '/v1/experiments/shorter_form/metrics']);
    for (const { path, body } of posts) {
      const own = JSON.parse(JSON.stringify(body).replaceAll('"visit', '"guided_visit')) as object;
      expect((await as(analyst).post(path, own)).status).toBeLessThan(300);
      if (path === '/v1/facts') await checked('guided_visit');
    }
  });

  it('are written by nobody without the right, and by no test key', async () => {
    const reader = await service.key({ scopes: ['experiments:read'] });
    await as(reader)
      .post('/v1/facts', { ...fact, key: 'mine' })
      .expect(403);
    const test = await service.key({ scopes: ['experiments:read', 'experiments:write'], live: false });
    await as(test)
      .post('/v1/facts', { ...fact, key: 'mine' })
      .expect(403);
    await as(test)
      .post('/v1/metrics', { ...metric, key: 'mine' })
      .expect(403);
  });
});
