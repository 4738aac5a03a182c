import { z } from 'zod';
import type { RecordedActor } from '../access/principal.js';
import { versionReadSchema } from '../version-read.js';

/** What a column of a fact holds. `other`: nothing that a metric can use. */
export type FactColumnType = 'text' | 'integer' | 'decimal' | 'double' | 'boolean' | 'date' | 'timestamp' | 'other';

export interface FactColumn {
  readonly name: string;
  readonly type: FactColumnType;
}

/** Of facts and of metrics; safe in SQL, a URL and a file name. */
export const metricKeySchema = z
  .string()
  .regex(/^[a-z][a-z0-9_]{0,62}$/, 'lower-case letters, digits and _ (up to 63, a letter first)');

/** Of a column of a fact. */
export const factColumnNameSchema = z
  .string()
  .regex(/^[a-z_][a-z0-9_]{0,62}$/, 'lower-case letters, digits and _ (up to 63, no digit first)');

const name = z.string().trim().min(1).max(200);
const description = z.string().trim().max(2_000);
const sql = z.string().trim().min(1).max(20_000).meta({
  description:
    'one SELECT over what is published, of no parameters: visitor_id, backer_id or project_id (whose it is), time, and what else metrics need',
});
const scale = z.int().min(0).max(6).meta({
  description: 'digits after the point that count: values are multiplied by 10^scale and rounded to whole numbers',
});
const note = z.string().trim().max(2_000);

export const newFactSchema = z
  .strictObject({
    key: metricKeySchema,
    name,
    description: description.default(''),
    sql,
    scale: scale.default(0),
    note: note.optional(),
  })
  .meta({ id: 'NewFact' });

/** Each change is a version of its own, which metrics use once its SQL has been checked. */
export const factPatchSchema = z
  .strictObject({ name, description, sql, scale, note, version: versionReadSchema })
  .partial()
  .meta({ id: 'FactPatch' });

export const metricListSchema = z.strictObject({
  archived: z
    .enum(['true', 'false'])
    .default('false')
    .transform((text) => text === 'true'),
});

export type NewFact = z.infer<typeof newFactSchema>;
export type FactPatch = z.infer<typeof factPatchSchema>;
export type MetricListQuery = z.infer<typeof metricListSchema>;

/** `waiting`: for the warehouse, which runs it on an empty day. */
export type FactCheckState = 'waiting' | 'checked' | 'failed';

/** One version of a fact: a SELECT of the warehouse's, with a row each time that somebody acted. */
export interface FactVersionView {
  readonly version: number;
  readonly name: string;
  readonly description: string;
  readonly sql: string;
  /** Of the SQL: `/v1/queries/{hash}` shows it for ever. */
  readonly hash: string;
  readonly scale: number;
  readonly check: {
    readonly state: FactCheckState;
    readonly job_id: string | null;
    /** Why it failed. */
    readonly error: string | null;
    readonly engine: string | null;
    readonly checked_at: Date | null;
  };
  /** Null until it was checked. */
  readonly columns: readonly FactColumn[] | null;
  readonly note: string | null;
  readonly created_by: RecordedActor;
  readonly created_at: Date;
}

/** A fact in its latest version. */
export interface FactView extends FactVersionView {
  readonly key: string;
  /** The latest that was checked, which metrics use; null before the first. */
  readonly checked_version: number | null;
  /** Comes with the product: it is never changed or archived by people. */
  readonly built_in: boolean;
  readonly archived_at: Date | null;
}

export interface FactDetail extends FactView {
  /** The columns of `checked_version`. */
  readonly usable_columns: readonly FactColumn[];
  /** Keys of the metrics over it. */
  readonly metrics: readonly string[];
}
