import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import type { Assessment, RuleView } from '#libs/contracts';
import { ConfigurationService, RuleService } from '#libs/trust';
import { pledgeBody, riskTest, type RiskTest } from '../support/risk.js';
import { until } from '../support/until.js';

describe('rules, policy and outcomes', () => {
  let test: RiskTest;
  let app: string;
  let admin: string;

  beforeAll(async () => {
    test = await riskTest();
    app = await test.service.key();
    admin = await test.service.key({ name: 'admin', scopes: ['rules:read', 'rules:write', 'policy:write'] });
  });
  afterAll(() => test.close());

  const send = (method: 'post' | 'put' | 'get', path: string, body: object | undefined, key: string) =>
    request(test.service.app.getHttpServer())[method](path).set('authorization', `Bearer ${key}`).send(body);
  const score = async (changes: Readonly<Record<string, unknown>> = {}): Promise<Assessment> =>
    (await send('post', '/v1/pledges/score', pledgeBody(changes), app).expect(200)).body as Assessment;
  const configured = (version: () => boolean) => until(async () => version());
  const current = () => test.service.app.get(ConfigurationService, { strict: false }).current();
  const audited = async (): Promise<string[]> =>
    (await test.database.database.pool.query('SELECT action FROM audit ORDER BY id')).rows.map(({ action }) => action);

  it.each([
    ['an unknown feature', 'no_such_feature > 1', 'unknown_feature', /line 1, column 1/],
    ['a type error', 'base_amount > "much"', 'type', /column/],
    ['what can never hold', 'risk_score > 99', 'impossible', /column/],
    ['a syntax error', 'base_amount >', 'syntax', /column/],
  ])('refuses a rule with %s, and says where', async (_, expression, rule, detail) => {
    const body = { label: 'x', expression, action: 'reject' };
    const answer = await send('post', '/v1/rules', body, admin).expect(400);
    expect(answer.body.problems[0]).toMatchObject({ pointer: '/expression', rule });
    expect(answer.body.problems[0].detail).toMatch(detail);
  });

  it('takes a rule from draft to live to retired, each in every answer within moments, and audits it', async () => {
    const body = { label: 'Cheap ones', expression: 'base_amount < 100.5', action: 'reject' };
    const { body: rule } = (await send('post', '/v1/rules', body, admin).expect(201)) as { body: RuleView };
    expect((await score({ pledge: { amount: 100 } })).disposition.action).toBe('accept');
    await send('post', `/v1/rules/${rule.id}/live`, {}, admin).expect(200);
    await configured(() => current().rules.has(rule.id));
    expect(await score({ pledge: { amount: 100 } })).toMatchObject({
      disposition: { action: 'reject', reason: 'custom_rule', rule_label: 'Cheap ones' },
      rules: [{ id: rule.id, version: 1, outcome: 'fired' }],
    });
    const edited = { ...body, label: 'Very cheap ones', expression: 'base_amount < 50' };
    await send('put', `/v1/rules/${rule.id}`, edited, admin).expect(200);
    await configured(() => current().rules.get(rule.id)?.version === 2);
    expect((await score({ pledge: { amount: 100 } })).disposition.action).toBe('accept');
    await send('post', `/v1/rules/${rule.id}/retire`, {}, admin).expect(200);
    await configured(() => !current().rules.has(rule.id));
    await send('post', `/v1/rules/${rule.id}/live`, {}, admin).expect(409);
    await send('put', `/v1/rules/${rule.id}`, edited, admin).expect(409);
    expect(await audited()).toEqual(expect.arrayContaining(['rule.create', 'rule.live', 'rule.edit', 'rule.retired']));
    const versions = await test.database.database.pool.query('SELECT label FROM rule_version WHERE rule_id = $1', [
      rule.id,
    ]);
    expect(versions.rows).toHaveLength(2);
  });

  it('reads an input of the company’s own once it is declared, and leaves a rule without its value undecided', async () => {
    await send('post', '/v1/custom-inputs', { name: 'base_amount', type: 'number' }, admin).expect(400);
    await send('post', '/v1/custom-inputs', { name: 'loyalty', type: 'number' }, admin).expect(201);
    await send('post', '/v1/custom-inputs', { name: 'loyalty', type: 'number' }, admin).expect(409);
    const body = { label: 'Disloyal', expression: 'loyalty < 2', action: 'add_to_score', value: 2 };
    const { body: rule } = await send('post', '/v1/rules', body, admin).expect(201);
    await send('post', `/v1/rules/${rule.id}/live`, {}, admin).expect(200);
    await configured(() => current().rules.has(rule.id) && current().customInputs.has('loyalty'));
    expect((await score()).rules).toMatchObject([{ id: rule.id, outcome: 'unknown' }]);
    const fired = await score({ custom_inputs: { loyalty: 1 } });
    expect(fired).toMatchObject({ features: { loyalty: 1 }, rules: [{ outcome: 'fired' }], warnings: [{}] });
    const term = fired.risk_score_reasons.find(({ reasons }) => reasons[0]?.code === 'CUSTOM_RULE');
    expect(term?.contribution).toBe(2);
    const wrong = await score({ custom_inputs: { loyalty: 'much' } });
    expect(wrong.warnings.map(({ input_pointer }) => input_pointer)).toContain('/custom_inputs/loyalty');
    await send('post', `/v1/rules/${rule.id}/retire`, {}, admin).expect(200);
    await configured(() => !current().rules.has(rule.id));
  });

  it('moves the thresholds, and stops all rejecting while an override lasts', async () => {
    const thresholds = { review_at: 0.02, reject_at: 0.05, elevated_at: 0.02, highest_at: 0.05 };
    await send('put', '/v1/policy', { ...thresholds, reject_at: 0.01 }, admin).expect(400);
    const { body: changed } = await send('put', '/v1/policy', thresholds, admin).expect(200);
    await configured(() => current().policy.version === changed.version);
    expect(await score()).toMatchObject({ disposition: { action: 'reject', reason: 'policy' }, risk_level: 'highest' });
    await send('post', '/v1/policy/override', { action: 'accept', until: '2020-01-01T00:00:00Z' }, admin).expect(400);
    const until = new Date(Date.now() + 3_600_000).toISOString();
    const { body: over } = await send('post', '/v1/policy/override', { action: 'manual_review', until }, admin).expect(
      200,
    );
    await configured(() => current().policy.version === over.version);
    expect(await score()).toMatchObject({
      disposition: { action: 'manual_review', reason: 'policy' },
      effective: { action: 'manual_review', by: 'policy' },
    });
    const { body: ended } = await send('post', '/v1/policy/override', { action: null }, admin).expect(200);
    const normal = { review_at: 10, reject_at: 80, elevated_at: 5, highest_at: 50 };
    const { body: last } = await send('put', '/v1/policy', normal, admin).expect(200);
    expect(last).toMatchObject({ ...normal, override: null, version: ended.version + 1 });
    await configured(() => current().policy.version === last.version);
    expect(await audited()).toEqual(expect.arrayContaining(['policy.change', 'policy.override']));
  });

  it('seeds a dozen rules once, and leaves a retired one retired', async () => {
    const rules = test.service.app.get(RuleService, { strict: false });
    expect(await rules.seedDefaults()).toBeGreaterThanOrEqual(12);
    await configured(() => current().rules.size >= 12);
    const [{ id }] = (await rules.list('live')).filter(({ label }) => label === 'A throw-away e-mail address') as [
      RuleView,
    ];
    await send('post', `/v1/rules/${id}/retire`, {}, admin).expect(200);
    expect(await rules.seedDefaults()).toBe(0);
    await configured(() => !current().rules.has(id));
    expect(current().broken).toEqual([]);
    const device = 'device-of-a-card-tester';
    let last: Assessment | undefined;
    for (let card = 0; card < 7; card++) last = await score({ device: { id: device } });
    expect(last).toMatchObject({ disposition: { action: 'reject', rule_label: 'Many cards on one device' } });
  });

  it('takes an outcome once by its id, derives the label, and lets later pledges see it', async () => {
    const pledge = await score();
    const path = `/v1/pledges/${pledge.pledge_id}/outcomes`;
    const body = {
      id: 'o-1',
      kind: 'charged_back',
      category: 'fraud',
      reason_code: '10.4',
      amount: 2_500,
      currency: 'USD',
    };
    const { body: first } = await send('post', path, body, app).expect(200);
    expect(first).toMatchObject({ label: 'chargeback', repeated: false });
    const { body: again } = await send('post', path, body, app).expect(200);
    expect(again).toEqual({ ...first, repeated: true });
    await send('post', path, { ...body, amount: 1 }, app).expect(409);
    await send('post', path, { id: 'o-2', kind: 'declined' }, app).expect(200);
    const next = await score({ credit_card: { token: pledge.card }, pledge: { project_id: pledge.project_id } });
    expect(next.features).toMatchObject({ card_frauds_30d: 1, card_declines_24h: 1, project_frauds_30d: 1 });
    const { rows } = await test.database.database.pool.query(
      'SELECT kind, category FROM observation WHERE pledge_id = $1 ORDER BY stamp',
      [pledge.pledge_id],
    );
    expect(rows).toEqual([
      { kind: 'pledge', category: null },
      { kind: 'outcome', category: 'charged_back' },
      { kind: 'label', category: 'fraud' },
      { kind: 'outcome', category: 'declined' },
    ]);
  });

  it('tells what happened to a pledge and what it turned out to be, the latest first', async () => {
    const { pledge_id } = await score();
    const path = `/v1/pledges/${pledge_id}/outcomes`;
    expect((await send('get', path, undefined, app).expect(200)).body).toEqual({ pledge_id, outcomes: [], labels: [] });
    const times = ['2024-02-01T10:00:00.000Z', '2024-03-01T10:00:00.000Z'] as const;
    const charged = { id: 'o-2', kind: 'charged_back', category: 'fraud', reason_code: '10.4' } as const;
    const money = { amount: 2_500, currency: 'USD' } as const;
    await send('post', path, { ...charged, ...money, occurred_at: times[1], known_at: times[1] }, app).expect(200);
    await send('post', path, { id: 'o-1', kind: 'collected', occurred_at: times[0], known_at: times[0] }, app);
    const { body } = await send('get', path, undefined, app).expect(200);
    expect(body.outcomes).toEqual([
      { ...charged, ...money, won: null, occurred_at: times[1], known_at: times[1] },
      expect.objectContaining({ id: 'o-1', kind: 'collected', amount: null, occurred_at: times[0] }),
    ]);
    expect(body.labels).toEqual([{ label: 'chargeback', source: 'outcome:o-2', known_at: times[1] }]);
    await send('get', '/v1/pledges/nobody/outcomes', undefined, app).expect(404);
  });

  it('makes one of concurrent outcomes of one id, and counts it once', async () => {
    const pledge = await score();
    const path = `/v1/pledges/${pledge.pledge_id}/outcomes`;
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => send('post', path, { id: 'o', kind: 'declined' }, app).expect(200)),
    );
    expect(answers.filter(({ body }) => !body.repeated)).toHaveLength(1);
    expect((await score({ credit_card: { token: pledge.card } })).features).toMatchObject({ card_declines_24h: 1 });
  });

  it('says nothing of fraud when a reward never came, and refuses what is wrong', async () => {
    const { pledge_id } = await score();
    const path = `/v1/pledges/${pledge_id}/outcomes`;
    const late = { id: 'a', kind: 'charged_back', category: 'not_received' };
    expect((await send('post', path, late, app).expect(200)).body.label).toBeNull();
    await send('post', path, { id: 'b', kind: 'exploded' }, app).expect(400);
    await send('post', path, { id: 'b', kind: 'declined', amount: 5 }, app).expect(400);
    await send('post', path, { id: '4111111111111111', kind: 'declined' }, app).expect(400);
    for (const field of ['known_at', 'occurred_at']) {
      const ahead = { id: 'b', kind: 'declined', [field]: new Date(Date.now() + 2 * 86_400_000).toISOString() };
      const { body } = await send('post', path, ahead, app).expect(400);
      expect(body.problems).toMatchObject([{ pointer: `/${field}`, rule: 'too_new' }]);
    }
    await send('post', '/v1/pledges/nobody/outcomes', { id: 'b', kind: 'declined' }, app).expect(404);
  });

  it('knows backers and projects as it was told', async () => {
    const writer = await test.service.key({ name: 'facts', scopes: ['events:write'] });
    const signed = new Date(Date.now() - 2 * 86_400_000).toISOString();
    await send('put', '/v1/backers/maker', { signed_up_at: signed, country: 'US' }, writer).expect(204);
    const ahead = await send('put', '/v1/backers/maker', { signed_up_at: '2999-01-01T00:00:00Z' }, writer).expect(400);
    expect(ahead.body.problems).toMatchObject([{ pointer: '/signed_up_at', rule: 'too_new' }]);
    await send('put', '/v1/projects/made', { creator_id: 'maker', launched_at: signed }, writer).expect(204);
    const answer = await score({ pledge: { backer_id: 'maker', project_id: 'made' } });
    expect(answer).toMatchObject({
      features: { backer_is_creator: true },
      disposition: { rule_label: 'The creator backs her own project' },
    });
    expect(answer.features['account_age_days']).toBeCloseTo(2, 1);
    expect(await audited()).toEqual(expect.arrayContaining(['backer.put', 'project.put']));
  });
});
