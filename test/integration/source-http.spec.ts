import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { AccessApiModule } from '#libs/access';
import { JobsApiModule } from '#libs/analytics';
import { ExperimentModule } from '../../apps/experiment/src/experiment.module.js';
import { testDatabase, type TestDatabase } from '../support/database.js';
import { testRedisUrl } from '../support/redis.js';
import { testService, type TestService } from '../support/service.js';

describe('sources over HTTP', () => {
  let database: TestDatabase;
  let service: TestService;
  let writer: string;
  let reader: string;

  beforeAll(async () => {
    database = await testDatabase();
    const environment = { DATABASE_URL: database.url, REDIS_URL: await testRedisUrl() };
    service = await testService({ modules: [AccessApiModule, JobsApiModule, ExperimentModule], environment });
    writer = await service.key({ scopes: ['sources:read', 'sources:write'] });
    reader = await service.key({ scopes: ['sources:read'] });
  });
  afterAll(async () => {
    await service.close();
    await database.close();
  });

  const ask = (method: 'get' | 'put' | 'post' | 'delete', url: string, token = writer): request.Test =>
    request(service.app.getHttpServer())[method](url).set('authorization', `Bearer ${token}`);

  const incremental = { mode: 'incremental', cursor: 'updated_at', key: ['id'] };

  it('are described, changed and forgotten, each with a word in the audit', async () => {
    const first = await ask('put', '/v1/sources/shop').send({ kind: 'mysql', description: 'The shop' }).expect(200);
    expect(first.body).toEqual({
      key: 'shop',
      kind: 'mysql',
      description: 'The shop',
      built_in: false,
      url_variable: 'SOURCE_SHOP_URL',
      tables: [],
    });
    const table = await ask('put', '/v1/sources/shop/tables/pledges').send(incremental).expect(200);
    expect(table.body).toMatchObject({
      name: 'pledges',
      definition: { ...incremental, others: 'keep', retention_days: 90, overlap: 3_600 },
      freshness: { day: null, late: false, latest: null },
    });
    const { body } = await ask('get', '/v1/sources', reader).expect(200);
    expect(body.map(({ key }: { key: string }) => key)).toEqual(['shop', 'verdict']);
    await ask('delete', '/v1/sources/shop/tables/pledges').expect(204);
    await ask('get', '/v1/sources/shop/tables/pledges').expect(404);
    await ask('delete', '/v1/sources/shop').expect(204);
    await ask('delete', '/v1/sources/shop').expect(404);
    const { rows } = await database.database.pool.query(
      "SELECT action, subject_kind, subject_id FROM audit WHERE subject_kind LIKE 'source%' ORDER BY id",
    );
    expect(rows).toEqual([
      { action: 'source.write', subject_kind: 'source', subject_id: 'shop' },
      { action: 'source_table.write', subject_kind: 'source_table', subject_id: 'shop/pledges' },
      { action: 'source_table.delete', subject_kind: 'source_table', subject_id: 'shop/pledges' },
      { action: 'source.delete', subject_kind: 'source', subject_id: 'shop' },
    ]);
  });

  it('bring what was told over HTTP until the company maps tables of its own', async () => {
    const entities = async () => {
      const { body } = await ask('get', '/v1/sources/verdict', reader).expect(200);
      return body.tables.map(
        (table: { definition: { entity: { name: string } | null } }) => table.definition.entity?.name,
      );
    };
    expect(await entities()).toEqual(['project', 'backer', 'rate']);
    await ask('put', '/v1/sources/own').send({ kind: 'postgres' }).expect(200);
    const entity = { name: 'backer', map: { backer_id: 'id' } };
    await ask('put', '/v1/sources/own/tables/users').send({ entity }).expect(200);
    expect(await entities()).toEqual(['project', undefined, 'rate']);
    const twice = await ask('put', '/v1/sources/own/tables/people').send({ entity }).expect(409);
    expect(twice.body.detail).toMatch(/^own\/users is the company’s backer already/);
    await ask('put', '/v1/sources/verdict').send({ kind: 'mysql' }).expect(403);
    await ask('delete', '/v1/sources/verdict/tables/rate').expect(403);
  });

  it('are pulled as jobs, a day once', async () => {
    await ask('put', '/v1/sources/asked').send({ kind: 'postgres' }).expect(200);
    const none = await ask('post', '/v1/sources/asked/pulls').send({}).expect(404);
    expect(none.body.detail).toBe('The source asked has no tables yet.');
    for (const name of ['one', 'two']) await ask('put', `/v1/sources/asked/tables/${name}`).send({}).expect(200);
    const { body } = await ask('post', '/v1/sources/asked/pulls').send({}).expect(202);
    expect(body.pulls).toMatchObject([
      { repeated: false, pull: { table: 'one', state: 'pending', attempt: 0, counts: null } },
      { repeated: false, pull: { table: 'two' } },
    ]);
    const { pull } = body.pulls[0];
    const job = await database.database.pool.query('SELECT name, payload FROM job WHERE id = $1', [pull.job_id]);
    expect(job.rows).toEqual([{ name: 'source_pull', payload: { pull_id: pull.id } }]);
    const again = await ask('post', '/v1/sources/asked/pulls').send({ table: 'one', again: true }).expect(202);
    expect(again.body.pulls).toMatchObject([{ repeated: true, pull: { id: pull.id, job_id: pull.job_id } }]);
    await database.database.pool.query("UPDATE job SET state = 'failed', error = 'why' WHERE id = $1", [pull.job_id]);
    const shown = await ask('get', `/v1/sources/asked/pulls/${pull.id}`, reader).expect(200);
    expect(shown.body).toMatchObject({ state: 'failed', error: 'why' });
    const retried = await ask('post', '/v1/sources/asked/pulls').send({ table: 'one' }).expect(202);
    expect(retried.body.pulls).toMatchObject([{ repeated: false, pull: { id: pull.id, state: 'pending' } }]);
    expect((await ask('get', '/v1/sources/asked/pulls?table=one', reader).expect(200)).body).toHaveLength(1);
    expect((await ask('get', `/v1/sources/asked/pulls/${pull.id}/quarantine`, reader).expect(200)).body).toEqual([]);
    await ask('get', `/v1/sources/own/pulls/${pull.id}`, reader).expect(404);
    const testKey = await service.key({ scopes: ['sources:write'], live: false });
    await ask('post', '/v1/sources/asked/pulls', testKey).send({}).expect(403);
  });

  it.each([
    ['a delta of files', { kind: 'files', location: 'file:/tmp' }, incremental, '/mode'],
    ['a delta without a key', { kind: 'mysql' }, { ...incremental, key: [] }, '/key'],
    ['a delta without a cursor', { kind: 'mysql' }, { mode: 'incremental', key: ['id'] }, '/cursor'],
    ['a cursor without a delta', { kind: 'mysql' }, { cursor: 'id' }, '/cursor'],
    ['a column twice', { kind: 'mysql' }, { columns: [{ name: 'a' }, { name: 'a', use: 'drop' }] }, '/columns'],
    ['an export of nothing', { kind: 'dynamodb', location: 's3://bucket/prefix' }, {}, '/columns'],
    ['events without their time', { kind: 'mixpanel' }, { columns: [{ name: 'time', use: 'drop' }] }, '/columns'],
    [
      'a field that is none of ours',
      { kind: 'mysql' },
      { entity: { name: 'backer', map: { colour: 'c' } } },
      '/entity/map/colour',
    ],
    ['a pledge without an id', { kind: 'mysql' }, { entity: { name: 'pledge', map: {} } }, '/entity/map/pledge_id'],
    ['a type that is none', { kind: 'mysql' }, { columns: [{ name: 'a', type: 'decimal(2,3)' }] }, '/columns/0/type'],
  ])('refuse %s', async (_what, source, table, pointer) => {
    await ask('put', '/v1/sources/wrong').send(source).expect(200);
    const { body } = await ask('put', '/v1/sources/wrong/tables/rows').send(table).expect(400);
    expect(body.problems.map((problem: { pointer: string }) => problem.pointer)).toContain(pointer);
    await ask('delete', '/v1/sources/wrong').expect(204);
  });

  it.each([
    ['a server with a location', { kind: 'mysql', location: 'file:/tmp' }],
    ['files of nowhere', { kind: 'files' }],
    ['a relative folder', { kind: 'files', location: 'file:folder' }],
    ['a secret in a location', { kind: 'files', location: 's3://key:secret@bucket/x' }],
    ['a kind that is none', { kind: 'oracle' }],
  ])('refuse %s', async (_what, source) => {
    const { text } = await ask('put', '/v1/sources/wrong').send(source).expect(400);
    expect(text).not.toContain('secret@');
  });

  it('are read by those who may read, and changed by nobody else', async () => {
    await ask('put', '/v1/sources/shop', reader).send({ kind: 'mysql' }).expect(403);
    await ask('put', '/v1/sources/Shop').send({ kind: 'mysql' }).expect(400);
    await ask('post', '/v1/sources/nowhere/pulls').send({}).expect(404);
    const other = await service.key({ scopes: ['jobs:read'] });
    await ask('get', '/v1/sources', other).expect(403);
  });
});
