import type { FlagContent } from '#libs/contracts';
import { conflict } from '#libs/errors';
import type { Transaction } from '#libs/postgres';
import type { Experiment } from '../experiment/experiment.js';

/**
 * Whether the flags that are answered by have a value for each variant of an experiment that is to start. A draft's
 * variants change freely; a flag without a value for one would pass over the experiment, and nobody would meet it there.
 *
 * @throws VerdictError `conflict` naming the flag and the variant
 */
export async function checkValues(
  { key, variants }: Pick<Experiment, 'key' | 'variants'>,
  transaction: Transaction,
): Promise<void> {
  const flags = await transaction.query<{ key: string; published: FlagContent }>('flag/list_published');
  for (const flag of flags) {
    if (flag.published.archived) continue;
    for (const rule of flag.published.rules) {
      if (rule.kind !== 'experiment' || rule.experiment !== key) continue;
      const missing = variants.find((variant) => !Object.hasOwn(rule.values, variant.key));
      if (missing !== undefined)
        throw conflict(
          `The flag ${flag.key} has no value for the variant ${missing.key} of ${key} in its rule ${rule.id}. ` +
            'Publish one with a value for each variant, then start.',
        );
    }
  }
}
