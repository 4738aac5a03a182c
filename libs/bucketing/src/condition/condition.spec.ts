import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { describeShared } from '../../../../test/support/shared.js';
import { compileCondition } from './compile-condition.js';
import type { ConditionDefinition, SavedGroupDefinition } from './condition.js';
import { compileSavedGroups } from './saved-group.js';

const meets = (
  condition: ConditionDefinition,
  attributes: unknown,
  groups: Readonly<Record<string, SavedGroupDefinition>> = {},
): boolean => compileCondition(condition)(attributes, compileSavedGroups(groups));

describeShared('conditions on the GrowthBook suite', 'data/growthbook/cases-0.8.0.json', (path) => {
  type Case = [string, ConditionDefinition, object, boolean, Record<string, SavedGroupDefinition>?];

  it('are met and not met as in all 248 cases', () => {
    const { evalCondition } = JSON.parse(readFileSync(path, 'utf8')) as { evalCondition: Case[] };
    expect(evalCondition).toHaveLength(248);
    const wrong = evalCondition.filter(
      ([, condition, attributes, expected, groups]) => meets(condition, attributes, groups) !== expected,
    );
    expect(wrong).toEqual([]);
  });
});

describe('a saved group', () => {
  const groups: Record<string, SavedGroupDefinition> = {
    bare: ['a', 1],
    listed: { type: 'list', attributeKey: 'company.id', values: ['c1'] },
    rich: { type: 'condition', condition: { spent: { $gt: 100 } } },
    both: {
      type: 'condition',
      condition: { $and: [{ $savedGroup: { id: 'rich' } }, { $savedGroup: { id: 'listed' } }] },
    },
    itself: { type: 'condition', condition: { $or: [{ $savedGroup: { id: 'itself' } }, { vip: true }] } },
  };

  it.each<[string, ConditionDefinition, object, boolean]>([
    ['by its own attribute', { $savedGroup: { id: 'listed' } }, { company: { id: 'c1' } }, true],
    ['by another attribute', { $savedGroup: { id: 'listed', attributeKey: 'firm' } }, { firm: 'c1' }, true],
    [
      'not by what another attribute would have',
      { $savedGroup: { id: 'listed', attributeKey: 'firm' } },
      { company: { id: 'c1' } },
      false,
    ],
    ['by its condition', { $savedGroup: { id: 'rich' } }, { spent: 101 }, true],
    ['by groups within it', { $savedGroup: { id: 'both' } }, { spent: 101, company: { id: 'c1' } }, true],
    ['not where one of them is not met', { $savedGroup: { id: 'both' } }, { spent: 1, company: { id: 'c1' } }, false],
    ['by what else it says, where it names itself', { $savedGroup: { id: 'itself' } }, { vip: true }, true],
    ['by nobody where it only names itself', { $savedGroup: { id: 'itself' } }, { vip: false }, false],
    ['by nobody where it has bare values', { $savedGroup: { id: 'bare' } }, { id: 'a' }, false],
    ['by nobody where it is unknown', { $savedGroup: { id: 'nothing' } }, { id: 'a' }, false],
    ['by values of a list', { id: { $inGroup: 'listed' } }, { id: 'c1' }, true],
    ['neither in nor out of a condition: in', { id: { $inGroup: 'rich' } }, { id: 'c1' }, false],
    ['neither in nor out of a condition: out', { id: { $notInGroup: 'rich' } }, { id: 'c1' }, false],
  ])('is met %s', (_, condition, attributes, expected) => {
    expect(meets(condition, attributes, groups)).toBe(expected);
  });

  it('that names all others, as all of them do, is given up', () => {
    const names = Array.from({ length: 30 }, (_, index) => `g${index}`);
    const everyone = { $or: names.map((id) => ({ $savedGroup: { id } })) };
    const hostile = Object.fromEntries(names.map((id) => [id, { type: 'condition' as const, condition: everyone }]));
    expect(meets(everyone, {}, hostile)).toBe(false);
  });
});

describe('a condition', () => {
  it('is not met by values that throw when they are compared, not even under $not', () => {
    const attributes = JSON.parse('{"a": {"toString": 1, "valueOf": 1}}') as object;
    for (const operand of ['x', 1, { $gt: 1 }, { $not: { $lt: 1 } }, { $not: { $regex: 'x' } }]) {
      expect(meets({ a: operand }, attributes)).toBe(false);
      expect(meets({ $not: { a: operand } }, attributes)).toBe(false);
    }
  });

  it('knows no attribute by the names that every object has', () => {
    expect(meets({ constructor: { $exists: true } }, {})).toBe(false);
    expect(meets({ 'a.__proto__': { $exists: true } }, { a: {} })).toBe(false);
    expect(meets({ a: { constructor: 1, $toString: 1 } }, { a: 1 })).toBe(false);
    expect(meets({ a: { $constructor: 1 } }, { a: 1 })).toBe(false);
    for (const name of ['__proto__', 'constructor', 'prototype'])
      for (const condition of [`{"${name}": "x"}`, `{"a": {"${name}": 1}}`, `{"${name}": {"$in": ["x"]}}`])
        expect(meets(JSON.parse(condition) as ConditionDefinition, { a: 1 })).toBe(false);
  });

  it('is not met where it is nested too deeply', () => {
    const nested = (depth: number): ConditionDefinition =>
      depth === 0 ? { a: 1 } : { $not: { $not: nested(depth - 1) } };
    expect(meets(nested(15), { a: 1 })).toBe(true);
    for (const depth of [20, 1_000]) {
      expect(meets(nested(depth), { a: 1 })).toBe(false);
      expect(meets({ $not: nested(depth) }, { a: 1 })).toBe(false);
    }
  });

  it('is not met by lists that would keep a server busy, nor by anybody where it would itself', () => {
    const list = (count: number) => Array.from({ length: count }, (_, index) => `v${index}`);
    const all = { tags: { $all: list(1_000) } };
    expect(meets(all, { tags: list(1_000) })).toBe(true);
    expect(meets(all, { tags: list(1_001) })).toBe(false);
    expect(meets({ $not: { tags: { $all: list(100_000) } } }, { tags: list(100_000) })).toBe(false);
    const some = { tags: { $elemMatch: { $regex: '7$' } } };
    expect([10_000, 10_001].map((count) => meets(some, { tags: list(count) }))).toEqual([true, false]);
    expect(meets({ tags: { $in: ['v99999'] } }, { tags: list(100_000) })).toBe(true);
    const many = (count: number) => ({ $or: Array.from({ length: count }, () => ({ country: 'US' })) });
    expect([1_999, 2_000].map((count) => meets(many(count), { country: 'US' }))).toEqual([true, false]);
  });

  it('is not met by a text too long for a pattern, not even under $not', () => {
    const notRival = compileCondition({ email: { $not: { $regex: '@rival' } } });
    const groups = compileSavedGroups({});
    expect(notRival({ email: 'a@home.example' }, groups)).toBe(true);
    expect(notRival({ email: `${'a'.repeat(2_000)}@rival.example` }, groups)).toBe(false);
  });

  it('never throws, whatever it is and whoever is asked about', () => {
    const names = fc.constantFrom(
      'a',
      'a.b',
      '$and',
      '$or',
      '$not',
      '$nor',
      '$savedGroup',
      '$in',
      '$all',
      '$size',
      '$elemMatch',
      '$regex',
      '$vgt',
      '$gt',
      '$x',
    );
    const value = fc.letrec((tie) => ({
      any: fc.oneof(
        { maxDepth: 5 },
        fc.constantFrom<unknown>(null, true, 1, 'a', '(', ''),
        fc.array(tie('any'), { maxLength: 3 }),
        fc.dictionary(names, tie('any'), { maxKeys: 3 }),
      ),
    })).any;
    fc.assert(
      fc.property(fc.dictionary(names, value, { maxKeys: 3 }), fc.anything(), (condition, subject) => {
        expect(typeof meets(condition, subject)).toBe('boolean');
        expect(typeof meets(condition, { a: subject })).toBe('boolean');
      }),
      { numRuns: 2_000 },
    );
  });
});
