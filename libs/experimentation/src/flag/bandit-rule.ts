import type { BanditDefinition, FlagRuleDefinition } from '#libs/bucketing';
import type { FlagContent, FlagRule } from '#libs/contracts';
import { targetingOf } from './targeting.js';

type BanditRule = Extract<FlagRule, { kind: 'bandit' }>;

/** The rule without its contexts, which payloads have apart. Its buckets are not sticky: weights that move are its point. */
export function banditRule(flag: string, rule: BanditRule): FlagRuleDefinition {
  const { variants, coverage, attribute, seed } = rule;
  const key = nameOf(flag, rule);
  return {
    ...targetingOf(rule),
    key,
    contextualBanditRef: key,
    contextualVariations: variants.map(({ value }) => value),
    weights: variants.map(({ weight }) => weight),
    meta: variants.map((variant) => ({ key: variant.key })),
    coverage,
    seed: seed ?? key,
    hashVersion: 2,
    hashAttribute: attribute,
    disableStickyBucketing: true,
  };
}

/** The contexts of the bandits of a flag, by the name under which its rules have them. */
export function banditsOf(flag: string, { rules, archived }: FlagContent): Record<string, BanditDefinition> {
  const bandits = archived ? [] : rules.filter((rule) => rule.kind === 'bandit');
  return Object.fromEntries(
    bandits.map((rule) => [
      nameOf(flag, rule),
      {
        banditVersion: rule.weights_version,
        contexts: rule.contexts.map(({ condition, weights }, leafId) => ({ leafId, condition, weights })),
      },
    ]),
  );
}

/** Neither may hold a colon, as no experiment's key may: no two have one name. */
const nameOf = (flag: string, { id }: BanditRule): string => `${flag}:${id}`;
