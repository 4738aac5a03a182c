import { describe, expect, it } from '@jest/globals';
import { explainRule } from './explain-rule.js';

const rule = (expression: string) => ({ id: 'r', label: 'Rule', expression, action: 'reject' as const });

describe('explainRule', () => {
  it('says what each part comes to, at its place in the author’s text', () => {
    const explained = explainRule(rule('ip_is_hosting &&\n  base_amount * 2 > 100'), {
      ip_is_hosting: true,
      base_amount: 30,
    });
    expect(explained).toEqual({
      ok: true,
      outcome: 'not_fired',
      missing: [],
      parts: [
        {
          text: 'ip_is_hosting &&\n  base_amount * 2 > 100',
          position: { line: 1, column: 1, offset: 0 },
          value: false,
        },
        { text: 'ip_is_hosting', position: { line: 1, column: 1, offset: 0 }, value: true },
        { text: 'base_amount * 2 > 100', position: { line: 2, column: 3, offset: 19 }, value: false },
        { text: 'base_amount * 2', position: { line: 2, column: 3, offset: 19 }, value: 60 },
        { text: 'base_amount', position: { line: 2, column: 3, offset: 19 }, value: 30 },
      ],
    });
  });

  it('leaves unknown what names a feature without a value, and gives the rest', () => {
    const explained = explainRule(rule('ip_country in ["US", "DE"] || size(currency) == 3'), { currency: 'EUR' });
    expect(explained).toMatchObject({ ok: true, outcome: 'unknown', missing: ['ip_country'] });
    const values = explained.ok ? Object.fromEntries(explained.parts.map(({ text, value }) => [text, value])) : {};
    expect(values).toMatchObject({ 'ip_country in ["US", "DE"]': null, 'size(currency) == 3': true, currency: 'EUR' });
  });

  it('refuses what could not be saved', () => {
    expect(explainRule(rule('no_such_feature > 1'), {})).toMatchObject({
      ok: false,
      problems: [{ rule: 'unknown_feature' }],
    });
  });
});
