import { z } from 'zod';
import { metricKeySchema } from './fact.js';
import { versionReadSchema } from '../version-read.js';

/** A line more in the readout of an experiment that has started; never the one that it was planned for. */
export const addedMetricSchema = z
  .strictObject({
    metric: metricKeySchema.meta({ description: 'in its latest version' }),
    note: z.string().trim().max(2_000).optional(),
    version: versionReadSchema.optional(),
  })
  .meta({ id: 'AddedMetric' });

export type AddedMetric = z.infer<typeof addedMetricSchema>;

/** What an experiment is read by: versions that a later change leaves alone. */
export interface PinnedMetricView {
  readonly metric: string;
  readonly version: number;
  /** The version of each fact, by its key. */
  readonly facts: Readonly<Record<string, number>>;
  /** When it came to an experiment that had started; null for those of its definition. */
  readonly added_at: string | null;
}
