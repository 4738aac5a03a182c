import { z } from 'zod';
import { timeSchema } from '../stored-time.js';

/** What of a pledge a list entry or a snooze may name. */
export const listedKinds = ['ip', 'email', 'domain', 'card', 'device', 'backer', 'project'] as const;

export type ListedKind = (typeof listedKinds)[number];

export const longestSnoozeDays = 180;

/** Silences one rule for one entity until a time, 180 days ahead at most. */
export const snoozeSchema = z
  .strictObject({
    kind: z.enum(listedKinds),
    value: z.string().trim().min(1).max(256),
    until: timeSchema,
    reason: z.string().trim().min(1).max(200),
  })
  .meta({ id: 'RuleSnooze' });

export type SnoozeBody = z.infer<typeof snoozeSchema>;

export interface SnoozeView {
  readonly id: string;
  readonly rule_id: string;
  readonly kind: ListedKind;
  readonly value: string;
  readonly until: Date;
  readonly reason: string;
  readonly created_at: Date;
  readonly created_by: string;
  /** When somebody ended it before its time. */
  readonly ended_at: Date | null;
}
