import { z } from 'zod';
import type { FlagSource, RunReason } from '#libs/bucketing';
import { flagKeySchema } from './flag.js';

/** What would somebody get? Nothing is kept, and nobody is exposed to anything. */
export const flagPreviewSchema = z
  .strictObject({
    flag: flagKeySchema,
    attributes: z.record(z.string().max(100), z.unknown()).meta({ description: 'of whoever asks: {"id": "u1"}' }),
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
}
