import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { AccessApiModule, KeyService, PeopleService } from '#libs/access';
import { projectRoot } from '#libs/config';
import type { KeyView, NewKey } from '#libs/contracts';
import { testDatabase, type TestDatabase } from '../support/database.js';
import { testService, type TestService } from '../support/service.js';
import { until } from '../support/until.js';

const password = 'correct horse battery';

describe('keys of clients', () => {
  let database: TestDatabase;
  let service: TestService;
  let cookie: string;
  let now = Date.now();
  const ask = () => request(service.app.getHttpServer());

  const signIn = async (email: string): Promise<string> => {
    const answer = await ask().post('/v1/session').send({ email, password }).expect(200);
    return String(answer.headers['set-cookie']).split(';')[0] ?? '';
  };
  const make = (key: Partial<NewKey>) =>
    ask()
      .post('/v1/keys')
      .set('cookie', cookie)
      .send({ kind: 'client', name: 'page', live: true, ...key });
  const rotate = (id: string, body: object = {}, who = cookie) =>
    ask().post(`/v1/keys/${id}/rotate`).set('cookie', who).send(body);
  const me = (token: string) => ask().get('/v1/me').set('x-api-key', token);
  const list = async (): Promise<KeyView[]> => (await ask().get('/v1/keys').set('cookie', cookie).expect(200)).body;

  beforeAll(async () => {
    database = await testDatabase();
    service = await testService({
      modules: [AccessApiModule],
      environment: { DATABASE_URL: database.url },
      clock: { now: () => now },
    });
    const people = service.app.get(PeopleService, { strict: false });
    await people.add({ email: 'ada@example.com', name: 'Ada', role: 'admin', password });
    await people.add({ email: 'rex@example.com', name: 'Rex', role: 'admin', password });
    cookie = await signIn('ada@example.com');
  });
  afterAll(async () => {
    await service.close();
    await database.close();
  });

  it('evaluate remotely unless said, and say so where they show the rules', async () => {
    const remote = (await make({}).expect(201)).body;
    expect(remote).toMatchObject({
      evaluation: 'remote',
      shows_rules: false,
      token: expect.stringMatching(/^vc_live_/),
    });
    const local = (await make({ evaluation: 'local' }).expect(201)).body;
    expect(local).toMatchObject({ evaluation: 'local', shows_rules: true });
    const app = (await make({ kind: 'app' }).expect(201)).body;
    expect(app).toMatchObject({ evaluation: null, shows_rules: false });
    const listed = new Map((await list()).map((key) => [key.id, key]));
    expect(listed.get(remote.id)).toMatchObject({ evaluation: 'remote', shows_rules: false });
    expect(listed.get(local.id)).toMatchObject({ evaluation: 'local', shows_rules: true });
    expect(listed.get(app.id)).toMatchObject({ evaluation: null, shows_rules: false });
  });

  it('may ask and report exposures, and never more than everybody may', async () => {
    const { id } = (await make({}).expect(201)).body;
    expect((await list()).find((key) => key.id === id)?.scopes).toEqual(['assignments:evaluate', 'exposures:write']);
    const { body } = await make({ scopes: ['events:write', 'people:write'] }).expect(400);
    expect(body.problems).toEqual([expect.objectContaining({ pointer: '/scopes/1', rule: 'public_key' })]);
    await make({ scopes: ['events:write'] }).expect(201);
  });

  it.each(['app', 'person'] as const)('alone have an evaluation, not those of an %s', async (kind) => {
    const { body } = await make({ kind, evaluation: 'local' }).expect(400);
    expect(body.problems).toEqual([expect.objectContaining({ pointer: '/evaluation', rule: 'client_only' })]);
  });

  describe('that are rotated', () => {
    it('work beside their successor until the overlap ends', async () => {
      const old = (await make({ kind: 'app', name: 'shop', scopes: ['experiments:read'] }).expect(201)).body;
      const { body } = await rotate(old.id, { overlap_seconds: 3_600 }).expect(201);
      expect(body.previous).toEqual({ id: old.id, expires_at: new Date(now + 3_600_000).toISOString() });
      expect((await me(body.token).expect(200)).body).toMatchObject({ name: 'shop', scopes: ['experiments:read'] });
      await me(old.token).expect(200);
      now += 3_600_000;
      await me(old.token).expect(401);
      await me(body.token).expect(200);
      const audit = await ask().get('/v1/audit?subject_kind=key&limit=2').set('cookie', cookie).expect(200);
      expect(audit.body).toEqual([
        expect.objectContaining({
          action: 'key.rotate',
          subject_id: old.id,
          before: { expires_at: null },
          after: { expires_at: body.previous.expires_at, successor: body.id },
        }),
        expect.objectContaining({
          action: 'key.add',
          subject_id: body.id,
          after: expect.objectContaining({ successor_of: old.id }),
        }),
      ]);
      expect(JSON.stringify(audit.body)).not.toContain(body.token);
    });

    it('hand down what they show', async () => {
      const old = (await make({ evaluation: 'local', live: false }).expect(201)).body;
      const { body } = await rotate(old.id).expect(201);
      expect(body).toMatchObject({ evaluation: 'local', shows_rules: true });
      expect(body.previous.expires_at).toBe(new Date(now + 86_400_000).toISOString());
      expect((await list()).find((key) => key.id === body.id)).toMatchObject({ live: false, name: 'page' });
    });

    it('keep an end of their own that is earlier', async () => {
      const end = new Date(now + 60_000).toISOString();
      const old = (await make({ expires_at: end }).expect(201)).body;
      expect((await rotate(old.id).expect(201)).body.previous.expires_at).toBe(end);
    });

    it('are still of use, and one’s own where they are a person’s', async () => {
      const revoked = (await make({}).expect(201)).body.id;
      await ask().delete(`/v1/keys/${revoked}`).set('cookie', cookie).expect(204);
      await rotate(revoked).expect(404);
      const personal = (await make({ kind: 'person' }).expect(201)).body.id;
      await rotate(personal, {}, await signIn('rex@example.com')).expect(404);
      await rotate(personal).expect(201);
      const { body } = await rotate(personal, { overlap_seconds: -1 }).expect(400);
      expect(body.problems[0].pointer).toBe('/overlap_seconds');
    });

    it('give no more than whoever rotates them has', async () => {
      const strong = (await make({ kind: 'app', scopes: ['people:write'] }).expect(201)).body.id;
      const weak = await service.key({ scopes: ['experiments:read', 'keys:write'] });
      await ask().post(`/v1/keys/${strong}/rotate`).set('x-api-key', weak).send({}).expect(403);
    });
  });

  it('that were made before there were two kinds go on as they were', async () => {
    const { pool } = database.database;
    const text = readFileSync(join(projectRoot(), 'sql/postgres/migrations/0022_client_key.sql'), 'utf8');
    const client = await pool.connect();
    try {
      await client.query('BEGIN');
      await client.query('ALTER TABLE api_key DROP COLUMN evaluation');
      await client.query(`UPDATE api_key SET scopes = '{events:write}'`);
      await client.query(text);
      const { rows } = await client.query('SELECT DISTINCT kind, evaluation, scopes FROM api_key ORDER BY kind');
      const scopes = ['events:write', 'exposures:write'];
      expect(rows).toEqual([
        { kind: 'app', evaluation: null, scopes },
        { kind: 'client', evaluation: 'remote', scopes },
        { kind: 'person', evaluation: null, scopes },
      ]);
    } finally {
      await client.query('ROLLBACK');
      client.release();
    }
  });

  it('are added once, however often a start brings the same token', async () => {
    const keys = service.app.get(KeyService, { strict: false });
    const first = { kind: 'app', name: 'first', live: true } as const;
    for (let start = 0; start < 2; start++) await keys.ensure(first, 'vk_live_the-same-at-each-start');
    const text = "SELECT after FROM audit WHERE action = 'key.add' AND after ->> 'name' = 'first'";
    expect((await database.database.pool.query(text)).rows).toHaveLength(1);
  });

  it('are known from a copy that was kept before', async () => {
    const { id, token } = (await make({ scopes: ['events:write'] }).expect(201)).body;
    const folder = mkdtempSync(join(tmpdir(), 'verdict-keys-'));
    const keptRows = (): { readonly id: string }[] =>
      JSON.parse(readFileSync(join(service.config.dataFolder, 'snapshots', 'keys.json'), 'utf8'));
    // It is written after the key is in use, for which nobody waits.
    await until(async () => keptRows().some((row) => row.id === id));
    const kept = keptRows();
    mkdirSync(join(folder, 'snapshots'));
    const old = kept.map((row) => ({ ...row, evaluation: undefined, scopes: ['events:write', 'experiments:read'] }));
    writeFileSync(join(folder, 'snapshots', 'keys.json'), JSON.stringify(old));
    const alone = await testService({
      modules: [AccessApiModule],
      environment: { DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none', VERDICT_DATA: folder },
    });
    try {
      const { body } = await request(alone.app.getHttpServer()).get('/v1/me').set('x-api-key', token).expect(200);
      expect(body).toMatchObject({ evaluation: 'remote', scopes: expect.arrayContaining(['exposures:write']) });
    } finally {
      await alone.close();
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
