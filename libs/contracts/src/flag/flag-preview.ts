import { z } from 'zod';
import type { FlagSource, RunReason } from '#libs/bucketing';
import { eventLimits } from '../data/event.js';
import { flagKeySchema } from './flag.js';
import { targetingKeySchema } from './ofrep.js';

/** What would somebody get? Nothing is kept, and nobody is exposed to anything. */
export const flagPreviewSchema = z
  .strictObject({
    flag: flagKeySchema,
    attributes: z
      .record(z.string().max(100), z.unknown())
      .refine(({ targetingKey = 'u1' }) => targetingKeySchema.safeParse(targetingKey).success, {
        path: ['targetingKey'],
        message: `text of 1 to ${eventLimits.identifier} characters`,
      })
      .meta({ description: 'of whoever asks: {"id": "u1"}, or an OpenFeature context: {"targetingKey": "u1"}' }),
    draft: z.boolean().default(false).meta({ description: 'of the draft in place of what is published' }),
  })
  .meta({ id: 'FlagPreview' });

export type FlagPreview = z.infer<typeof flagPreviewSchema>;

export interface FlagPreviewAnswer {
  readonly flag: string;
  readonly value: unknown;
  readonly source: FlagSource;
  /** The rule that decided; null where none did. */
  readonly rule: string | null;
  /** Where an experiment decided. */
  readonly experiment: {
    readonly key: string;
    readonly variant: string;
    readonly reason: RunReason;
    readonly bucket: number | null;
  } | null;
  /** Where a bandit decided, which is no experiment: nothing compares its variants. */
  readonly bandit: {
    readonly variant: string;
    readonly reason: RunReason;
    readonly bucket: number | null;
    /** A share for each variant, in their order: those of the context that is met. */
    readonly weights: readonly number[];
    readonly weights_version: number | null;
  } | null;
}
