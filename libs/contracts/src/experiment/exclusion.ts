import { z } from 'zod';
import { metricKeySchema } from '../metric/fact.js';
import { versionReadSchema } from '../version-read.js';

/** Who is left out: by keys of facts that say why. */
export const exclusionsSchema = z
  .array(metricKeySchema)
  .max(10)
  .refine((keys) => new Set(keys).size === keys.length, 'each exclusion once')
  .meta({
    description:
      'facts with a column `reason`: units of which one has a row by their first exposure are left out; staff and known bots unless said',
  });

/** Further units to leave out of an experiment that has started, or is over. */
export const addedExclusionSchema = z
  .strictObject({
    fact: metricKeySchema.meta({ description: 'in its latest version' }),
    note: z.string().trim().max(2_000).optional(),
    version: versionReadSchema.optional(),
  })
  .meta({ id: 'AddedExclusion' });

export type AddedExclusion = z.infer<typeof addedExclusionSchema>;

/** A version of a fact that units are left out by: a later change leaves it alone. */
export interface PinnedExclusionView {
  readonly fact: string;
  readonly version: number;
  /** When it came to an experiment that had started; null for those of its definition. */
  readonly added_at: string | null;
}

/** Units that were left out for a reason: what was known of them at their first exposure. */
export interface LeftOutView {
  /** `forced`, or what the exclusion calls it. */
  readonly reason: string;
  readonly units: number;
  readonly variants: readonly { readonly variant: string; readonly units: number }[];
}
