import { describe, expect, it } from '@jest/globals';
import type { RuleSource } from './rule.js';
import { compileRuleset, evaluateRules } from './ruleset.js';
import type { Ruleset } from './ruleset.js';

const rule = (id: string, expression: string): RuleSource => ({ id, label: id, expression, action: 'manual_review' });

function ruleset(...sources: RuleSource[]): Ruleset {
  const result = compileRuleset(3, sources, [{ name: 'points', type: 'double' }]);
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.ruleset;
}

const ids = (rules: readonly { readonly id: string }[]): string[] => rules.map(({ id }) => id);

describe('a ruleset', () => {
  it('tells every rule that fires, in order, and keeps the unknown apart', () => {
    const rules = ruleset(
      rule('a', 'base_amount > 10'),
      rule('b', 'card_pledges_1h > 3 || base_amount > 10'),
      rule('c', 'base_amount > 1000'),
      rule('d', 'risk_score > 50'),
      rule('e', '!(card_pledges_1h > 3)'),
    );
    const outcomes = evaluateRules(rules, { base_amount: 100 }, 60);
    expect(ids(outcomes.fired)).toEqual(['a', 'd']);
    // Even where the other side of an || would decide: what is named and unknown makes the rule unknown.
    expect(ids(outcomes.unknown)).toEqual(['b', 'e']);
    const known = evaluateRules(rules, { base_amount: 100, card_pledges_1h: 0 }, 40);
    expect([ids(known.fired), ids(known.unknown)]).toEqual([['a', 'b', 'e'], []]);
  });

  it('takes risk_score from the model, whatever a feature is called', () => {
    const rules = ruleset(rule('a', 'risk_score > 50'));
    expect(evaluateRules(rules, { risk_score: 99 }, 1).fired).toEqual([]);
  });

  it('is not stopped by an input of another type than declared', () => {
    const rules = ruleset(rule('a', 'points > 3'), rule('b', 'base_amount > 10'));
    const outcomes = evaluateRules(rules, { points: 'many', base_amount: 100 }, 1);
    expect([ids(outcomes.fired), ids(outcomes.unknown)]).toEqual([['b'], ['a']]);
  });

  it('is refused as a whole, each problem with its rule', () => {
    const result = compileRuleset(1, [rule('a', 'base_amount > 1'), rule('b', 'nonsense'), rule('c', '1 >')]);
    if (result.ok) throw new Error('it was accepted');
    expect(result.problems.map(({ pointer, rule: kind }) => [pointer, kind])).toEqual([
      ['/1/expression', 'unknown_feature'],
      ['/2/expression', 'syntax'],
    ]);
  });
});
