import { describe, expect, it } from '@jest/globals';
import type { FlagContent, FlagRule } from '#libs/contracts';
import { adviceOnFlag } from './flag-advice.js';

const flag = (...rules: FlagRule[]): FlagContent => ({
  description: '',
  default_value: false,
  rules,
  prerequisites: [],
  archived: false,
});
const all: FlagRule = { id: 'all', kind: 'force', value: true };
const staff: FlagRule = { id: 'staff', kind: 'force', value: true, condition: { staff: true } };
const nobody: FlagRule = { id: 'nobody', kind: 'rollout', value: true, coverage: 0, attribute: 'id' };
const later: FlagRule = { ...nobody, ramp: [{ at: '2100-01-01T00:00:00Z', coverage: 1 }] };

const bandit: FlagRule = {
  id: 'bandit',
  kind: 'bandit',
  variants: [],
  contexts: [],
  weights_version: 1,
  coverage: 1,
  attribute: 'id',
};
const form: FlagRule = { id: 'form', kind: 'experiment', experiment: 'form', values: { control: false, b: true } };

describe('advice on a flag', () => {
  it.each([
    ['rules in a good order', flag(staff, all), []],
    ['a rule behind one for everybody', flag(all, staff), ['/rules/1 unreachable_rule']],
    ['a share of nothing', flag(nobody), ['/rules/0/coverage rollout_to_nobody']],
    ['a share of nothing that grows', flag(later), []],
    ['a bandit', flag(bandit), ['/rules/0 bandit_without_readout']],
    ['an archived one', { ...flag(all, staff), archived: true }, []],
  ])('on %s', (_, content, expected) => {
    expect(adviceOnFlag(content).map(({ pointer, rule }) => `${pointer} ${rule}`)).toEqual(expected);
  });

  it('on variants that have changed since they were given values', () => {
    const variants = (...keys: string[]) => adviceOnFlag(flag(form), new Map([['form', keys]]));
    expect(variants('control', 'b')).toEqual([]);
    expect(variants('control', 'c')).toMatchObject([
      { pointer: '/rules/0/values', rule: 'value_for_each_variant' },
      { pointer: '/rules/0/values/b', rule: 'known_variant' },
    ]);
  });
});
