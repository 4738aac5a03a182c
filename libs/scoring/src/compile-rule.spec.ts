import { describe, expect, it } from '@jest/globals';
import { compileRule } from './compile-rule.js';
import { customInputProblem } from './rule-environment.js';
import type { CustomInput, RuleProblem, RuleSource } from './rule.js';

const rule = (expression: string, more: Partial<RuleSource> = {}): RuleSource => ({
  id: 'r1',
  label: 'A rule',
  expression,
  action: 'manual_review',
  ...more,
});

function problemsOf(source: RuleSource, inputs: readonly CustomInput[] = []): readonly RuleProblem[] {
  const result = compileRule(source, inputs);
  if (result.ok) throw new Error(`${source.expression} was accepted`);
  return result.problems;
}

const fires = (expression: string, values: Record<string, number | string | boolean>, inputs: CustomInput[] = []) => {
  const result = compileRule(rule(expression), inputs);
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.rule.test(values);
};

describe('numbers in rules', () => {
  it.each([
    ['base_amount > 3', true],
    ['base_amount == 1000', true],
    ['base_amount != 1000', false],
    ['base_amount + 1 > 1000', true],
    ['1 + base_amount == 1001', true],
    ['base_amount * 2 >= 2000.0', true],
    ['2 * base_amount <= 1999', false],
    ['base_amount / 3 > 333.3', true],
    ['base_amount % 7 == 6', true],
    ['-base_amount < -999', true],
    ['5 / 2 == 2.5', true],
    ['base_amount in [1, 2.5, 1000]', true],
    ['(ip_is_tor ? 1 : 2.5) == 2.5', true],
    ['size(email_domain) == 11', true],
    ['size(email_domain) * 2 > 21', true],
    ['size(email_domain) - 0.5 > base_amount / 100', true],
    ['email_domain.endsWith(".com") && !ip_is_tor', true],
    ['email_domain.lowerAscii() == "example.com"', true],
  ])('%s', (expression, expected) => {
    expect(fires(expression, { base_amount: 1000, ip_is_tor: false, email_domain: 'example.com' })).toBe(expected);
  });
});

describe('what a rule may not say', () => {
  it.each([
    ['card_pledges_1h > 3 && velocty > 2', 'unknown_feature', 23],
    ['base_amount > 10 && ip_country > 2', 'type', 20],
    ['base_amount + "a" == 3', 'type', 0],
    ['base_amount', 'type', 0],
    ['ip_is_tor == 1', 'type', 0],
    ['ip_asn.foo > 1', 'type', 0],
    ['{"a": 1}["a"] == base_amount', 'type', 0],
    ['base_amount >', 'syntax', 13],
    ['base_amount > 3 )', 'syntax', 16],
    ['email_domain.matches("(a+)+$")', 'unknown_function', 0],
    ['has(ip_asn.x)', 'unknown_function', 0],
    ['duration("1h") > duration("2h")', 'unknown_function', 0],
    ['risk_score > 99', 'impossible', 0],
    ['99 < risk_score', 'impossible', 0],
    ['ip_is_tor && risk_score >= 99.5', 'impossible', 13],
    ['risk_score < 0.01', 'impossible', 0],
    ['card_pledges_1h < 0', 'impossible', 0],
    ['project_ip_share_24h * 2 > 2', 'impossible', 0],
    ['card_pledges_1h == -1', 'impossible', 0],
    ['ip_country == "USA"', 'impossible', 0],
    ['ip_country in ["US", "usa"]', 'impossible', 21],
    ['ip_asn in []', 'impossible', 0],
    ['card_pledges_1h > 5 && card_pledges_1h < 3', 'impossible', 23],
    ['ip_country == "US" && ip_country == "DE"', 'impossible', 22],
    ['1 > 2', 'impossible', 0],
    ['false', 'impossible', 0],
    ['ip_is_tor && false', 'impossible', 0],
    ['!true', 'impossible', 0],
    ['', 'length', undefined],
    [`ip_is_tor${' || ip_is_tor'.repeat(400)}`, 'length', undefined],
    [`${'('.repeat(60)}ip_is_tor${')'.repeat(60)}`, 'syntax', 40],
  ])('%s: %s', (expression, kind, offset) => {
    const [problem] = problemsOf(rule(expression));
    expect([problem?.pointer, problem?.rule, problem?.position?.offset]).toEqual(['/expression', kind, offset]);
    expect(problem?.detail.length).toBeGreaterThan(10);
  });

  it.each([
    'risk_score >= 99',
    'risk_score > 98.9',
    'card_pledges_1h >= 0',
    'project_ip_share_24h * 2 > 1.9',
    'card_pledges_1h > 3 && card_pledges_1h < 5',
    'card_pledges_1h > 5 || card_pledges_1h < 3',
    'ip_country == "US" || ip_country == "DE"',
    '!(ip_country == "US")',
    'email_domain == "USA"',
    'base_amount - card_amount_24h > 5',
    'true',
  ])('%s can hold', (expression) => {
    expect(compileRule(rule(expression)).ok).toBe(true);
  });

  it('is told by line and column of the text as it was written', () => {
    const [problem] = problemsOf(rule('base_amount > 1000 &&\n  card_pledges_1h in [1, 2] &&\n  nonsense > 3'));
    expect(problem).toEqual({
      pointer: '/expression',
      rule: 'unknown_feature',
      detail: 'no feature or input is called "nonsense"',
      position: { line: 3, column: 3, offset: 55 },
    });
  });

  it('is told all at once', () => {
    const problems = problemsOf(rule('a > 1 && b > 2', { action: 'tag' }));
    expect(problems.map(({ pointer }) => pointer)).toEqual(['/value', '/expression', '/expression']);
  });
});

describe('actions', () => {
  it.each([
    ['add_to_score', 1.5, true],
    ['add_to_score', -2, true],
    ['add_to_score', 0, false],
    ['add_to_score', 15, false],
    ['add_to_score', Number.NaN, false],
    ['add_to_score', '1', false],
    ['add_to_score', undefined, false],
    ['tag', 'vip', true],
    ['tag', ' ', false],
    ['tag', 3, false],
    ['reject', undefined, true],
    ['reject', 1, false],
    ['request_3ds', undefined, true],
  ] as const)('%s with %j: %s', (action, value, accepted) => {
    expect(compileRule(rule('ip_is_tor', { action, value })).ok).toBe(accepted);
  });
});

describe('custom inputs', () => {
  const inputs: CustomInput[] = [
    { name: 'loyalty_points', type: 'double' },
    { name: 'channel', type: 'string' },
  ];

  it('are usable at once, with their type', () => {
    expect(fires('loyalty_points > 3 && channel == "app"', { loyalty_points: 4, channel: 'app' }, inputs)).toBe(true);
    expect(problemsOf(rule('loyalty_points > 3'))[0]?.rule).toBe('unknown_feature');
    expect(problemsOf(rule('channel > 3'), inputs)[0]?.rule).toBe('type');
  });

  it.each([
    'base_amount',
    'risk_score',
    'size',
    'in',
    'true',
    'Points',
    '1st',
    'a-b',
    '__proto__',
    'constructor__',
    '',
  ])('%j as a name', (name) => {
    const problem = customInputProblem(name);
    if (name === 'constructor__') expect(problem).toBeUndefined();
    else expect(problem).toBeDefined();
  });
});
