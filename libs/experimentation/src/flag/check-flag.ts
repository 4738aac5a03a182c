import { validateCondition, type ExperimentDefinition, type KnownNames } from '#libs/bucketing';
import type { FlagContent, FlagPrerequisite, FlagRule, FlagType } from '#libs/contracts';
import type { FieldProblem } from '#libs/errors';
import { banditProblems } from './check-bandit.js';
import { coverageProblems, valueProblems, within } from './field-problems.js';
import { layerProblems } from './check-layers.js';
import { prerequisiteProblems } from './check-prerequisites.js';
import type { PublishedFlag } from './flag.js';
import { rampProblems } from './ramp.js';

/** What a flag can name. */
export interface FlagWorld {
  /** What is answered by, of all flags. */
  readonly flags: readonly PublishedFlag[];
  readonly experiments: ReadonlyMap<string, ExperimentDefinition>;
  readonly groups: ReadonlySet<string>;
  /** Absent: nobody has declared any, and conditions may name whatever they like. */
  readonly attributes?: ReadonlySet<string>;
}

/** Attributes that need no declaration: what units are known by. */
const UNIT_ATTRIBUTES = ['id', 'visitor', 'backer', 'project'];

/** The names that conditions may use; what is not declared is not checked. */
export const knownNames = ({ groups, attributes }: FlagWorld): KnownNames => ({
  groups,
  ...(attributes === undefined ? {} : { attributes: new Set([...attributes, ...UNIT_ATTRIBUTES]) }),
});

/** Everything that could not work once the flag is answered by; empty when it can be published. */
export function checkFlag({ key, type, content }: PublishedFlag, world: FlagWorld): FieldProblem[] {
  return [
    ...valueProblems(type, content.default_value, '/default_value'),
    ...content.prerequisites.flatMap((one, index) => conditionOfPrerequisite(one, `/prerequisites/${index}`, world)),
    ...repeatedIds(content.rules),
    ...content.rules.flatMap((rule, index) => ruleProblems(type, rule, `/rules/${index}`, world)),
    ...prerequisiteProblems(key, content, world.flags),
    ...layerProblems(key, content, world),
  ];
}

function repeatedIds(rules: FlagContent['rules']): FieldProblem[] {
  const seen = new Set<string>();
  return rules.flatMap(({ id }, index) => {
    if (!seen.has(id)) {
      seen.add(id);
      return [];
    }
    return [{ pointer: `/rules/${index}/id`, rule: 'unique_rule_ids', detail: `the rule ${id} is there twice` }];
  });
}

function ruleProblems(type: FlagType, rule: FlagRule, pointer: string, world: FlagWorld): FieldProblem[] {
  const { condition, prerequisites = [], layer } = rule;
  const attributes = [
    ...('attribute' in rule && rule.attribute !== undefined ? [['attribute', rule.attribute] as const] : []),
    ...(layer === undefined ? [] : [['layer/attribute', layer.attribute] as const]),
  ];
  return [
    ...(condition === undefined ? [] : within(`${pointer}/condition`, validateCondition(condition, knownNames(world)))),
    ...prerequisites.flatMap((one, index) => conditionOfPrerequisite(one, `${pointer}/prerequisites/${index}`, world)),
    ...attributes.flatMap(([field, name]) => attributeProblems(name, `${pointer}/${field}`, world)),
    ...givenProblems(type, rule, pointer, world),
    ...('coverage' in rule ? coverageProblems(rule.coverage, `${pointer}/coverage`) : []),
    ...(rule.kind === 'rollout' ? rampProblems(rule, `${pointer}/ramp`) : []),
  ];
}

/** Of what the rule gives. */
function givenProblems(type: FlagType, rule: FlagRule, pointer: string, world: FlagWorld): FieldProblem[] {
  switch (rule.kind) {
    case 'experiment':
      return experimentProblems(type, rule, pointer, world);
    case 'bandit':
      return banditProblems(type, rule, pointer, knownNames(world));
    default:
      return valueProblems(type, rule.value, `${pointer}/value`);
  }
}

function experimentProblems(
  type: FlagType,
  { experiment: key, values }: Extract<FlagRule, { kind: 'experiment' }>,
  pointer: string,
  world: FlagWorld,
): FieldProblem[] {
  const experiment = world.experiments.get(key);
  if (experiment === undefined)
    return [{ pointer: `${pointer}/experiment`, rule: 'known_experiment', detail: `no experiment ${key}` }];
  const variants = new Set(experiment.variants.map((variant) => variant.key));
  const missing = [...variants].filter((variant) => !Object.hasOwn(values, variant));
  return [
    ...missing.map((variant) => ({
      pointer: `${pointer}/values`,
      rule: 'value_for_each_variant',
      detail: `no value for the variant ${variant} of ${key}`,
    })),
    ...Object.entries(values).flatMap(([variant, value]) =>
      variants.has(variant)
        ? valueProblems(type, value, `${pointer}/values/${variant}`)
        : [
            {
              pointer: `${pointer}/values/${variant}`,
              rule: 'known_variant',
              detail: `${key} has the variants ${[...variants].join(', ')}`,
            },
          ],
    ),
  ];
}

function attributeProblems(name: string, pointer: string, world: FlagWorld): FieldProblem[] {
  const known = knownNames(world).attributes?.has(name) ?? true;
  return known ? [] : [{ pointer, rule: 'known_attribute', detail: `no attribute ${name} is declared` }];
}

/** It is about the other flag's value, and may name nothing else. */
function conditionOfPrerequisite({ condition }: FlagPrerequisite, pointer: string, world: FlagWorld): FieldProblem[] {
  if (condition === undefined) return [];
  const known = { groups: world.groups, attributes: new Set(['value']) };
  return within(`${pointer}/condition`, validateCondition(condition, known));
}
