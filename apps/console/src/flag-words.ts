import type { FlagRule } from '#libs/contracts';
import { wholePercent } from './format.js';

const text = (value: unknown): string => JSON.stringify(value) ?? 'null';

/** Whom a rule is about, and what they get: a sentence. */
export function ruleWords(rule: FlagRule): string {
  const whom = rule.condition === undefined ? 'Everybody' : `Whoever meets ${text(rule.condition)}`;
  const needs = (rule.prerequisites ?? []).map(({ flag }) => `, if ${flag} allows it`).join('');
  const part = rule.layer === undefined ? '' : `, in its part of the layer ${rule.layer.key}`;
  return `${whom}${needs}${part} ${givenWords(rule)}.`;
}

function givenWords(rule: FlagRule): string {
  switch (rule.kind) {
    case 'force':
      return `gets ${text(rule.value)}`;
    case 'rollout':
      return `gets ${text(rule.value)} with a share of ${wholePercent(rule.coverage)}, by ${rule.attribute}`;
    case 'experiment':
      return `gets what the experiment ${rule.experiment} decides: ${text(rule.values)}`;
    default:
      return 'gets what the bandit’s weights decide';
  }
}
