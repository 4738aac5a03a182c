import type { FlagAnswer } from '#libs/bucketing';
import { isForcedBy } from '../flag/experiment-rules.js';
import type { Snapshot } from '../snapshot/snapshot.js';

/** A variant that somebody gets without the hash. */
export interface GivenVariant {
  readonly experiment: string;
  readonly variant: string;
}

/**
 * Of an answer that is a value for all or for named units: the variant whose value it is, where the rule is an experiment
 * that forces it on the unit, or gives everybody the same.
 */
export function givenVariant(
  { flag, source, ruleId }: FlagAnswer,
  { compiled, flags }: Snapshot,
): GivenVariant | undefined {
  if (source !== 'force') return undefined;
  for (const rule of flags.published.get(flag)?.content.rules ?? []) {
    if (rule.kind !== 'experiment') continue;
    const answers = compiled.experiments.get(rule.experiment)?.answers;
    const variant =
      rule.id === ruleId
        ? answers?.everyone?.variant
        : [...(answers?.forced.keys() ?? [])].find((key) => isForcedBy(rule, key, ruleId));
    if (variant !== undefined && variant !== null) return { experiment: rule.experiment, variant };
  }
  return undefined;
}
