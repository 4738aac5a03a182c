import { z } from 'zod';
import { backfillSchema } from './data/derived.js';
import { unitTypes } from './experiment/experiment.js';
import { metricKeySchema } from './metric/fact.js';

/** What each job carries: ids only, never data. A name here has exactly one handler, or the worker does not boot. */
export const jobPayloads = {
  audit_chain: z.strictObject({}),
  experiment_breakdown: z.strictObject({ breakdown_id: z.uuid() }),
  backtest: z.strictObject({ backtest_id: z.uuid() }),
  experiment_export: z.strictObject({ export_id: z.uuid() }),
  experiment_refresh: z.strictObject({ experiment_key: z.string().min(1).max(100) }),
  fact_check: z.strictObject({ fact_key: metricKeySchema, version: z.int().positive() }),
  equality_check: z.strictObject({}),
  feature_distribution: z.strictObject({}),
  geo_load: z.strictObject({ load_id: z.uuid() }),
  history_rebuild: z.strictObject({}),
  import_events: z.strictObject({ import_id: z.uuid() }),
  import_pledges: z.strictObject({ import_id: z.uuid() }),
  interaction_scan: z.strictObject({}),
  late_rescore: z.strictObject({ signal_id: z.uuid() }),
  review_run: z.strictObject({}),
  metric_certify: z.strictObject({
    metric_key: metricKeySchema,
    version: z.int().positive(),
    unit: z.enum(unitTypes),
    days: z.int().positive(),
  }),
  model_train: z.strictObject({ version: z.int().positive() }),
  rule_brake: z.strictObject({}),
  schedule_run: z.strictObject({}),
  question_run: z.strictObject({ run_id: z.uuid() }),
  source_cleanup: z.strictObject({}),
  sticky_cleanup: z.strictObject({}),
  warehouse_backfill: backfillSchema,
  warehouse_load: z.strictObject({}),
  warehouse_look: z.strictObject({}),
  warehouse_report: z.strictObject({ report_id: z.uuid() }),
  webhook_send: z.strictObject({}),
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
