import { z } from 'zod';
import type { RecordedActor } from './access/principal.js';
import type { Warning } from './warning.js';

export const scheduledActions = ['start', 'close', 'stop', 'publish'] as const;

export type ScheduledAction = (typeof scheduledActions)[number];

/** `failed`: its time came, and it was impossible. `cancelled`: somebody wanted it no more, or did what leaves it no future. */
export type ScheduledState = 'pending' | 'done' | 'failed' | 'cancelled';

const at = z.iso.datetime({ offset: true }).nullable().default(null);
const note = z.string().trim().max(1_000).optional();

/** The whole of what is to come: what is left out or null is not to happen by the clock. */
export const experimentScheduleSchema = z
  .strictObject({
    start_at: at.meta({ description: 'RFC 3339, in the future; null: by hand' }),
    close_at: at.meta({ description: 'enrolment ends; after the start' }),
    stop_at: at.meta({ description: 'everybody gets the baseline; after the close' }),
    note,
  })
  .meta({ id: 'ExperimentSchedule' });

export const flagScheduleSchema = z
  .strictObject({ publish_at: at.meta({ description: 'the draft, as it is now, is published then' }), note })
  .meta({ id: 'FlagSchedule' });

export type ExperimentSchedule = z.infer<typeof experimentScheduleSchema>;
export type FlagSchedule = z.infer<typeof flagScheduleSchema>;

/** Something that is to happen by the clock, or did, or could not. Times are RFC 3339. */
export interface ScheduledStep {
  readonly id: string;
  readonly action: ScheduledAction;
  readonly at: string;
  readonly state: ScheduledState;
  /** What was said to it, and then why it was cancelled where something else left it no future. */
  readonly note: string | null;
  readonly scheduled_by: RecordedActor;
  readonly scheduled_at: string;
  /** When it was done, failed or was cancelled; null while it is to come. */
  readonly ended_at: string | null;
  /** Why it failed. */
  readonly error: string | null;
}

export interface ExperimentScheduleView {
  readonly start_at: string | null;
  readonly close_at: string | null;
  readonly stop_at: string | null;
  /** Why a start that is to come would be refused as things are now; it can be mended before its time. */
  readonly warnings: readonly Warning[];
  /** What is to come by its time, then what is over, newest first. */
  readonly steps: readonly ScheduledStep[];
}

export interface FlagScheduleView {
  readonly publish_at: string | null;
  /** What is to come, then what is over, newest first. */
  readonly steps: readonly ScheduledStep[];
}
