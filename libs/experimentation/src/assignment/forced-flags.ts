import type { Snapshot } from '../snapshot/snapshot.js';

/** What a flag gives because a request asks for a variant. */
export interface ForcedFlag {
  readonly experiment: string;
  readonly variant: string;
  readonly value: unknown;
}

/** Each flag with a rule that is one of these experiments, until it has ended: with the variant asked for. */
export function forcedFlags(
  forced: ReadonlyMap<string, string>,
  { compiled, flags }: Pick<Snapshot, 'compiled' | 'flags'>,
): ReadonlyMap<string, ForcedFlag> {
  const found = new Map<string, ForcedFlag>();
  for (const [flag, { content }] of flags.published) {
    const { archived, rules } = content;
    for (const rule of rules) {
      const variant = rule.kind === 'experiment' ? forced.get(rule.experiment) : undefined;
      if (archived || rule.kind !== 'experiment' || variant === undefined || found.has(flag)) continue;
      const canBe = compiled.experiments.get(rule.experiment)?.answers.forced.has(variant) === true;
      if (canBe && Object.hasOwn(rule.values, variant))
        found.set(flag, { experiment: rule.experiment, variant, value: rule.values[variant] });
    }
  }
  return found;
}
