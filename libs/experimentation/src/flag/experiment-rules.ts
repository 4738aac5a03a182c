import {
  canForce,
  holdsOut,
  seedOf,
  type ExperimentDefinition,
  type FlagRuleDefinition,
  type HoldoutGate,
} from '#libs/bucketing';
import type { FlagRule } from '#libs/contracts';
import { filterOf, targetingOf } from './targeting.js';

type ExperimentRule = Extract<FlagRule, { kind: 'experiment' }>;

/**
 * A rule that is an experiment, in the order in which `assign` asks: units on which a variant is forced, holdouts, what
 * the state gives to everybody, or the layer and the hash. Nothing where its variants have changed since values were given.
 */
export function experimentRules(
  rule: ExperimentRule,
  experiment: ExperimentDefinition | undefined,
): FlagRuleDefinition[] {
  if (experiment === undefined) return [];
  const { state, variants, baseline, holdouts = [], unit } = experiment;
  if (!variants.every((variant) => Object.hasOwn(rule.values, variant.key))) return [];
  const attribute = rule.attribute ?? unit;
  return [
    ...(canForce(experiment) ? forcedRules(rule, experiment, attribute) : []),
    ...(holdsOut(state)
      ? holdouts.map((one) => holdoutRule(one, targetingOf(rule), attribute, rule.values[baseline]))
      : []),
    ...ownRule(rule, experiment, attribute),
  ];
}

/**
 * An experiment of two variations: those held out get the value, and all others go on to the next rule. Both are
 * exposures of the holdout.
 */
export const holdoutRule = (
  { key, salt, share }: HoldoutGate,
  targeting: FlagRuleDefinition,
  attribute: string,
  value: unknown,
): FlagRuleDefinition => ({
  ...targeting,
  id: `${targeting.id}:${key}`,
  key,
  seed: salt,
  hashVersion: 2,
  hashAttribute: attribute,
  disableStickyBucketing: true,
  variations: [value, value],
  ranges: [
    [0, share],
    [share, 1],
  ],
  meta: [{ key: 'held_out' }, { key: 'in', passthrough: true }],
});

/** One rule for each variant that is forced on somebody, whoever else the rule is meant for. */
const forcedRules = (
  rule: ExperimentRule,
  { variants, forced = {} }: ExperimentDefinition,
  attribute: string,
): FlagRuleDefinition[] =>
  variants.flatMap(({ key }) => {
    const units = Object.entries(forced).flatMap(([unit, variant]) => (variant === key ? idsOf(unit) : []));
    if (units.length === 0) return [];
    return [{ id: forcedId(rule, key), condition: { [attribute]: { $in: units } }, force: rule.values[key] }];
  });

/** Neither a rule's id nor a variant's key may hold a colon. */
const forcedId = (rule: ExperimentRule, variant: string): string => `${rule.id}:forced:${variant}`;

/** Whether an answer's rule is the one that forces this variant of a rule's experiment on units. */
export const isForcedBy = (rule: ExperimentRule, variant: string, ruleId: string): boolean =>
  ruleId === forcedId(rule, variant);

/** An id that is a number comes as one too: it is hashed as its text, but compared as it is. */
const idsOf = (unit: string): (string | number)[] => (String(Number(unit)) === unit ? [unit, Number(unit)] : [unit]);

function ownRule(rule: ExperimentRule, experiment: ExperimentDefinition, attribute: string): FlagRuleDefinition[] {
  const { key, state, variants, baseline, decidedVariant, hashVersion = 2, coverage, layer } = experiment;
  const targeting = targetingOf(rule);
  if (state === 'draft') return [];
  if (state !== 'running' && state !== 'closed') {
    const forAll = state === 'decided' ? (decidedVariant ?? baseline) : baseline;
    return [{ ...targeting, force: rule.values[forAll] }];
  }
  const filters = [...(targeting.filters ?? []), ...(layer === undefined ? [] : [filterOf(layer, attribute)])];
  return [
    {
      ...targeting,
      ...(filters.length === 0 ? {} : { filters }),
      key,
      seed: seedOf(experiment),
      hashVersion,
      hashAttribute: attribute,
      ...stickiness(experiment),
      coverage,
      weights: variants.map(({ weight }) => weight),
      variations: variants.map((variant) => rule.values[variant.key]),
      meta: variants.map((variant) => ({ key: variant.key })),
    },
  ];
}

const stickiness = ({ sticky }: ExperimentDefinition): FlagRuleDefinition => {
  if (sticky === undefined) return { disableStickyBucketing: true };
  const { bucketVersion, minBucketVersion, fallback } = sticky;
  return { bucketVersion, minBucketVersion, ...(fallback === undefined ? {} : { fallbackAttribute: fallback }) };
};
