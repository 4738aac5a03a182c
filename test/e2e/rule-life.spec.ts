import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { scopes, type Assessment, type RuleView, type SnoozeView } from '#libs/contracts';
import { ConfigurationService } from '#libs/trust';
import { pledgeBody, riskTest, type RiskTest } from '../support/risk.js';

const dayMs = 86_400_000;

describe('the life of a rule', () => {
  let test: RiskTest;
  let admin: string;

  beforeAll(async () => {
    test = await riskTest();
    admin = await test.service.key({ name: 'admin', scopes: [...scopes] });
  });
  afterAll(() => test.close());

  const send = (method: 'post' | 'put' | 'get', path: string, body?: object) =>
    request(test.service.app.getHttpServer())[method](path).set('authorization', `Bearer ${admin}`).send(body);
  const refresh = () => test.service.app.get(ConfigurationService, { strict: false }).refresh();
  const score = async (changes: Readonly<Record<string, unknown>> = {}): Promise<Assessment> =>
    (await send('post', '/v1/pledges/score', pledgeBody(changes)).expect(200)).body as Assessment;
  const made = async (expression: string, changes: object = {}): Promise<RuleView> =>
    (await send('post', '/v1/rules', { label: expression, expression, action: 'reject', ...changes }).expect(201)).body;
  const moved = async (id: string, to: string, status = 200): Promise<void> => {
    await send('post', `/v1/rules/${id}/${to}`, {}).expect(status);
    await refresh();
  };
  const replayed = async ({ pledge_id }: Assessment) =>
    (await send('get', `/v1/pledges/${pledge_id}/assessments/1/replay`).expect(200)).body;

  it('watches a rule in shadow: stored and found, without any effect, and replayed alike', async () => {
    const rule = await made('base_amount == 777');
    const undecided = await made('loyalty_of_nobody > 1', { expression: 'card_is_prepaid' });
    await moved(rule.id, 'shadow');
    await moved(undecided.id, 'shadow');
    const pledge = await score({ pledge: { amount: 777 } });
    expect(pledge.disposition).toEqual({ action: 'accept', reason: 'default', rule_label: null });
    expect(pledge.rules).toEqual([
      { id: rule.id, version: 1, label: rule.label, action: 'reject', outcome: 'shadow_fired' },
      { id: undecided.id, version: 1, label: undecided.label, action: 'reject', outcome: 'shadow_unknown' },
    ]);
    const other = await score();
    const found = async (query: string): Promise<string[]> =>
      (await send('get', `/v1/assessments?${query}`).expect(200)).body.assessments.map((one: Assessment) => one.id);
    expect(await found(`rule=${rule.id}&rule_outcome=shadow_fired`)).toEqual([pledge.id]);
    expect(await found(`rule=${rule.id}&order=score`)).toEqual([pledge.id]);
    expect(await found(`rule=${undecided.id}&rule_outcome=shadow_unknown`)).toEqual([other.id, pledge.id]);
    expect(await found(`rule=${rule.id}&rule_outcome=fired`)).toEqual([]);
    await send('get', '/v1/assessments?rule_outcome=fired').expect(400);
    await moved(rule.id, 'live');
    expect((await score({ pledge: { amount: 777 } })).disposition).toMatchObject({ action: 'reject' });
    await moved(rule.id, 'shadow');
    expect((await score({ pledge: { amount: 777 } })).disposition).toMatchObject({ action: 'accept' });
    expect(await replayed(pledge)).toMatchObject({ decision: { equal: true, differences: [] } });
    await moved(rule.id, 'retire');
    await moved(rule.id, 'shadow', 409);
    await moved(undecided.id, 'retire');
  });

  it('keeps every version of a rule', async () => {
    const rule = await made('base_amount == 1');
    await send('put', `/v1/rules/${rule.id}`, { label: 'Renamed', expression: 'base_amount == 2', action: 'accept' });
    const { body } = await send('get', `/v1/rules/${rule.id}/versions`).expect(200);
    expect(body.versions).toMatchObject([
      { version: 2, label: 'Renamed', action: 'accept' },
      { version: 1, label: 'base_amount == 1', action: 'reject', created_by: 'admin' },
    ]);
    await send('get', '/v1/rules/00000000-0000-7000-8000-000000000000/versions').expect(404);
  });

  it('silences a rule for one entity until a time, and no longer', async () => {
    const rule = await made('base_amount == 888');
    await moved(rule.id, 'live');
    const snooze = async (until: number, changes: object = {}, status = 201): Promise<SnoozeView> =>
      (
        await send('post', `/v1/rules/${rule.id}/snoozes`, {
          kind: 'email',
          value: 'Good@Example.com',
          until: new Date(Date.now() + until).toISOString(),
          reason: 'A known customer',
          ...changes,
        }).expect(status)
      ).body;
    await snooze(181 * dayMs, {}, 400);
    await snooze(-1, {}, 400);
    await snooze(dayMs, { kind: 'ip', value: 'nowhere' }, 400);
    const made180 = await snooze(180 * dayMs - 60_000);
    expect(made180.value).toBe('good@example.com');
    await refresh();
    const silenced = await score({ pledge: { amount: 888 }, email: { address: 'good@example.com' } });
    expect(silenced).toMatchObject({ disposition: { action: 'accept' }, rules: [{ id: rule.id, outcome: 'snoozed' }] });
    expect((await score({ pledge: { amount: 888 } })).disposition.action).toBe('reject');
    await send('post', `/v1/snoozes/${made180.id}/end`).expect(200);
    await send('post', `/v1/snoozes/${made180.id}/end`).expect(409);
    await refresh();
    const after = { pledge: { amount: 888 }, email: { address: 'good@example.com' } };
    expect((await score(after)).disposition.action).toBe('reject');
    expect(await replayed(silenced)).toMatchObject({ decision: { equal: true } });
    const { body } = await send('get', `/v1/rules/${rule.id}/snoozes`).expect(200);
    expect(body.snoozes).toMatchObject([{ id: made180.id, ended_at: expect.any(String) }]);
    await moved(rule.id, 'retire');
    await snooze(dayMs, {}, 409);
  });

  it('tries a rule on one pledge, part by part', async () => {
    const pledge = await score({ pledge: { amount: 2_000 } });
    const rule = { label: 'Tried', expression: 'base_amount > 1500 && risk_score < 50', action: 'reject' };
    const tried = async (body: object, status = 200) =>
      (await send('post', '/v1/rules/dry-run', body).expect(status)).body;
    const answer = await tried({ rule, pledge_id: pledge.pledge_id });
    expect(answer).toMatchObject({ outcome: 'fired', missing: [] });
    expect(answer.parts).toEqual(
      expect.arrayContaining([
        { text: 'base_amount > 1500', position: { line: 1, column: 1, offset: 0 }, value: true },
        { text: 'risk_score', position: { line: 1, column: 23, offset: 22 }, value: pledge.risk_score },
      ]),
    );
    expect(await tried({ rule, features: {} })).toMatchObject({ outcome: 'unknown', missing: ['base_amount'] });
    expect(await tried({ rule, pledge_id: pledge.pledge_id, revision: 2 }, 404)).toMatchObject({ status: 404 });
    await tried({ rule }, 400);
    const wrong = await tried({ rule: { ...rule, expression: 'base_amount > "x"' }, features: {} }, 400);
    expect(wrong.problems).toMatchObject([{ pointer: '/rule/expression', rule: 'type' }]);
    expect((await send('get', '/v1/rules').expect(200)).body.rules).not.toContainEqual(
      expect.objectContaining({ label: 'Tried' }),
    );
  });
});
