import type { Snapshot } from '../snapshot/snapshot.js';

/** The value of each flag with a rule that is one of these experiments, until it has ended: of the variant asked for. */
export function forcedFlags(
  forced: ReadonlyMap<string, string>,
  { compiled, flags }: Pick<Snapshot, 'compiled' | 'flags'>,
): ReadonlyMap<string, unknown> {
  const values = new Map<string, unknown>();
  for (const [flag, { content }] of flags.published) {
    const { archived, rules } = content;
    for (const rule of rules) {
      const variant = rule.kind === 'experiment' ? forced.get(rule.experiment) : undefined;
      if (archived || rule.kind !== 'experiment' || variant === undefined || values.has(flag)) continue;
      const canBe = compiled.experiments.get(rule.experiment)?.answers.forced.has(variant) === true;
      if (canBe && Object.hasOwn(rule.values, variant)) values.set(flag, rule.values[variant]);
    }
  }
  return values;
}
