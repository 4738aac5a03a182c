import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { AccessModule } from '#libs/access';
import { ReportHandler, JobsApiModule } from '#libs/analytics';
import { roleScopes } from '#libs/contracts';
import { FolderStore } from '#libs/objects';
import { Jobs } from '#libs/queue';
import { ExperimentModule } from '../../apps/experiment/src/experiment.module.js';
import { testDatabase, type TestDatabase } from '../support/database.js';
import { testRedisUrl } from '../support/redis.js';
import { testService, type TestService } from '../support/service.js';
import { until } from '../support/until.js';
import { warehouseWorker } from '../support/warehouse-worker.js';
import { duckDbAt } from '../support/warehouse.js';

const folder = mkdtempSync(join(tmpdir(), 'verdict-reports-'));
let database: TestDatabase;
const warehouse = duckDbAt(join(folder, 'w.duckdb'), new FolderStore(join(folder, 'buckets')), {
  onQuery: async (query) => {
    const record = { ...query, engine: 'duckdb', commit: 'abc', first_used_at: new Date() };
    await database.database.query('query/insert_query', record);
  },
});

const march = { from: '2026-03-01', to: '2026-03-31' };

describe('reports over HTTP', () => {
  let service: TestService;
  let analyst: string;
  const as = (key: string) => ({
    get: (path: string) => request(service.app.getHttpServer()).get(path).set('x-api-key', key),
    post: (path: string, body: object) =>
      request(service.app.getHttpServer()).post(path).set('x-api-key', key).send(body),
  });
  const answered = async (body: object) => {
    const { body: asked } = await as(analyst).post('/v1/reports', body).expect(202);
    expect(asked).toMatchObject({ state: 'waiting', hash: null });
    await until(async () => (await as(analyst).get(`/v1/reports/${asked.id}`)).body.state !== 'waiting');
    const { body: report } = await as(analyst).get(`/v1/reports/${asked.id}`).expect(200);
    expect(report).toMatchObject({ state: 'answered', error: null });
    const { body: answer } = await as(analyst).get(`/v1/reports/${asked.id}/rows`).expect(200);
    return { report, answer };
  };

  /** As after a backfill that found nothing more than what is there. */
  const computed = async (range: object): Promise<void> => {
    const jobs = service.app.get(Jobs, { strict: false });
    const payload = { table: 'live_project_day', ...range };
    const { id } = await jobs.submit({ name: 'warehouse_backfill', payload, createdBy: 'test' });
    await until(async () => (await jobs.get(id)).state === 'done');
  };

  beforeAll(async () => {
    database = await testDatabase();
    await warehouse.open();
    const connection = await warehouse.connect();
    const insert = (name: string, who: string, time: string, position: number) =>
      connection.run(
        `INSERT INTO event ("identity", source, name, distinct_id, time, properties, live, log_transaction, log_position)
         VALUES ('', 'app', '${name}', '${who}', '${time}', '{"country":"US"}', TRUE, 1, ${position})`,
      );
    await insert('New user', 'b1', '2026-03-02 10:00:00', 1);
    await insert('Page View', 'b1', '2026-03-02 10:01:00', 2);
    await insert('Pledge', 'b1', '2026-03-02 10:03:00', 3);
    await insert('New user', 'b2', '2026-03-03 10:00:00', 4);
    await insert('Page View', 'b2', '2026-03-10 10:00:00', 5);
    await connection.run(
      `INSERT INTO live_project_day SELECT DATE '2026-03-01' + CAST(n // 1000 AS INTEGER), 'US', 'a rather long category ' || n, 1
       FROM integers WHERE n < 10000`,
    );
    connection.disconnectSync();
    const worker = warehouseWorker(warehouse, { warehouse_report: ReportHandler });
    service = await testService({
      modules: [AccessModule, JobsApiModule, ExperimentModule, worker],
      environment: { DATABASE_URL: database.url, REDIS_URL: await testRedisUrl() },
    });
    analyst = await service.key({ scopes: [...roleScopes.analyst] });
    await computed(march);
  });
  afterAll(async () => {
    await service.close();
    await warehouse.close();
    rmSync(folder, { recursive: true, force: true });
    await database.close();
  });

  it('tell what people do after an event, with the SQL by permalink', async () => {
    const { report, answer } = await answered({ kind: 'paths', ...march, event: 'New user', steps: 2 });
    expect(report).toMatchObject({
      row_count: 2,
      request: { kind: 'paths', event: 'New user', steps: 2, gap_minutes: 30, rows: 50 },
      engine: expect.stringMatching(/^duckdb/),
    });
    expect(answer.columns.slice(0, 4)).toEqual(['step_1', 'step_2', 'paths', 'share']);
    expect(answer.rows).toEqual([
      [null, null, 1, 0.5, null, null, null, null],
      ['Page View', 'Pledge', 1, 0.5, 60, 60, 120, 120],
    ]);
    const { body: query } = await as(analyst).get(`/v1/queries/${report.hash}`).expect(200);
    expect(query).toMatchObject({ name: 'path/summarise_paths', text: expect.stringContaining('LEAD(') });
  });

  it('tell how many go on, and how many come back', async () => {
    const steps = ['New user', 'Page View', 'Pledge'];
    const funnel = await answered({ kind: 'funnel', ...march, steps, property: 'country' });
    expect(funnel.answer.rows.map(([value, , name, count]: unknown[]) => [value, name, count])).toEqual([
      ['US', 'New user', 2],
      ['US', 'Page View', 1],
      ['US', 'Pledge', 1],
    ]);
    const retention = await answered({ kind: 'retention', ...march, event: 'New user', periods: 3 });
    expect(retention.answer.rows).toEqual([
      ['2026-03-02', 0, 2, 2, 1, true],
      ['2026-03-02', 1, 2, 1, 0.5, false],
    ]);
  });

  it('say from when to when there are events where there are none in the days', async () => {
    const early = await answered({
      kind: 'funnel',
      from: '2020-01-01',
      to: '2020-01-31',
      steps: ['New user', 'Pledge'],
    });
    const detail = 'events are from 2026-03-02 to 2026-03-10.';
    expect(early.report.warnings).toEqual([
      {
        pointer: '/to',
        name: '2020-01-31',
        nearest: ['2026-03-02'],
        detail: `No event is from 2020-01-01 to 2020-01-31: ${detail}`,
      },
    ]);
    const late = await answered({ kind: 'retention', from: '2026-04-01', to: '2026-04-02', event: 'New user' });
    expect(late.report.warnings).toMatchObject([{ pointer: '/from', nearest: ['2026-03-10'] }]);
  });

  it('name the events that never happened, and what is called nearly so', async () => {
    const misspelt = await answered({ kind: 'paths', ...march, event: 'new users' });
    expect(misspelt.answer.rows).toEqual([]);
    expect(misspelt.report.warnings).toMatchObject([
      { pointer: '/event', name: 'new users', nearest: ['New user', 'Page View', 'Pledge'] },
    ]);
    const steps = ['New user', 'Pledged'];
    expect((await answered({ kind: 'funnel', ...march, steps })).report.warnings).toMatchObject([
      { pointer: '/steps/1', detail: expect.stringContaining('No event is called Pledged: the nearest are Pledge, ') },
    ]);
    const back = await answered({ kind: 'retention', ...march, event: 'New user', return_event: 'pledge' });
    expect(back.report.warnings).toMatchObject([
      { pointer: '/return_event', nearest: ['Pledge', expect.anything(), expect.anything()] },
    ]);
    const job = await service.app.get(Jobs, { strict: false }).get(back.report.job_id);
    expect(job.result).toEqual({ rows: back.answer.rows.length, warnings: [back.report.warnings[0].detail] });
    expect((await answered({ kind: 'paths', ...march, event: 'Pledge' })).report.warnings).toEqual([]);
    const unheard = await answered({ kind: 'funnel', ...march, steps: ['New user', 'Pledge'], property: 'contry' });
    expect(unheard.report.warnings).toMatchObject([{ pointer: '/property', name: 'contry' }]);
  });

  it('count live projects, in all or in a long answer that lies in the buckets', async () => {
    const whole = await answered({ kind: 'live_projects', from: '2026-03-02', to: '2026-03-03' });
    expect(whole.answer.rows).toEqual([
      ['2026-03-02', null, 1_000],
      ['2026-03-03', null, 1_000],
    ]);
    const long = await answered({ kind: 'live_projects', ...march, by: 'category' });
    expect(long.answer.rows).toHaveLength(10_000);
    const csv = await as(analyst).get(`/v1/reports/${long.report.id}/rows?format=csv`).expect(200);
    expect(csv.text.split('\r\n')[1]).toBe('2026-03-01,a rather long category 0,1');
  });

  it('name the days that were never computed, and how they are', async () => {
    const asked = { kind: 'live_projects', from: '2026-03-20', to: '2026-04-02' };
    const { body } = await as(analyst).post('/v1/reports', asked).expect(202);
    await until(async () => (await as(analyst).get(`/v1/reports/${body.id}`)).body.state !== 'waiting');
    const { body: report } = await as(analyst).get(`/v1/reports/${body.id}`).expect(200);
    expect(report.state).toBe('failed');
    expect(report.error).toContain('npx verdict warehouse backfill live_project_day --from 2026-04-01 --to 2026-04-02');
    await computed({ from: '2026-04-01', to: '2026-04-02' });
    expect((await answered(asked)).answer.rows).toEqual([]);
  });

  it('are listed, the latest first', async () => {
    const { report } = await answered({ kind: 'live_projects', from: '2026-03-02', to: '2026-03-02' });
    const { body } = await as(analyst).get('/v1/reports?limit=1').expect(200);
    expect(body).toEqual([report]);
  });

  it('are refused with the field and the rule', async () => {
    const refused = async (body: object, pointer: string) => {
      const answer = await as(analyst).post('/v1/reports', body).expect(400);
      expect(answer.body.problems).toEqual(expect.arrayContaining([expect.objectContaining({ pointer })]));
    };
    await refused({ kind: 'paths', ...march, event: 'New user', steps: 6 }, '/steps');
    await refused({ kind: 'paths', ...march, event: 'New\nuser' }, '/event');
    await refused({ kind: 'funnel', ...march, steps: ['Pledge'] }, '/steps');
    await refused({ kind: 'funnel', ...march, steps: ['A', 'B'], property: 'a"b' }, '/property');
    await refused({ kind: 'retention', ...march, event: 'New user', time_zone: 'Mars/Base' }, '/time_zone');
    await refused({ kind: 'live_projects', from: '2026-03-02', to: '2026-03-01' }, '/to');
    await refused({ kind: 'anything', ...march }, '/kind');
    await as(analyst).get('/v1/reports/018f0000-0000-7000-8000-000000000000').expect(404);
    const reviewer = await service.key({ scopes: [...roleScopes.reviewer] });
    await as(reviewer)
      .post('/v1/reports', { kind: 'live_projects', ...march })
      .expect(403);
  });
});
