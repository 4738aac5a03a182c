import { describe, expect, it } from '@jest/globals';
import type { FlagContent, FlagRule } from '#libs/contracts';
import { targetedBy } from './targeting-phases.js';

const rule = (over: Partial<Extract<FlagRule, { kind: 'experiment' }>> = {}): FlagRule => ({
  id: 'form',
  kind: 'experiment',
  experiment: 'form',
  values: { control: false, short: true },
  condition: { country: 'US' },
  ...over,
});
const content = (rules: readonly FlagRule[], over: Partial<FlagContent> = {}): FlagContent => ({
  description: '',
  default_value: false,
  rules: [...rules],
  prerequisites: [],
  archived: false,
  ...over,
});
const rollout: FlagRule = { id: 'r', kind: 'rollout', value: true, coverage: 0.1, attribute: 'id' };
const textOf = (...given: Parameters<typeof content>) => targetedBy(content(...given)).get('form')?.text;

describe('who is meant by the rules of an experiment', () => {
  it('changes with conditions, prerequisites, layers and whatever is met before', () => {
    const texts = [
      textOf([rule()]),
      textOf([rule({ condition: { country: 'CA' } })]),
      textOf([rule({ prerequisites: [{ flag: 'other' }] })]),
      textOf([rule({ layer: { key: 'l', from: 0, to: 0.5, attribute: 'id' } })]),
      textOf([rule({ attribute: 'company' })]),
      textOf([rollout, rule()]),
      textOf([{ ...rollout, condition: { country: 'US' } }, rule()]),
      textOf([rule(), rule({ id: 'again', condition: { country: 'CA' } })]),
      textOf([rule()], { prerequisites: [{ flag: 'other' }] }),
      textOf([rule()], { archived: true }),
      textOf([]),
    ];
    expect(new Set(texts).size).toBe(texts.length - 1);
    expect(texts.slice(-2)).toEqual([undefined, undefined]);
  });

  it('does not change with values, names, shares by the hash, or what comes after', () => {
    const as = textOf([rollout, rule()]);
    expect(textOf([rollout, rule({ id: 'x', description: 'It helps.', values: { control: 0, short: 1 } })])).toBe(as);
    expect(textOf([{ ...rollout, coverage: 0.9 }, rule()])).toBe(as);
    expect(textOf([rollout, rule(), { id: 'last', kind: 'force', value: true }], { description: 'Form.' })).toBe(as);
  });
});
