import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { scopes } from '#libs/contracts';
import { RuleService } from '#libs/trust';
import { riskTest, type RiskTest } from '../support/risk.js';

describe('the ruleset as a text', () => {
  let test: RiskTest;
  let other: RiskTest;
  const keys = new Map<RiskTest, string>();

  beforeAll(async () => {
    [test, other] = [await riskTest(), await riskTest()];
    for (const one of [test, other]) keys.set(one, await one.service.key({ name: 'ann', scopes: [...scopes] }));
  });
  afterAll(async () => {
    await test.close();
    await other.close();
  });

  const send = (method: 'post' | 'put' | 'get', path: string, body?: object, one = test) => {
    const asked = request(one.service.app.getHttpServer())[method](path);
    return asked.set('authorization', `Bearer ${keys.get(one)}`).send(body);
  };
  const exported = async (one = test): Promise<string> =>
    (await send('get', '/v1/ruleset', undefined, one).expect(200).expect('content-type', /text/)).text;
  const imported = async (body: object, status = 200, one = test) =>
    (await send('put', '/v1/ruleset', body, one).expect(status)).body;

  it('comes back exactly as it went, here and in another installation', async () => {
    await test.service.app.get(RuleService, { strict: false }).seedDefaults();
    await send('post', '/v1/custom-inputs', { name: 'loyalty', type: 'number' }).expect(201);
    const expression = 'loyalty > 2 &&\n  email_domain != "a: \'b\' # c"\n';
    const odd = { label: '- yes: "no"', expression, action: 'tag', value: '0123' };
    const { body: rule } = await send('post', '/v1/rules', odd).expect(201);
    await send('post', `/v1/rules/${rule.id}/shadow`).expect(200);
    const yaml = await exported();
    expect(yaml).toContain('review_at: 10');
    expect(await imported({ yaml, retire_absent: true })).toEqual({ changes: [], absent: [] });
    expect(await exported()).toBe(yaml);
    const answer = await imported({ yaml }, 200, other);
    expect(answer.changes).toHaveLength(15);
    expect(await exported(other)).toBe(yaml);
  });

  it('changes what the text changes, says so before, and leaves or retires what it does not have', async () => {
    const { body: rule } = await send('post', '/v1/rules', {
      label: 'Edited in git',
      expression: 'base_amount > 10',
      action: 'tag',
      value: 'ten',
    }).expect(201);
    const before = await exported();
    const after = before
      .replace('base_amount > 10', 'base_amount > 20')
      .replace('review_at: 10', 'review_at: 12')
      .replace(`id: ${rule.id}\n    state: draft`, `id: ${rule.id}\n    state: live`);
    const changes = [
      { what: 'policy', id: '2', change: 'edited' },
      { what: 'rule', id: rule.id, change: 'edited' },
      { what: 'rule', id: rule.id, change: 'live' },
    ];
    expect(await imported({ yaml: after, dry_run: true })).toEqual({ changes, absent: [] });
    expect(await exported()).toBe(before);
    expect(await imported({ yaml: after })).toEqual({ changes, absent: [] });
    expect(await exported()).toBe(after);
    const none =
      'custom_inputs: []\npolicy: {review_at: 12, reject_at: 80, elevated_at: 5, highest_at: 50}\nrules: []\n';
    expect((await imported({ yaml: none })).absent).toHaveLength(15);
    const retired = await imported({ yaml: none, retire_absent: true });
    expect(retired.changes).toHaveLength(15);
    expect((await send('get', '/v1/rules?state=live').expect(200)).body.rules).toEqual([]);
    const { problems } = await imported({ yaml: after }, 409);
    expect(problems).toMatchObject([{ rule: 'state', detail: 'A retired rule cannot become live.' }]);
  });

  it.each([
    ['rules: [', 'yaml', '/yaml'],
    ['custom_inputs: []\nrules: []', 'invalid_type', '/yaml/policy'],
    ['a: &a [x]\nb: [*a, *a]', 'yaml', '/yaml'],
  ])('refuses %j with its place', async (yaml, rule, pointer) => {
    const { problems } = await imported({ yaml }, 400);
    expect(problems[0]).toMatchObject({ rule, pointer });
  });

  it('refuses a rule that could not be saved, with its place in the text', async () => {
    const id = '01a22d74-a76f-7299-804f-615330da270c';
    const policy = '{review_at: 12, reject_at: 80, elevated_at: 5, highest_at: 50}';
    const text = (line: string): string => `custom_inputs: []\npolicy: ${policy}\nrules:\n  - ${line}\n`;
    const wrong = `{id: ${id}, state: live, label: x, expression: nothing > 1, action: reject}`;
    const { problems } = await imported({ yaml: text(wrong) }, 400);
    expect(problems[0]).toMatchObject({ pointer: '/yaml/rules/0/expression', rule: 'unknown_feature' });
    const extra = `{id: ${id}, state: live, label: x, expression: base_amount > 1, action: reject, valeu: 1}`;
    expect((await imported({ yaml: text(extra) }, 400)).problems[0].pointer).toContain('/yaml/rules/0');
  });
});
