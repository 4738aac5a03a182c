import type { FlagContent, FlagRule, Warning } from '#libs/contracts';
import { escapePart } from '#libs/errors';

const noReadout =
  'a bandit has no readout: its weights move, so that its variants cannot be compared; an experiment measures them';

/**
 * What of a flag would work and is unwise: rules that nobody reaches or that give nobody anything.
 * @param variants keys of the variants of each experiment that it names
 */
export function adviceOnFlag(
  content: FlagContent | null,
  variants: ReadonlyMap<string, readonly string[]> = new Map(),
): Warning[] {
  if (content === null || content.archived) return [];
  const { rules } = content;
  const last = rules.findIndex(givesAll);
  return rules.flatMap((rule, index) => {
    const pointer = `/rules/${index}`;
    if (last >= 0 && index > last) {
      const detail = `the rule ${rules[last]?.id ?? ''} before it gives everybody a value`;
      return [{ pointer, rule: 'unreachable_rule', detail }];
    }
    if (rule.kind === 'bandit') return [{ pointer, rule: 'bandit_without_readout', detail: noReadout }];
    if (rule.kind === 'experiment') return changedVariants(rule, pointer, variants.get(rule.experiment));
    if (rule.kind !== 'rollout' || rule.coverage > 0 || rule.ramp !== undefined) return [];
    return [
      { pointer: `${pointer}/coverage`, rule: 'rollout_to_nobody', detail: 'a share of 0 gives nobody the value' },
    ];
  });
}

/** The variants of a draft may change after values were given to them. */
function changedVariants(
  { experiment, values }: Extract<FlagRule, { kind: 'experiment' }>,
  pointer: string,
  variants: readonly string[] = Object.keys(values),
): Warning[] {
  const without = variants.filter((key) => !Object.hasOwn(values, key));
  const gone = Object.keys(values).filter((key) => !variants.includes(key));
  return [
    ...without.map((key) => ({
      pointer: `${pointer}/values`,
      rule: 'value_for_each_variant',
      detail: `no value for the variant ${key} of ${experiment}: the rule is passed over`,
    })),
    ...gone.map((key) => ({
      pointer: `${pointer}/values/${escapePart(key)}`,
      rule: 'known_variant',
      detail: `${experiment} has no variant ${key} any more`,
    })),
  ];
}

/** Whoever comes to it gets its value: it asks for nothing. */
const givesAll = ({ kind, condition, prerequisites = [], layer }: FlagRule): boolean =>
  kind === 'force' && condition === undefined && prerequisites.length === 0 && layer === undefined;
