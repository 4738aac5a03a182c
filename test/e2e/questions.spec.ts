import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { AccessApiModule } from '#libs/access';
import { QuestionRunHandler, WarehouseLookHandler, JobsApiModule } from '#libs/analytics';
import { roleScopes, type QuestionBody } from '#libs/contracts';
import { Jobs } from '#libs/queue';
import { ExperimentModule } from '../../apps/experiment/src/experiment.module.js';
import { testDatabase, type TestDatabase } from '../support/database.js';
import { testRedisUrl } from '../support/redis.js';
import { testService, type TestService } from '../support/service.js';
import { until } from '../support/until.js';
import { warehouseWorker } from '../support/warehouse-worker.js';
import { duckDbAt } from '../support/warehouse.js';

const folder = mkdtempSync(join(tmpdir(), 'verdict-questions-'));
const warehouse = duckDbAt(join(folder, 'w.duckdb'));

const question: QuestionBody = {
  title: 'Large goals',
  question: 'Which projects ask for much?',
  why: 'They are looked at by hand before they go live.',
  needed_by: '2099-12-01',
  least: 'A count.',
  moderate: 'The list.',
  most: 'The list each morning.',
  sql: 'SELECT project_id, goal FROM project WHERE goal >= $1 ORDER BY goal, project_id',
  parameters: [{ name: 'least_goal', type: 'integer', description: 'minor units', default: 100 }],
};

describe('questions over HTTP', () => {
  let database: TestDatabase;
  let service: TestService;
  let analyst: string;
  let admin: string;
  const as = (key: string) => ({
    get: (path: string) => request(service.app.getHttpServer()).get(path).set('x-api-key', key),
    post: (path: string, body?: object) =>
      request(service.app.getHttpServer()).post(path).set('x-api-key', key).send(body),
    put: (path: string, body?: object) =>
      request(service.app.getHttpServer()).put(path).set('x-api-key', key).send(body),
    delete: (path: string) => request(service.app.getHttpServer()).delete(path).set('x-api-key', key),
  });
  const settled = async (run: string) => {
    await until(async () => (await as(analyst).get(`/v1/runs/${run}`)).body.state !== 'waiting');
    return (await as(analyst).get(`/v1/runs/${run}`).expect(200)).body;
  };

  beforeAll(async () => {
    database = await testDatabase();
    await warehouse.open();
    const connection = await warehouse.connect();
    for (const goal of [50, 100, 300])
      await connection.run(
        `INSERT INTO project (project_id, name, goal, snapshot_on) VALUES ('j${goal}', '=1+1', ${goal}, '2026-03-01')`,
      );
    await connection.run('CREATE TABLE snapshot.shop_staff (id BIGINT)');
    await connection.run('INSERT INTO snapshot.shop_staff VALUES (7)');
    connection.disconnectSync();
    const worker = warehouseWorker(warehouse, {
      question_run: QuestionRunHandler,
      warehouse_look: WarehouseLookHandler,
    });
    service = await testService({
      modules: [AccessApiModule, JobsApiModule, ExperimentModule, worker],
      environment: { DATABASE_URL: database.url, REDIS_URL: await testRedisUrl() },
    });
    analyst = await service.key({ scopes: [...roleScopes.analyst] });
    admin = await service.key({ scopes: [...roleScopes.admin] });
  });
  afterAll(async () => {
    await service.close();
    await warehouse.close();
    rmSync(folder, { recursive: true, force: true });
    await database.close();
  });

  it('are kept, asked, answered by permalink, and looked at', async () => {
    const { body: kept } = await as(analyst).post('/v1/questions', question).expect(201);
    expect(kept).toMatchObject({ ...question, version: 1, last_run: null });
    const { body: asked } = await as(analyst)
      .post(`/v1/questions/${kept.id}/runs`, { values: { least_goal: 90 } })
      .expect(202);
    expect(asked).toMatchObject({ question_version: 1, values: { least_goal: 90 } });
    const run = await settled(asked.id);
    expect(run).toMatchObject({ state: 'answered', row_count: 2, truncated: false, columns: ['project_id', 'goal'] });
    expect(run.engine).toMatch(/^duckdb/);
    expect(run.disclaimer).toContain('Does this look right to you?');
    const { body: rows } = await as(analyst).get(`/v1/runs/${asked.id}/rows`).expect(200);
    expect(rows.rows).toEqual([
      ['j100', 100],
      ['j300', 300],
    ]);
    const { body: text } = await as(analyst).get(`/v1/queries/${run.hash}`).expect(200);
    expect(text.engine).toBe(run.engine);
    expect(text.text).toContain('goal >= CAST($1 AS BIGINT)');
    await as(analyst).post(`/v1/runs/${asked.id}/notes`, { looks_right: false, text: 'j50 is missing' }).expect(201);
    expect((await as(analyst).get(`/v1/runs/${asked.id}`)).body.notes).toMatchObject([
      { looks_right: false, text: 'j50 is missing' },
    ]);
    const { body: list } = await as(analyst).get('/v1/questions').expect(200);
    expect(list[0].last_run).toMatchObject({ id: asked.id, state: 'answered' });
  });

  it('keep the answers that they had when they change, and are asked no more once archived', async () => {
    const { body: kept } = await as(analyst).post('/v1/questions', question).expect(201);
    const { body: first } = await as(analyst).post(`/v1/questions/${kept.id}/runs`, {}).expect(202);
    await settled(first.id);
    const changed = { ...question, sql: 'SELECT COUNT(*) AS projects FROM project', parameters: [] };
    await as(analyst).put(`/v1/questions/${kept.id}`, changed).expect(200);
    const { body: second } = await as(analyst).post(`/v1/questions/${kept.id}/runs`, {}).expect(202);
    await settled(second.id);
    expect((await as(analyst).get(`/v1/runs/${first.id}/rows`)).body.columns).toEqual(['project_id', 'goal']);
    const { body: runs } = await as(analyst).get(`/v1/questions/${kept.id}/runs`).expect(200);
    expect(runs.map((run: { question_version: number }) => run.question_version)).toEqual([2, 1]);
    await as(analyst).delete(`/v1/questions/${kept.id}`).expect(204);
    await as(analyst).post(`/v1/questions/${kept.id}/runs`, {}).expect(409);
    await as(analyst).put(`/v1/questions/${kept.id}`, changed).expect(404);
    await as(analyst).get(`/v1/questions/${kept.id}`).expect(200);
  });

  it('say that they were cancelled', async () => {
    const endless = 'SELECT COUNT(*) FROM integers AS a, integers AS b, integers AS c WHERE a.n + b.n + c.n < 0';
    const { body } = await as(analyst).post('/v1/queries', { sql: endless }).expect(202);
    await as(admin).delete(`/v1/jobs/${body.job_id}`).expect(200);
    const { body: audit } = await as(admin).get('/v1/audit').query({ subject_kind: 'job' }).expect(200);
    expect(audit).toContainEqual(expect.objectContaining({ action: 'job.cancel', subject_id: body.job_id }));
    expect(await settled(body.id)).toMatchObject({ state: 'failed', error: 'It was cancelled.' });
  });

  it('need not be kept, and are given as CSV that no spreadsheet runs', async () => {
    const sql = 'SELECT name, project_id FROM project ORDER BY project_id';
    const { body } = await as(analyst).post('/v1/queries', { sql, rows: 1 }).expect(202);
    expect(await settled(body.id)).toMatchObject({ question_id: null, row_count: 1, truncated: true });
    const csv = await as(analyst)
      .get(`/v1/runs/${body.id}/rows?format=csv`)
      .expect(200)
      .expect('content-type', /text\/csv/);
    expect(csv.text).toBe("name,project_id\r\n'=1+1,j100\r\n");
  });

  it('keep a large answer in the buckets', async () => {
    const sql = "SELECT n, 'abcdefghijklmnopqrstuvwxyz' AS padding FROM integers WHERE n < 20000";
    const { body } = await as(analyst).post('/v1/queries', { sql, rows: 20_000 }).expect(202);
    expect(await settled(body.id)).toMatchObject({ state: 'answered', row_count: 20_000 });
    expect((await as(analyst).get(`/v1/runs/${body.id}/rows`)).body.rows).toHaveLength(20_000);
  });

  it('are explained without being asked', async () => {
    const { body } = await as(analyst)
      .post('/v1/queries', { sql: 'SELECT name FROM project', explain: true })
      .expect(202);
    expect(await settled(body.id)).toMatchObject({ state: 'answered', explain: true, columns: ['plan'] });
    expect(JSON.stringify((await as(analyst).get(`/v1/runs/${body.id}/rows`)).body.rows)).toMatch(/project/i);
  });

  it('say why there is no answer', async () => {
    const { body } = await as(analyst).post('/v1/queries', { sql: 'SELECT nothing FROM project' }).expect(202);
    const run = await settled(body.id);
    expect(run).toMatchObject({ state: 'failed', error: expect.stringContaining('nothing') });
    await as(analyst).get(`/v1/runs/${body.id}/rows`).expect(409);
  });

  it('are refused with the field and the rule', async () => {
    const refused = async (body: object, pointer: string, path = '/v1/questions') => {
      const answer = await as(analyst).post(path, body).expect(400);
      expect(answer.body.problems).toEqual(expect.arrayContaining([expect.objectContaining({ pointer })]));
    };
    await refused({ ...question, needed_by: undefined }, '/needed_by');
    await refused({ ...question, needed_by: '2000-01-01' }, '/needed_by');
    await refused({ ...question, sql: "SELECT * FROM read_csv('/etc/passwd')" }, '/sql');
    await refused({ ...question, sql: 'DROP TABLE project' }, '/sql');
    await refused({ ...question, parameters: [] }, '/parameters');
    await refused(
      { sql: question.sql, parameters: question.parameters, values: { least_goal: 'x' } },
      '/values/least_goal',
      '/v1/queries',
    );
    await as(analyst).get('/v1/runs/018f0000-0000-7000-8000-000000000000').expect(404);
  });

  it('may be changed after their day, but not to another day that is over', async () => {
    const { body: kept } = await as(analyst).post('/v1/questions', question).expect(201);
    const over = { ...question, needed_by: '2000-01-01' };
    const change = (body: object) => as(analyst).put(`/v1/questions/${kept.id}`, body);
    const refused = await change(over).expect(400);
    expect(refused.body.problems).toMatchObject([{ pointer: '/needed_by', rule: 'past' }]);
    await database.database.pool.query('UPDATE question SET body = $2 WHERE id = $1', [kept.id, JSON.stringify(over)]);
    expect((await change({ ...over, title: 'Large' }).expect(200)).body).toMatchObject({ title: 'Large' });
    await as(analyst).delete(`/v1/questions/${kept.id}`).expect(204);
  });

  it('reach a company’s table only while an admin has published it', async () => {
    const ask = () => as(analyst).post('/v1/queries', { sql: 'SELECT id FROM snapshot.shop_staff' });
    await ask().expect(400);
    await as(analyst).put('/v1/publications/snapshot.shop_staff').expect(403);
    await as(admin).put('/v1/publications/pg_catalog.pg_authid').expect(400);
    const jobs = service.app.get(Jobs, { strict: false });
    const look = await jobs.submit({ name: 'warehouse_look', payload: {}, createdBy: 'test' });
    await until(async () => (await jobs.get(look.id)).state === 'done');
    const missing = await as(admin).put('/v1/publications/snapshot.shop_stuff').expect(400);
    expect(missing.body.problems).toMatchObject([
      { pointer: '/relation', rule: 'unknown', detail: expect.stringContaining('no table or view of the warehouse') },
    ]);
    const { body: published } = await as(admin).put('/v1/publications/snapshot.shop_staff').expect(200);
    expect(published).toContainEqual(expect.objectContaining({ relation: 'snapshot.shop_staff', columns: [] }));
    const pledge = published.find(({ relation }: { relation: string }) => relation === 'published.pledge');
    expect(pledge.columns).toContainEqual({ name: 'revision', meaning: 'the latest that was scored' });
    const { body } = await ask().expect(202);
    expect(await settled(body.id)).toMatchObject({ state: 'answered', row_count: 1 });
    await as(admin).delete('/v1/publications/snapshot.shop_staff').expect(204);
    await ask().expect(400);
    await as(admin).delete('/v1/publications/snapshot.shop_staff').expect(404);
    const { body: list } = await as(analyst).get('/v1/publications').expect(200);
    expect(list).toContainEqual(expect.objectContaining({ relation: 'published.pledge', built_in: true }));
  });

  it('are not for a test key', async () => {
    const test = await service.key({ scopes: [...roleScopes.analyst], live: false });
    await as(test).post('/v1/queries', { sql: 'SELECT 1 AS one' }).expect(403);
  });
});
