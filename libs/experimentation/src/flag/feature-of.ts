import type { ExperimentDefinition, FilterDefinition, FlagDefinition, FlagRuleDefinition } from '#libs/bucketing';
import type { FlagContent, FlagPrerequisite, FlagRule } from '#libs/contracts';

type Experiments = ReadonlyMap<string, ExperimentDefinition>;
type RuleOf<Kind extends FlagRule['kind']> = Extract<FlagRule, { kind: Kind }>;

/**
 * A flag in the form in which flags are evaluated and sent to clients. What an experiment is at the moment becomes part
 * of it: its weights while it runs, one value for all while it is paused, and once it has been stopped or decided.
 */
export function featureOf(key: string, content: FlagContent, experiments: Experiments): FlagDefinition {
  const { default_value: defaultValue, archived, prerequisites } = content;
  if (archived) return { defaultValue };
  const gates = prerequisites.map((one): FlagRuleDefinition => ({
    parentConditions: [{ ...parentOf(one), gate: true }],
  }));
  return { defaultValue, rules: [...gates, ...content.rules.flatMap((rule) => ruleOf(key, rule, experiments))] };
}

function ruleOf(flag: string, rule: FlagRule, experiments: Experiments): FlagRuleDefinition[] {
  switch (rule.kind) {
    case 'force':
      return [{ ...targeting(rule), force: rule.value }];
    case 'rollout':
      return [
        {
          ...targeting(rule),
          force: rule.value,
          coverage: rule.coverage,
          hashAttribute: rule.attribute,
          hashVersion: 2,
          seed: rule.seed ?? flag,
        },
      ];
    case 'experiment':
      return experimentRule(rule, experiments.get(rule.experiment));
  }
}

/** Nothing before the experiment has started, and nothing where its variants have changed since values were given. */
function experimentRule(
  rule: RuleOf<'experiment'>,
  experiment: ExperimentDefinition | undefined,
): FlagRuleDefinition[] {
  if (experiment === undefined || experiment.state === 'draft') return [];
  const { key, state, variants, baseline, decidedVariant, salt, hashVersion = 2, coverage, unit } = experiment;
  if (!variants.every((variant) => Object.hasOwn(rule.values, variant.key))) return [];
  if (state !== 'running' && state !== 'closed') {
    const forAll = state === 'decided' ? (decidedVariant ?? baseline) : baseline;
    return [{ ...targeting(rule), force: rule.values[forAll] }];
  }
  return [
    {
      ...targeting(rule),
      key,
      seed: salt,
      hashVersion,
      hashAttribute: rule.attribute ?? unit,
      coverage,
      weights: variants.map(({ weight }) => weight),
      variations: variants.map((variant) => rule.values[variant.key]),
      meta: variants.map((variant) => ({ key: variant.key })),
    },
  ];
}

function targeting({ id, condition, prerequisites, layer }: FlagRule): FlagRuleDefinition {
  return {
    id,
    ...(condition === undefined ? {} : { condition }),
    ...(prerequisites === undefined ? {} : { parentConditions: prerequisites.map(parentOf) }),
    ...(layer === undefined ? {} : { filters: [filterOf(layer)] }),
  };
}

const parentOf = ({ flag, condition }: FlagPrerequisite) => ({ id: flag, condition: condition ?? { value: true } });

/** Layers are hashed by their own seed, so that a part of one says nothing about the variants within it. */
const filterOf = ({ key, from, to, attribute }: NonNullable<FlagRule['layer']>): FilterDefinition => ({
  seed: `layer:${key}`,
  hashVersion: 2,
  attribute,
  ranges: [[from, to]],
});
