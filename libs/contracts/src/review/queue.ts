import { z } from 'zod';
import { timeSchema } from '../stored-time.js';

export const queueKeySchema = z
  .string()
  .regex(/^[a-z][a-z0-9_-]{0,63}$/, 'a small letter, then small letters, digits, - and _');

const points = z.number().min(0).max(100);
const names = z.array(z.string().min(1).max(128)).min(1).max(200);
const minutes = z.int().min(1).max(525_600);

/** A pledge opens its case in the first queue whose every condition it meets. Amounts are base minor units. */
export const queueConditionsSchema = z.strictObject({
  min_score: points.optional(),
  max_score: points.optional(),
  min_amount: z.int().nonnegative().optional(),
  max_amount: z.int().nonnegative().optional(),
  dispositions: z
    .array(z.enum(['manual_review', 'reject']))
    .min(1)
    .optional(),
  reasons: names.optional().meta({ description: 'it has one of these reason codes' }),
  projects: names.optional(),
  entities: z
    .array(z.enum(['backer', 'card', 'device', 'project', 'pledge']))
    .min(1)
    .optional()
    .meta({ description: 'what its case is about' }),
});

export const queueSchema = z
  .strictObject({
    name: z.string().trim().min(1).max(120),
    conditions: queueConditionsSchema.default({}),
    place: z.int().min(0).max(1_000_000).default(1_000),
    members: z.array(z.string().min(1).max(128)).max(500).default([]).meta({
      description: 'ids of people and keys that may claim here; empty: whoever may review',
    }),
    promise_minutes: minutes.default(1_440),
    margin_minutes: z.int().min(0).max(525_600).default(360).meta({
      description: 'how long before the first deadline of a project a case in it is due',
    }),
    lease_minutes: z.int().min(1).max(1_440).default(30),
    review_minutes: z.number().positive().max(10_000).default(5).meta({ description: 'what a case takes a reviewer' }),
    at_due: z.enum(['hold', 'release', 'cancel']).default('hold'),
  })
  .meta({ id: 'Queue' });

export const queueStatsQuerySchema = z.strictObject({ from: timeSchema.optional(), to: timeSchema.optional() });

export type QueueConditions = z.infer<typeof queueConditionsSchema>;
export type QueueBody = z.infer<typeof queueSchema>;
export type QueueStatsQuery = z.infer<typeof queueStatsQuerySchema>;

export interface QueueView extends QueueBody {
  readonly key: string;
  readonly updated_at: Date;
  readonly updated_by: string;
}

/** How a queue does. Ages are seconds of what is not closed, as of `to`; null of an empty queue. */
export interface QueueStats {
  readonly key: string;
  readonly from: Date;
  readonly to: Date;
  /** Cases that were opened, and that were closed, in the range. */
  readonly arrivals: number;
  readonly decisions: number;
  /** Of the closed ones those that the queue's own policy closed. */
  readonly by_policy: number;
  readonly backlog: number;
  readonly overdue: number;
  readonly age_p50: number | null;
  readonly age_p90: number | null;
}
