import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { riskTest, type RiskTest } from '../support/risk.js';

describe('imports over HTTP', () => {
  let test: RiskTest;
  let key: string;
  const folder = mkdtempSync(join(tmpdir(), 'verdict-import-http-'));
  const path = join(folder, 'pledges.csv');

  beforeAll(async () => {
    writeFileSync(path, 'pledge_id,time,amount,project_id\np-1,2026-03-01T00:00:00Z,100,project\n');
    test = await riskTest();
    key = await test.service.key({ scopes: ['imports:write'] });
  });
  afterAll(async () => {
    await test.close();
    rmSync(folder, { recursive: true });
  });

  const ask = (method: 'get' | 'post', url: string, token = key): request.Test =>
    request(test.service.app.getHttpServer())[method](url).set('authorization', `Bearer ${token}`);

  it('takes a file of the server as a job, once', async () => {
    const body = { kind: 'pledges', path, mapping: { set: { currency: 'USD' } } };
    const first = await ask('post', '/v1/imports').send(body).expect(202);
    expect(first.body).toMatchObject({
      repeated: false,
      import: { kind: 'pledges', name: path, state: 'pending', counts: { lines: 0 }, report: null },
    });
    const { id, job_id } = first.body.import as { id: string; job_id: string };
    const { rows } = await test.database.database.pool.query('SELECT name, payload FROM job WHERE id = $1', [job_id]);
    expect(rows).toEqual([{ name: 'import_pledges', payload: { import_id: id } }]);
    const again = await ask('post', '/v1/imports').send(body).expect(202);
    expect(again.body).toMatchObject({ repeated: true, import: { id, job_id } });
    expect((await ask('get', `/v1/imports/${id}`).expect(200)).body).toMatchObject({ id, state: 'pending' });
    expect((await ask('get', '/v1/imports').expect(200)).body).toHaveLength(1);
    expect((await ask('get', `/v1/imports/${id}/quarantine`).expect(200)).body).toEqual([]);
    const audit = await test.database.database.pool.query("SELECT action FROM audit WHERE subject_kind = 'import'");
    expect(audit.rows).toEqual([{ action: 'import.create' }]);
  });

  it('goes on with an import whose job failed', async () => {
    const body = { kind: 'events', path, mapping: { map: { event: 'project_id', distinct_id: 'pledge_id' } } };
    const first = await ask('post', '/v1/imports').send(body).expect(202);
    await test.database.database.pool.query("UPDATE job SET state = 'failed', error = 'why' WHERE id = $1", [
      first.body.import.job_id,
    ]);
    const { id } = first.body.import as { id: string };
    expect((await ask('get', `/v1/imports/${id}`)).body).toMatchObject({ state: 'failed', error: 'why' });
    const again = await ask('post', '/v1/imports').send(body).expect(202);
    expect(again.body).toMatchObject({ repeated: true, import: { id, state: 'pending', error: null } });
    expect(again.body.import.job_id).not.toBe(first.body.import.job_id);
  });

  it('names what is wrong', async () => {
    const bad = await ask('post', '/v1/imports').send({ kind: 'pledges', path: '/nowhere.csv' }).expect(400);
    expect(bad.body).toMatchObject({ problems: [{ pointer: '/path', rule: 'file' }] });
    await ask('post', '/v1/imports').send({ kind: 'pledges', path, colour: 'red' }).expect(400);
    await ask('get', '/v1/imports/01a00000-0000-7000-8000-000000000000').expect(404);
  });

  it('is closed to those without the scope', async () => {
    const other = await test.service.key({ scopes: ['pledges:score'] });
    await ask('post', '/v1/imports', other).send({ kind: 'pledges', path }).expect(403);
    const testKey = await test.service.key({ scopes: ['imports:write'], live: false });
    await ask('post', '/v1/imports', testKey)
      .send({ kind: 'pledges', path, mapping: { set: { currency: 'USD' } } })
      .expect(403);
  });
});
