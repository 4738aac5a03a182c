import type { ExperimentDefinition, FlagDefinition, FlagRuleDefinition } from '#libs/bucketing';
import type { FlagContent, FlagRule } from '#libs/contracts';
import { banditRule } from './bandit-rule.js';
import { experimentRules, holdoutRule } from './experiment-rules.js';
import type { FlagHoldout } from './flag.js';
import { parentOf, targetingOf } from './targeting.js';

type Experiments = ReadonlyMap<string, ExperimentDefinition>;

/**
 * A flag in the form in which flags are evaluated and sent to clients. What an experiment is at the moment becomes part
 * of it: its weights while it runs, one value for all while it is paused, and once it has been stopped or decided.
 *
 * @param holdouts keep units at the default of every rule that is no experiment; an experiment has its own
 */
export function featureOf(
  key: string,
  content: FlagContent,
  experiments: Experiments,
  holdouts: readonly FlagHoldout[] = [],
): FlagDefinition {
  const { default_value: defaultValue, archived, prerequisites } = content;
  if (archived) return { defaultValue };
  const gates = prerequisites.map((one): FlagRuleDefinition => ({
    parentConditions: [{ ...parentOf(one), gate: true }],
  }));
  const rules = content.rules.flatMap((rule) => [
    ...(rule.kind === 'experiment'
      ? []
      : holdouts.map((one) => holdoutRule(one, targetingOf(rule), one.unit, defaultValue))),
    ...ruleOf(key, rule, experiments),
  ]);
  return { defaultValue, rules: [...gates, ...rules] };
}

function ruleOf(flag: string, rule: FlagRule, experiments: Experiments): FlagRuleDefinition[] {
  switch (rule.kind) {
    case 'force':
      return [{ ...targetingOf(rule), force: rule.value }];
    case 'rollout':
      return [
        {
          ...targetingOf(rule),
          force: rule.value,
          coverage: rule.coverage,
          hashAttribute: rule.attribute,
          hashVersion: 2,
          // Apart from every experiment's, whose seed may be its key: who is in would say which variant they have.
          seed: rule.seed ?? `rollout:${flag}`,
        },
      ];
    case 'experiment':
      return experimentRules(rule, experiments.get(rule.experiment));
    case 'bandit':
      return [banditRule(flag, rule)];
  }
}
