import { z } from 'zod';
import { reportExample } from '../examples.js';
import { experimentKeySchema } from '../experiment/experiment.js';
import { metricKeySchema } from '../metric/fact.js';
import { metricReadings } from '../metric/metric.js';
import { isTimeZone } from '../time-zone.js';
import type { RunState } from './question.js';

const earliest = '2000-01-01';
const latest = '2100-01-01';
const day = z.iso.date().refine((text) => text >= earliest && text < latest, `a day from ${earliest} to ${latest}`);

const from = day.meta({ description: 'the first day' });
const to = day.meta({ description: 'the last day, which is among them' });
const eventName = z
  .string()
  .min(1)
  .max(255)
  .regex(/^\P{Cc}+$/u, 'no control characters');
const unit = z.enum(['backer', 'visitor', 'project']).default('backer').meta({
  description:
    'who is counted: a backer (with what she did as a visitor), a visitor as it was seen, or a project by the property project_id',
});

const liveProjects = z.strictObject({
  kind: z.literal('live_projects'),
  from,
  to,
  by: z.enum(['day', 'country', 'category']).default('day'),
});

const pledgesByCountry = z.strictObject({ kind: z.literal('pledges_by_country'), from, to });

const paths = z.strictObject({
  kind: z.literal('paths'),
  from,
  to,
  event: eventName.meta({ description: 'each occurrence of this event starts a path' }),
  steps: z.int().min(1).max(5).default(3),
  gap_minutes: z.int().min(1).max(1_440).default(30).meta({ description: 'a longer wait ends the session' }),
  rows: z.int().min(1).max(1_000).default(50),
});

const funnel = z.strictObject({
  kind: z.literal('funnel'),
  from,
  to,
  steps: z.array(eventName).min(2).max(8).meta({ description: 'events, in their order' }),
  window_minutes: z
    .int()
    .min(1)
    .max(129_600)
    .default(10_080)
    .meta({ description: 'from the first step to the last; ninety days at most' }),
  unit,
  property: z
    .string()
    .max(255)
    .regex(/^[\w$ .-]+$/, 'letters, digits, spaces and _ $ . -')
    .optional()
    .meta({ description: 'a property of the first step to break the rows down by' }),
  values: z.int().min(1).max(100).default(10).meta({ description: 'how many values of the property' }),
});

const retention = z.strictObject({
  kind: z.literal('retention'),
  from,
  to,
  event: eventName.meta({ description: 'the first one ever puts a unit into its cohort' }),
  return_event: eventName.optional().meta({ description: 'what counts as coming back; anything, unless said' }),
  period: z.enum(['day', 'week']).default('week'),
  periods: z.int().min(1).max(60).default(8),
  time_zone: z
    .string()
    .max(64)
    .refine(isTimeZone, 'a time zone, as in America/New_York')
    .default('UTC')
    .meta({ description: 'whose days and weeks they are' }),
  unit,
});

const experimentUnits = z.strictObject({
  kind: z.literal('experiment_units'),
  from: from.meta({ description: 'the first day of first exposures' }),
  to,
  experiment: experimentKeySchema,
  metric: metricKeySchema,
  reading: z.enum(metricReadings).default('all'),
  order: z.enum(['influence', 'value', 'exposed']).default('influence').meta({
    description: 'what comes first: units that move the effect most, large values, or early exposures',
  }),
  rows: z.int().min(1).max(100_000).default(50),
});

/** What can be asked of the warehouse without SQL: a closed set, each with its parameters. */
export const reportSchema = z
  .discriminatedUnion('kind', [liveProjects, pledgesByCountry, paths, funnel, retention, experimentUnits])
  .refine((report) => report.from <= report.to, { path: ['to'], message: 'is before the first day' })
  .meta({ id: 'Report', examples: [reportExample] });

export const reportListSchema = z.strictObject({ limit: z.coerce.number().int().min(1).max(500).default(100) });

export type ReportRequest = z.infer<typeof reportSchema>;
export type ReportKind = ReportRequest['kind'];
export type ReportListQuery = z.infer<typeof reportListSchema>;

/** Something that the request names and the warehouse does not know: the answer says less than was asked. */
export interface ReportWarning {
  /** Into the request. */
  readonly pointer: string;
  readonly name: string;
  /** What is known and called nearly so, the nearest first. */
  readonly nearest: readonly string[];
  readonly detail: string;
}

export interface ReportView {
  readonly id: string;
  readonly state: RunState;
  readonly job_id: string | null;
  readonly request: ReportRequest;
  /** The SQL that was run: `/v1/queries/{hash}` shows it for ever. Null until then. */
  readonly hash: string | null;
  readonly engine: string | null;
  readonly columns: readonly string[] | null;
  readonly row_count: number | null;
  readonly warnings: readonly ReportWarning[];
  readonly error: string | null;
  readonly asked_by: string;
  readonly asked_at: Date;
  readonly answered_at: Date | null;
}
