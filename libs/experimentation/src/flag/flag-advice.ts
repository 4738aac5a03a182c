import type { FlagContent, FlagRule, Warning } from '#libs/contracts';

/** What of a flag would work and is unwise: rules that nobody reaches or that give nobody anything. */
export function adviceOnFlag(content: FlagContent | null): Warning[] {
  if (content === null || content.archived) return [];
  const { rules } = content;
  const last = rules.findIndex(givesAll);
  return rules.flatMap((rule, index) => {
    const pointer = `/rules/${index}`;
    if (last >= 0 && index > last) {
      const detail = `the rule ${rules[last]?.id ?? ''} before it gives everybody a value`;
      return [{ pointer, rule: 'unreachable_rule', detail }];
    }
    if (rule.kind !== 'rollout' || rule.coverage > 0 || rule.ramp !== undefined) return [];
    return [
      { pointer: `${pointer}/coverage`, rule: 'rollout_to_nobody', detail: 'a share of 0 gives nobody the value' },
    ];
  });
}

/** Whoever comes to it gets its value: it asks for nothing. */
const givesAll = ({ kind, condition, prerequisites = [], layer }: FlagRule): boolean =>
  kind === 'force' && condition === undefined && prerequisites.length === 0 && layer === undefined;
