import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { loadConfig } from '#libs/config';
import { systemClock, type Assessment, type ImportedRow, type ReplayView } from '#libs/contracts';
import { Buckets } from '#libs/events';
import type { GeoLookup } from '#libs/geo';
import { FolderStore } from '#libs/objects';
import { ConfigurationService, DistributionHandler, livePlaces, PledgeImporter, RuleService } from '#libs/trust';
import { wireTo, type Wire } from '../support/proxy.js';
import { testRedisUrl } from '../support/redis.js';
import { pledgeBody, riskTest, type RiskTest } from '../support/risk.js';
import { until } from '../support/until.js';

const hour = 3_600_000;
const start = Date.now() - 3 * 86_400_000;

/** Knows one network: what it says is a part of the features, and gone when the pledge is replayed. */
const someGeo: GeoLookup = {
  lookup: (ip) => (ip.startsWith('81.2.69.') ? { country: 'GB', asn: 20712, isHosting: true } : {}),
  version: () => ({ text: 'one network', databases: [] }),
  status: () => ({ status: 'ok', problems: [] }),
};

/** Pledges that share cards, devices and addresses, some of them raised later, by people of whom the lines say more. */
function* history(): Generator<ImportedRow> {
  for (let index = 0; index < 150; index++) {
    const time = (start + ((index * 7_919) % 1_000) * 60_000) * 1_000;
    yield {
      kind: 'pledge',
      line: 0,
      time,
      facts: { signedUpAt: start - index * hour },
      request: {
        pledge: {
          id: `imported-${index % 140}`,
          project_id: `project-${index % 3}`,
          backer_id: `backer-${index % 17}`,
          amount: 1_000 + index * 100,
          currency: 'USD',
        },
        credit_card: { token: `card-${index % 13}`, country: 'GB' },
        device: { id: `device-${index % 11}`, ip_address: `81.2.${69 + (index % 2)}.${index % 5}` },
      },
    };
  }
}

describe('a replay', () => {
  let test: RiskTest;
  let redis: Wire;
  let live: string;
  let sandbox: string;
  let admin: string;
  const folder = mkdtempSync(join(tmpdir(), 'verdict-replay-'));

  beforeAll(async () => {
    redis = await wireTo(await testRedisUrl());
    test = await riskTest({ environment: { REDIS_URL: redis.url } });
    live = await test.service.key();
    sandbox = await test.service.key({ live: false });
    admin = await test.service.key({ scopes: ['rules:read', 'rules:write', 'policy:write', 'events:write'] });
    await test.service.app.get(RuleService, { strict: false }).seedDefaults();
    await send('post', '/v1/custom-inputs', { name: 'basket_size', type: 'number' }, admin).expect(201);
    await rule({ label: 'Full baskets', expression: 'basket_size > 3.0', action: 'add_to_score', value: 0.7 });
    await rule({ label: 'Watched devices', expression: 'device_cards_24h >= 2.0', action: 'tag', value: 'busy' });
    await sql(
      `INSERT INTO list_entry VALUES (gen_random_uuid(), 'watch', 'card', 'card-watched', 'seen before', 'ann', now())`,
    );
    await importHistory();
    await until(async () => current().distributions !== undefined && isLive('Watched devices'));
    await scoreAll();
    await changeTheWorld();
  });
  afterAll(async () => {
    await test.close();
    await redis.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const current = () => test.service.app.get(ConfigurationService, { strict: false }).current();
  const isLive = (label: string): boolean => [...current().rules.values()].some((one) => one.label === label);
  const send = (method: 'post' | 'put' | 'get', path: string, body: object | undefined, key: string) =>
    request(test.service.app.getHttpServer())[method](path).set('authorization', `Bearer ${key}`).send(body);
  const score = async (changes: Readonly<Record<string, unknown>>, key = live): Promise<Assessment> =>
    (await send('post', '/v1/pledges/score', pledgeBody(changes), key).expect(200)).body as Assessment;
  const replay = async (id: string, revision = 1, key = live): Promise<ReplayView> =>
    (await send('get', `/v1/pledges/${id}/assessments/${revision}/replay`, undefined, key).expect(200)).body;
  const sql = async (text: string, ...values: unknown[]) =>
    (await test.database.database.pool.query(text, values)).rows;

  async function rule(body: object): Promise<void> {
    const { body: made } = await send('post', '/v1/rules', body, admin).expect(201);
    await send('post', `/v1/rules/${made.id}/live`, {}, admin).expect(200);
  }

  async function importHistory(): Promise<void> {
    const { database } = test.database;
    const buckets = new Buckets(database, new FolderStore(join(folder, 'buckets')), systemClock);
    const importer = new PledgeImporter(database, buckets, livePlaces(someGeo), systemClock, loadConfig({}));
    await importer.importRows({ name: 'history', identity: 'history' }, history());
  }

  /** One of each kind, by the name of its pledge. */
  async function scoreAll(): Promise<void> {
    const thief = { credit_card: { token: 'card-1' }, device: { id: 'device-1', ip_address: '81.2.69.1' } };
    await send('put', '/v1/backers/backer-known', { signed_up_at: new Date(start).toISOString() }, admin).expect(204);
    for (const name of ['first', 'second', 'third'])
      await score({ ...thief, pledge: { id: name, backer_id: 'backer-known', project_id: 'project-1' } });
    await score({ ...thief, pledge: { id: 'third', amount: 900_000 }, credit_card: { token: 'card-2' } });
    await score({ pledge: { id: 'inputs' }, custom_inputs: { basket_size: 4 } });
    await score({ pledge: { id: 'watched' }, credit_card: { token: 'card-watched' } });
    await score({ ...thief, pledge: { id: 'late', time: new Date(Date.now() - 30 * 60_000).toISOString() } });
    await score({ ...thief, pledge: { id: 'too-late', time: new Date(Date.now() - 72 * hour).toISOString() } });
    await score({ ...thief, pledge: { id: 'sandboxed' } }, sandbox);
    await score({ pledge: { id: 'test_review_me' } }, sandbox);
    redis.cut();
    await score({ ...thief, pledge: { id: 'degraded' } });
    redis.mend();
    await until(async () => (await score({})).degraded.length === 1);
    const override = { action: 'manual_review', until: new Date(Date.now() + hour).toISOString() };
    await send('post', '/v1/policy/override', override, admin).expect(200);
    await rule({ label: 'Never', expression: 'base_amount == 666.0', action: 'reject' });
    await until(async () => isLive('Never') && current().override !== undefined);
    await score({ pledge: { id: 'overridden', amount: 666 } });
  }

  /** Nothing that an answer was judged by is as it was. */
  async function changeTheWorld(): Promise<void> {
    const { body } = await send('get', '/v1/rules?state=live', undefined, admin).expect(200);
    for (const { id } of body.rules as { id: string }[]) await send('post', `/v1/rules/${id}/retire`, {}, admin);
    await send('put', '/v1/backers/backer-known', { signed_up_at: new Date().toISOString() }, admin).expect(204);
    const thresholds = { review_at: 1, reject_at: 2, elevated_at: 1, highest_at: 2 };
    await send('put', '/v1/policy', thresholds, admin).expect(200);
    await sql('UPDATE list_entry SET removed_at = now()');
    const handler = new DistributionHandler(test.database.database, systemClock);
    expect(await handler.run()).toMatchObject({ version: 2 });
    await until(async () => current().rules.size === 0 && current().distributions?.version === 2);
  }

  it('gives every stored decision and every stored feature again, bit for bit, whatever has changed since', async () => {
    const stored = await sql('SELECT pledge_id, revision, live FROM assessment ORDER BY stamp');
    expect(stored.length).toBeGreaterThan(160);
    for (const { pledge_id, revision, live: isLive } of stored) {
      const found = await replay(pledge_id, revision, isLive ? live : sandbox);
      const same = { equal: true, differences: [] };
      expect(found).toMatchObject({ decision: same, features: same, excused: null, missing: [], changed: [] });
    }
  });

  it('was of every kind that there is', async () => {
    const [summary] = await sql(`SELECT
      count(*) FILTER (WHERE cause = 'import')::INT AS imported,
      count(*) FILTER (WHERE NOT live)::INT AS test,
      count(*) FILTER (WHERE late)::INT AS late,
      count(*) FILTER (WHERE 'velocity' = ANY(degraded))::INT > 1 AS degraded,
      count(*) FILTER (WHERE cause = 'score' AND revision > 1)::INT AS revised,
      count(*) FILTER (WHERE disposition_reason = 'list')::INT AS listed,
      count(*) FILTER (WHERE effective_by = 'policy')::INT AS overridden,
      count(*) FILTER (WHERE reason_codes @> '{CUSTOM_RULE}')::INT AS ruled,
      count(*) FILTER (WHERE reasons @? '$[*].reasons[*].percentile ? (@ > 0)')::INT > 50 AS ranked,
      count(*) FILTER (WHERE cause = 'score' AND (features ->> 'card_pledges_24h')::INT > 1)::INT > 1 AS busy,
      count(*) FILTER (WHERE (features ->> 'ip_is_hosting')::BOOLEAN)::INT > 50 AS looked_up
      FROM assessment`);
    const each = { imported: 150, test: 2, late: 2, revised: 1, listed: 1, overridden: 1, ruled: 1 };
    expect(summary).toEqual({ ...each, degraded: true, ranked: true, busy: true, looked_up: true });
  });

  it('names what is otherwise than it was stored', async () => {
    await sql(
      `UPDATE assessment SET features = features || '{"card_pledges_1h": 77, "email_domain": "other.example"}', risk_score = 3
       WHERE pledge_id = 'second'`,
    );
    const { decision, features } = await replay('second');
    expect(features?.equal).toBe(false);
    expect(features?.differences).toEqual([
      { name: 'card_pledges_1h', stored: 77, replayed: expect.any(Number) },
      { name: 'email_domain', stored: 'other.example', replayed: 'example.com' },
    ]);
    expect(decision?.differences.map(({ name }) => name)).toEqual(expect.arrayContaining(['risk_score', 'reasons']));
  });

  it('finds an observation that is gone, and excuses those of a gap and of a lost epoch', async () => {
    const [{ stamp }] = (await sql("SELECT stamp FROM assessment WHERE pledge_id = 'third' AND revision = 1")) as [
      { stamp: number },
    ];
    await sql("DELETE FROM observation WHERE pledge_id = 'first'");
    const found = await replay('third');
    expect(found).toMatchObject({ decision: { equal: true }, features: { equal: false }, excused: null });
    const gap = 'INSERT INTO velocity_gap VALUES (gen_random_uuid(), 1, $1, $2, now())';
    await sql(gap, stamp, stamp + 1);
    expect((await replay('third')).excused).toBe('gap');
    expect((await replay('third', 2)).excused).toBeNull();
    await sql(`UPDATE assessment SET degraded = degraded || '{epoch}' WHERE pledge_id = 'third' AND revision = 2`);
    expect((await replay('third', 2)).excused).toBe('epoch');
  });

  it('says what it lacks instead of guessing', async () => {
    await sql("UPDATE assessment SET evidence = NULL WHERE pledge_id = 'inputs'");
    expect(await replay('inputs')).toMatchObject({ decision: null, features: null, missing: ['evidence'] });
    await sql(`UPDATE assessment SET versions = versions || '{"ruleset": "000000000000", "policy": 999, "distribution": 999}'
      WHERE pledge_id = 'watched'`);
    expect(await replay('watched')).toMatchObject({
      decision: null,
      features: { equal: true },
      missing: ['ruleset', 'policy', 'distribution'],
    });
    await sql("UPDATE assessment SET request = NULL WHERE pledge_id = 'late'");
    expect(await replay('late')).toMatchObject({ decision: { equal: true }, features: null, missing: ['request'] });
    await sql(`UPDATE assessment SET versions = versions || '{"model": "other-7"}' WHERE pledge_id = 'late'`);
    expect((await replay('late')).changed).toEqual(['model']);
  });

  it('is of what there is, for whom it is', async () => {
    const path = '/v1/pledges/first/assessments';
    await send('get', `${path}/9/replay`, undefined, live).expect(404);
    await send('get', `${path}/1/replay`, undefined, sandbox).expect(404);
    await send('get', `${path}/none/replay`, undefined, live).expect(400);
  });
});
