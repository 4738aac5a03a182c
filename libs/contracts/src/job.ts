import { z } from 'zod';
import { backfillSchema } from './derived.js';

/** What each job carries: ids only, never data. A name here has exactly one handler, or the worker does not boot. */
export const jobPayloads = {
  experiment_refresh: z.strictObject({ experiment_key: z.string().min(1).max(100) }),
  feature_distribution: z.strictObject({}),
  geo_load: z.strictObject({ load_id: z.uuid() }),
  history_rebuild: z.strictObject({}),
  import_events: z.strictObject({ import_id: z.uuid() }),
  import_pledges: z.strictObject({ import_id: z.uuid() }),
  schedule_run: z.strictObject({}),
  question_run: z.strictObject({ run_id: z.uuid() }),
  source_cleanup: z.strictObject({}),
  sticky_cleanup: z.strictObject({}),
  warehouse_backfill: backfillSchema,
  warehouse_load: z.strictObject({}),
  warehouse_look: z.strictObject({}),
  warehouse_report: z.strictObject({ report_id: z.uuid() }),
  source_pull: z.strictObject({ pull_id: z.uuid() }),
} as const;

export type JobName = keyof typeof jobPayloads;

export const jobStates = ['pending', 'running', 'done', 'failed', 'cancelled'] as const;

export const jobQuerySchema = z.strictObject({
  state: z.enum(jobStates).optional(),
  name: z.string().max(64).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(50),
});

export type JobQuery = z.infer<typeof jobQuerySchema>;

/** A job as people and programs see it. */
export interface JobView {
  readonly id: string;
  readonly name: JobName;
  readonly payload: unknown;
  readonly state: (typeof jobStates)[number];
  readonly attempts: number;
  readonly progress: { readonly done: number; readonly total: number | null; readonly note?: string } | null;
  readonly result: unknown;
  readonly error: string | null;
  readonly created_by: string;
  readonly created_at: Date;
  readonly started_at: Date | null;
  readonly finished_at: Date | null;
}
