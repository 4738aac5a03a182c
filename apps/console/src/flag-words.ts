import type { FlagRule } from '#libs/contracts';
import { wholePercent } from './format.js';
import { shareAt } from './ramp-input.js';

const text = (value: unknown): string => JSON.stringify(value) ?? 'null';

/** Names of the attributes that rules look at. An experiment's rule that names none looks at the unit's. */
export function attributesOf(rules: readonly FlagRule[]): readonly string[] {
  const names = rules.flatMap((rule) => {
    const own = 'attribute' in rule && rule.attribute !== undefined ? [rule.attribute] : [];
    const units = rule.kind === 'experiment' && own.length === 0 ? ['visitor, backer or project'] : [];
    return [...namedIn(rule.condition), ...own, ...units];
  });
  return [...new Set(names)];
}

/** The keys of a condition that are no operators; of `$and`, `$or`, `$nor` and `$not` what they hold. */
function namedIn(condition: unknown): readonly string[] {
  if (Array.isArray(condition)) return condition.flatMap(namedIn);
  if (typeof condition !== 'object' || condition === null) return [];
  return Object.entries(condition).flatMap(([name, value]) => {
    if (!name.startsWith('$')) return [name];
    return name === '$savedGroup' ? [] : namedIn(value);
  });
}

/** Whom a rule is about, and what they get at a time (ms): a sentence. */
export function ruleWords(rule: FlagRule, now: number): string {
  const whom = rule.condition === undefined ? 'Everybody' : `Whoever meets ${text(rule.condition)}`;
  const needs = (rule.prerequisites ?? []).map(({ flag }) => `, if ${flag} allows it`).join('');
  const part = rule.layer === undefined ? '' : `, in its part of the layer ${rule.layer.key}`;
  return `${whom}${needs}${part} ${givenWords(rule, now)}.`;
}

function givenWords(rule: FlagRule, now: number): string {
  switch (rule.kind) {
    case 'force':
      return `gets ${text(rule.value)}`;
    case 'rollout':
      return `gets ${text(rule.value)} with a share of ${wholePercent(shareAt(rule, now).share)}, by ${rule.attribute}`;
    case 'experiment':
      return `gets what the experiment ${rule.experiment} decides: ${text(rule.values)}`;
    default:
      return 'gets what the bandit’s weights decide, which no readout measures';
  }
}
