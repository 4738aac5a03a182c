import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { describeShared } from '../../../../test/support/shared.js';
import { validateCondition } from './validate-condition.js';

const known = { groups: new Set(['g']), attributes: new Set(['country', 'company', 'tags']) };

describe('validateCondition', () => {
  it.each<[string, unknown, string, string]>([
    ['no object', 'US', '', 'object'],
    ['an unknown operator', { country: { $inn: ['US'] } }, '/country/$inn', 'operator'],
    ['an unknown operator of a whole condition', { $nott: { country: 'US' } }, '/$nott', 'operator'],
    ['an operator of values on a whole condition', { $not: { $in: ['US'] } }, '/$not/$in', 'operator'],
    ['an operator that every object has', { country: { $toString: 1 } }, '/country/$toString', 'operator'],
    ['operators beside values', { country: { $in: ['US'], name: 1 } }, '/country', 'operator'],
    ['no list where there must be one', { country: { $in: 'US' } }, '/country/$in', 'operand'],
    ['no alternatives', { $or: [] }, '/$or', 'operand'],
    ['a version that is a number', { country: { $vgt: 1.2 } }, '/country/$vgt', 'operand'],
    ['a type that there is not', { country: { $type: 'date' } }, '/country/$type', 'operand'],
    ['a pattern that is none', { country: { $not: { $regex: '(' } } }, '/country/$not/$regex', 'pattern'],
    ['a pattern that looks around', { country: { $regexi: '(?=a)' } }, '/country/$regexi', 'pattern'],
    ['an unknown group', { country: { $inGroup: 'h' } }, '/country/$inGroup', 'known_group'],
    ['an unknown group as a whole', { $and: [{ $savedGroup: { id: 'h' } }] }, '/$and/0/$savedGroup/id', 'known_group'],
    ['an unknown attribute', { $not: { 'browser.name': 'x' } }, '/$not/browser.name', 'known_attribute'],
  ])('refuses %s', (_, condition, pointer, rule) => {
    expect(validateCondition(condition, known)).toEqual([{ pointer, rule, detail: expect.stringMatching(/.{5}/) }]);
  });

  it('refuses what is too large, but no long list of values', () => {
    const many = (count: number) => ({ $or: Array.from({ length: count }, () => ({ country: 'US' })) });
    expect(validateCondition(many(1_999), known)).toEqual([]);
    expect(validateCondition(many(2_000), known)).toMatchObject([{ pointer: '', rule: 'size' }]);
    expect(validateCondition({ country: { $in: Array.from({ length: 10_000 }, String) } }, known)).toEqual([]);
  });

  it('refuses what is nested too deeply', () => {
    const nested = (depth: number): object => (depth === 0 ? { country: 'US' } : { $not: nested(depth - 1) });
    expect(validateCondition(nested(30), known)).toEqual([]);
    expect(validateCondition(nested(500), known)).toMatchObject([{ rule: 'depth' }]);
  });

  it('has nothing against names of list elements, values, and whatever it is not told the names of', () => {
    expect(validateCondition({ tags: { $elemMatch: { name: 'x', $or: [{ a: 1 }] } } }, known)).toEqual([]);
    expect(validateCondition({ 'company.id': 'a', country: { iso: 'US' } }, known)).toEqual([]);
    expect(validateCondition({ anything: { $inGroup: 'any' } }, {})).toEqual([]);
  });
});

describeShared('validateCondition on the GrowthBook suite', 'data/growthbook/cases-0.8.0.json', (path) => {
  it('refuses only what the suite has as mistakes', () => {
    const { evalCondition } = JSON.parse(readFileSync(path, 'utf8')) as { evalCondition: [string, unknown][] };
    const refused = evalCondition.filter(([, condition]) => validateCondition(condition, {}).length > 0);
    const expected = /not array$|^empty \$|^unknown operator|^\$regex invalid|^\$groups/;
    expect(refused.filter(([name]) => !expected.test(name))).toEqual([]);
  });
});
