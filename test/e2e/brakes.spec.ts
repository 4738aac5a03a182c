import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { Audit, KeyService, PeopleService } from '#libs/access';
import { scopes, systemClock, type Assessment, type PolicyChangeView, type RuleView } from '#libs/contracts';
import { ConfigurationService, Expectations, RuleBrakeHandler, ruleBrakeSchedule, RuleService } from '#libs/trust';
import { pledgeBody, riskTest, type RiskTest } from '../support/risk.js';

const thresholds = { review_at: 12, reject_at: 80, elevated_at: 5, highest_at: 50 };

describe('brakes', () => {
  let test: RiskTest;
  let ann: string;
  let ben: string;

  beforeAll(async () => {
    test = await riskTest({ environment: { RULE_REVIEW: 'required', RULE_REVIEW_PLEDGES: '3' } });
    [ann, ben] = [await personal('ann'), await personal('ben')];
    for (let number = 0; number < 14; number++) await score({ pledge: { amount: 1_000 + number } });
  });
  afterAll(() => test.close());

  /** A person's own key. */
  const personal = async (name: string): Promise<string> => {
    const { app } = test.service;
    const password = 'a long enough password';
    const person = { email: `${name}@example.com`, name, role: 'admin', password } as const;
    const { id } = await app.get(PeopleService, { strict: false }).add(person);
    const actor = { kind: 'person', id, name, role: 'admin', scopes, live: true } as const;
    return (await app.get(KeyService, { strict: false }).add({ kind: 'person', name, live: true }, actor)).token;
  };
  const send = (method: 'post' | 'put' | 'get', path: string, body?: object, key = ann) => {
    const asked = request(test.service.app.getHttpServer())[method](path);
    return asked.set('authorization', `Bearer ${key}`).send(body);
  };
  const refresh = () => test.service.app.get(ConfigurationService, { strict: false }).refresh();
  const score = async (changes: Readonly<Record<string, unknown>> = {}): Promise<Assessment> => {
    await refresh();
    return (await send('post', '/v1/pledges/score', pledgeBody(changes)).expect(200)).body as Assessment;
  };
  const rule = async (expression: string, action: string): Promise<RuleView> =>
    (await send('post', '/v1/rules', { label: expression, expression, action }).expect(201)).body as RuleView;
  const propose = async (body: object): Promise<PolicyChangeView> =>
    (await send('post', '/v1/policy/changes', body).expect(201)).body as PolicyChangeView;
  const decide = (id: string, what: 'approve' | 'refuse', key: string, status = 200) =>
    send('post', `/v1/policy/changes/${id}/${what}`, undefined, key).expect(status);

  it('lets a rule that rejects go live only with a second person, who sees what to expect a day', async () => {
    const rejecting = await rule('base_amount >= 1007', 'reject');
    const refused = await send('post', `/v1/rules/${rejecting.id}/live`).expect(403);
    expect(refused.body.detail).toContain('POST /v1/policy/changes');
    const change = await propose({ kind: 'rule_live', rule_id: rejecting.id });
    // Of fourteen pledges of the last week the rule fires on seven: 1007 to 1013, 7070 in all.
    expect(change).toMatchObject({
      content: { kind: 'rule_live', version: 1 },
      expectation: { sample: 14, pledges: 2, hits: 1, rejects: 1, reviews: 0, money_stopped: 7_070 / 7 },
      state: 'waiting',
    });
    await decide(change.id, 'approve', ann, 403);
    expect((await decide(change.id, 'approve', ben)).body).toMatchObject({ state: 'approved' });
    await decide(change.id, 'approve', ben, 409);
    expect((await score({ pledge: { amount: 2_000 } })).disposition.action).toBe('reject');
    await send('put', `/v1/rules/${rejecting.id}`, {
      label: 'x',
      expression: 'base_amount > 1',
      action: 'tag',
      value: 'x',
    }).expect(403);
    const { text } = await send('get', '/v1/ruleset').expect(200);
    const yaml = text.replace('base_amount >= 1007', 'base_amount >= 1');
    await send('put', '/v1/ruleset', { yaml }).expect(403);
    await send('post', `/v1/rules/${rejecting.id}/retire`).expect(200);
  });

  it('takes nothing else than what was proposed', async () => {
    const rejecting = await rule('base_amount >= 5000', 'reject');
    const change = await propose({ kind: 'rule_live', rule_id: rejecting.id });
    await send('put', `/v1/rules/${rejecting.id}`, {
      label: 'all',
      expression: 'base_amount >= 1',
      action: 'reject',
    }).expect(200);
    await decide(change.id, 'approve', ben, 409);
    expect((await decide(change.id, 'refuse', ann)).body).toMatchObject({ state: 'refused' });
    expect((await send('get', '/v1/policy/changes?state=refused').expect(200)).body.changes).toMatchObject([
      { id: change.id },
    ]);
  });

  it('moves thresholds only with a second person', async () => {
    await send('put', '/v1/policy', thresholds).expect(403);
    const low = { review_at: 0.02, reject_at: 0.02, elevated_at: 5, highest_at: 50 };
    const change = await propose({ kind: 'thresholds', policy: low });
    expect(change.expectation.rejects).toBeGreaterThan(1);
    await decide(change.id, 'refuse', ben);
    const { id } = await propose({ kind: 'thresholds', policy: thresholds });
    await decide(id, 'approve', ben);
    expect((await send('get', '/v1/policy')).body).toMatchObject(thresholds);
  });

  it('makes an entry that touches many pledges only with a second person, and others at once', async () => {
    const few = { list: 'block', kind: 'device', value: 'of nobody', reason: 'a ring' };
    await send('post', '/v1/lists/entries', few).expect(201);
    const entry = { ...few, kind: 'domain', value: 'example.com' };
    await send('post', '/v1/lists/entries', entry).expect(403);
    const { value: _, ...many } = entry;
    await send('post', '/v1/lists/entries/bulk', { ...many, values: ['example.com'] }).expect(403);
    await send('post', '/v1/lists/entries', { ...entry, kind: 'cidr', value: '81.2.0.0/16' }).expect(403);
    const change = await propose({ kind: 'list_entry', entry });
    // Every pledge so far, fifteen in a week.
    expect(change.expectation).toMatchObject({ hits: 15 / 7, rejects: 15 / 7 });
    await decide(change.id, 'approve', ben);
    expect((await score()).disposition).toMatchObject({ action: 'reject', reason: 'list' });
    const [{ id }] = (await send('get', '/v1/lists/entries?kind=domain&value=example.com').expect(200)).body.entries;
    await send('post', `/v1/lists/entries/${id}/remove`).expect(200);
  });

  it('lets another model decide only with a second person, who sees what it would reject', async () => {
    // 90 percent for every pledge, whatever is known of it.
    const machine = {
      kind: 'explainable_boosting',
      format: 1,
      intercept: Math.log(9),
      shapes: [],
      pairs: [],
      calibration: { kind: 'none' },
    };
    const { rows } = await test.database.database.pool.query<{ version: number }>(
      `INSERT INTO model_version (request, cut, features_version, created_by, created_at, data, metrics, curve, machine, hash, finished_at)
       VALUES ('{}', now(), '', 'a test', now(), '{}', '{}', '[]', $1, '', now()) RETURNING version`,
      [JSON.stringify(machine)],
    );
    const version = rows[0]?.version ?? 0;
    await propose({ kind: 'model_champion', model: version }).then(({ id }) => decide(id, 'refuse', ben));
    const { detail } = (await send('post', `/v1/models/${version}/promote`, { as: 'champion' }).expect(403)).body;
    expect(detail).toContain('kind model_champion');
    await send('post', '/v1/policy/changes', { kind: 'model_champion', model: version + 1 }).expect(404);
    const { id, expectation } = await propose({ kind: 'model_champion', model: version });
    // All but the one that the list rejects as it is.
    expect(expectation.rejects).toBeCloseTo((expectation.sample - 1) / 7, 9);
    await decide(id, 'approve', ann, 403);
    await decide(id, 'approve', ben);
    expect((await score()).versions).toMatchObject({ model: `model-${version}` });
    // The way back needs nobody else: it is for emergencies.
    await send('post', '/v1/models/rollback').expect(200);
    await send('post', `/v1/models/${version}/promote`, { as: 'challenger' }).expect(200);
    await refresh();
  });

  const brake = () => {
    const { app } = test.service;
    const expectations = app.get(Expectations, { strict: false });
    return new RuleBrakeHandler(test.database.database, app.get(Audit, { strict: false }), systemClock, expectations);
  };

  it('expects rules that came without any history as soon as a whole week can say it', async () => {
    const { database } = test.database;
    await test.service.app.get(RuleService, { strict: false }).seedDefaults();
    const expected = async () =>
      (
        await database.pool.query(
          "SELECT expected_per_day FROM rule WHERE seed = 'disposable-email' AND state = 'live'",
        )
      ).rows;
    const schedule = ruleBrakeSchedule(database, systemClock);
    const thrown = await score({ email: { address: 'a@yopmail.com' } });
    expect(await schedule.payloads()).toEqual([]);
    // A week and a day of such pledges, and of others three times as many.
    const copy = `
      INSERT INTO assessment
      SELECT made.*
      FROM assessment AS one, generate_series(1, $2) AS number, LATERAL jsonb_populate_record(one, jsonb_build_object(
        'id', gen_random_uuid(), 'pledge_id', one.pledge_id || ' ' || number,
        'occurred_at', now() - number * interval '8 days' / $2)) AS made
      WHERE one.id = $1`;
    await database.pool.query(copy, [thrown.id, 400]);
    await database.pool.query(copy, [(await score()).id, 1_200]);
    expect(await schedule.payloads()).toHaveLength(1);
    expect(await brake().run()).toEqual({ braked: [] });
    // 350 of 400 in a week.
    const [{ expected_per_day }] = await expected();
    expect(Math.abs(expected_per_day - 50)).toBeLessThan(0.5);
    expect(await schedule.payloads()).toEqual([]);
    const { body } = await send('get', '/v1/audit?subject_kind=rule&limit=200').expect(200);
    const said = (body as { action: string }[]).filter(({ action }) => action === 'rule.expect');
    expect(said.length).toBeGreaterThan(10);
    await database.pool.query("DELETE FROM assessment WHERE pledge_id LIKE '% %'");
    await database.pool.query("UPDATE rule SET state = 'retired' WHERE seed IS NOT NULL");
    await refresh();
  });

  it('puts a live rule that races into shadow, and says so', async () => {
    const { database } = test.database;
    const racing = await rule('base_amount % 7 == 0', 'manual_review');
    await send('post', `/v1/rules/${racing.id}/live`).expect(200);
    const handler = brake();
    const schedule = ruleBrakeSchedule(database, systemClock);
    for (let number = 0; number < 10; number++)
      expect((await score({ pledge: { amount: 700 } })).disposition.action).toBe('manual_review');
    // Ten may be chance, however few were expected.
    expect(await schedule.payloads()).toEqual([]);
    expect(await handler.run()).toEqual({ braked: [] });
    await score({ pledge: { amount: 700 } });
    expect(await schedule.payloads()).toHaveLength(1);
    expect(await handler.run()).toEqual({ braked: [racing.id] });
    expect(await handler.run()).toEqual({ braked: [] });
    const after = await score({ pledge: { amount: 700 } });
    expect(after.disposition.action).toBe('accept');
    expect(after.rules).toMatchObject([{ id: racing.id, outcome: 'shadow_fired' }]);
    const { body } = await send('get', `/v1/audit?subject_kind=rule&subject_id=${racing.id}`).expect(200);
    expect(body[0]).toMatchObject({
      action: 'rule.brake',
      actor_kind: 'system',
      after: { state: 'shadow', fired: 11 },
    });
  });

  it('stops all rejecting at once, without a second person', async () => {
    const { id } = await rule('base_amount >= 90000', 'reject');
    const change = await propose({ kind: 'rule_live', rule_id: id });
    await decide(change.id, 'approve', ben);
    expect((await score({ pledge: { amount: 90_000 } })).disposition.action).toBe('reject');
    const until = new Date(Date.now() + 3_600_000).toISOString();
    await send('post', '/v1/policy/override', { action: 'manual_review', until }).expect(200);
    const stopped = await score({ pledge: { amount: 90_000 } });
    expect(stopped).toMatchObject({
      disposition: { action: 'manual_review', reason: 'policy' },
      effective: { action: 'manual_review', by: 'policy' },
    });
  });
});
