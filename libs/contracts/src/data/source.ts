import { z } from 'zod';
import { amountUnits, importFormats } from './import.js';
import { columnNameSchema, columnTypePattern, entityColumns, entityNames, type ColumnType } from './snapshot.js';
import { daySchema } from '../stored-time.js';

export const sourceKinds = ['mysql', 'postgres', 'dynamodb', 'mixpanel', 'files'] as const;

/** What becomes of a column on the way out: `hash` keeps equal values equal, and tells none (HMAC-SHA-256). */
const columnUses = ['keep', 'drop', 'hash'] as const;

/** No `_`: with a table's name behind it, it names one table of the warehouse only. */
export const sourceKeySchema = z
  .string()
  .regex(/^[a-z][a-z0-9]{0,31}$/, 'lower-case letters and digits; at most 32, the first a letter');

/** So long that with the longest key it is still a name to PostgreSQL (63 bytes). */
export const sourceTableNameSchema = z
  .string()
  .regex(/^[a-z_][a-z0-9_]{0,29}$/, 'lower-case letters, digits and _; at most 30, the first no digit');

const columnTypeSchema = z
  .string()
  .regex(columnTypePattern, 'boolean, integer, double, date, timestamp, text or decimal(p,s)')
  .refine(hasRoomForScale, 'a decimal has no more digits after the point than in all')
  .transform((text) => text as ColumnType);

const theirName = z.string().min(1).max(256);

const sourceColumnSchema = z.strictObject({
  name: theirName.meta({ description: 'as the source has it; a.b for the field b of an object a' }),
  use: z.enum(columnUses).default('keep'),
  as: columnNameSchema.optional().meta({ description: 'in the warehouse; made of the name unless said' }),
  type: columnTypeSchema.optional().meta({ description: "the source's own unless said; of files text" }),
  time_format: z.string().min(1).max(64).optional().meta({
    description: 'of a date or timestamp: auto, unix, unix_ms, unix_us, or a pattern of YYYY MM DD HH mm ss S',
  }),
});

const sourceEntitySchema = z
  .strictObject({
    name: z.enum(entityNames),
    map: z.record(z.string().max(64), theirName).meta({ description: 'our field to the column of the source' }),
    set: z
      .record(z.string().max(64), z.string().min(1).max(256))
      .default({})
      .meta({ description: 'our field to a value for every row, as in currency: USD' }),
    amount_unit: z.enum(amountUnits).default('minor').meta({ description: 'minor: 5716 is $57.16; major: 57.16 is' }),
  })
  .superRefine(checkEntity);

export const sourceTableSchema = z
  .strictObject({
    from: z.string().min(1).max(512).optional().meta({
      description: 'the table at the source, of files a pattern with * and {day}; the name unless said',
    }),
    columns: z.array(sourceColumnSchema).max(1_000).default([]),
    others: z.enum(columnUses).default('keep').meta({ description: 'what becomes of columns that are not named' }),
    key: z.array(theirName).max(16).default([]).meta({ description: 'the columns that make a row one' }),
    mode: z.enum(['full', 'incremental']).default('full'),
    cursor: theirName.optional().meta({ description: 'incremental: a column that grows when a row changes' }),
    overlap: z.int().min(0).max(31_536_000).default(3_600).meta({
      description: 'how far before the last cursor a delta begins: seconds of a time, numbers of an integer',
    }),
    full_every_days: z.int().min(1).max(366).default(7).meta({
      description: 'incremental: how often all rows are read, since a delta does not see what was deleted',
    }),
    at_hour: z
      .int()
      .min(0)
      .max(23)
      .nullable()
      .default(null)
      .meta({ description: 'daily at this hour UTC; null: when asked' }),
    retention_days: z.int().min(0).max(36_500).default(90).meta({ description: 'days that a snapshot is kept' }),
    entity: sourceEntitySchema.nullable().default(null).meta({ description: 'what the table is to the product' }),
    format: z.enum(importFormats).optional().meta({ description: 'of files; by the end of the name unless said' }),
    nulls: z.array(z.string().max(16)).max(8).default(['']).meta({ description: 'of files: texts that mean no value' }),
    time_zone: z.string().min(1).max(64).default('UTC').meta({ description: 'IANA zone of times without an offset' }),
  })
  .meta({ id: 'SourceTable' });

export const sourceSchema = z
  .strictObject({
    kind: z.enum(sourceKinds),
    description: z.string().max(1_000).default(''),
    location: z
      .string()
      .max(1_024)
      .regex(/^(file:\/|s3:\/\/|buckets:)/, 'file:/FOLDER, s3://BUCKET/PREFIX or buckets:PREFIX')
      .optional()
      .meta({ description: 'where files and exports lie' }),
    event_source: z
      .string()
      .regex(/^[A-Za-z0-9_-]{1,64}$/, 'letters, digits, - and _ only')
      .optional()
      .meta({ description: 'mixpanel: what its events are told by; app makes them one with those of the app' }),
  })
  .superRefine(({ kind, location, event_source }, context) => {
    const refuse = (path: string, message: string): void => context.addIssue({ code: 'custom', path: [path], message });
    const isServer = kind === 'mysql' || kind === 'postgres';
    if (isServer && location !== undefined) refuse('location', 'a server is named by its SOURCE_…_URL');
    if ((kind === 'files' || kind === 'dynamodb') && location === undefined) refuse('location', 'where the files lie');
    if (kind !== 'mixpanel' && event_source !== undefined) refuse('event_source', 'only Mixpanel has events');
  })
  .meta({ id: 'Source' });

const day = daySchema;

export const newPullSchema = z
  .strictObject({
    table: sourceTableNameSchema.optional().meta({ description: 'all tables of the source unless said' }),
    day: day.optional().meta({ description: 'the day that is due unless said' }),
    again: z.boolean().default(false).meta({ description: 'even if the day is there: the newer replaces' }),
  })
  .meta({ id: 'NewPull' });

export const pullQuerySchema = z.strictObject({
  table: sourceTableNameSchema.optional(),
  limit: z.coerce.number().int().min(1).max(500).default(50),
});

export type SourceKind = (typeof sourceKinds)[number];
export type SourceBody = z.infer<typeof sourceSchema>;
export type SourceColumn = z.infer<typeof sourceColumnSchema>;
export type SourceEntity = z.infer<typeof sourceEntitySchema>;
export type SourceTableBody = z.infer<typeof sourceTableSchema>;
export type NewPull = z.infer<typeof newPullSchema>;
export type PullQuery = z.infer<typeof pullQuerySchema>;

/** How new a table is in the buckets, and so, moments later, in the warehouse. */
export interface TableFreshness {
  /** YYYY-MM-DD: the newest day that was pulled whole; null before the first. */
  readonly day: string | null;
  readonly rows: number | null;
  readonly pulled_at: Date | null;
  /** True when its schedule asked for a pull more than two hours ago and none has ended well since, though one was tried. */
  readonly late: boolean;
  /** The newest pull, however it is going. */
  readonly latest: PullView | null;
}

export interface SourceTableView {
  readonly name: string;
  readonly definition: SourceTableBody;
  readonly freshness: TableFreshness;
}

export interface SourceView extends SourceBody {
  readonly key: string;
  /** True of the source that comes along: it cannot be changed. */
  readonly built_in: boolean;
  /** The environment variable with what connects to it; null where nothing is secret. */
  readonly url_variable: string | null;
  readonly tables: readonly SourceTableView[];
}

export interface PullCounts {
  readonly rows: number;
  readonly bytes: number;
  /** Rows that were left aside: `GET …/pulls/{id}/quarantine` has the first of them. */
  readonly quarantined: number;
  /** Values that became null, by why: `zero_date`, `not_finite`, `out_of_range`. */
  readonly warnings: Readonly<Record<string, number>>;
}

/** One table of one day on its way into a bucket. */
export interface PullView {
  readonly id: string;
  readonly source: string;
  readonly table: string;
  readonly day: string;
  readonly state: 'pending' | 'running' | 'done' | 'failed' | 'cancelled';
  /** Runs that began; each starts over, and what the ones before left is never loaded. */
  readonly attempt: number;
  readonly mode: 'full' | 'delta' | 'events' | null;
  readonly counts: PullCounts | null;
  /** The object that names all others of a snapshot. */
  readonly manifest: string | null;
  readonly error: string | null;
  /** Null until the pull is whole; a moment later the warehouse has loaded it, or refused it. */
  readonly warehouse: 'waiting' | 'loaded' | 'refused' | null;
  /** Why the warehouse did not take it: a column of another type, a key that is none. */
  readonly refused: string | null;
  readonly job_id: string | null;
  readonly created_by: string;
  readonly created_at: Date;
  readonly finished_at: Date | null;
}

/** The answer to a request for pulls; `repeated` where the day is there, or on its way. */
export interface PullAnswer {
  readonly pulls: readonly { readonly pull: PullView; readonly repeated: boolean }[];
}

/** A row that was left aside; never what it holds. */
export interface PullQuarantine {
  /** The file it is in; null where the source is a server. */
  readonly object: string | null;
  /** Of the file, or how many-th the server gave. */
  readonly line: number;
  readonly field: string | null;
  readonly rule: string;
  readonly detail: string;
}

function hasRoomForScale(type: string): boolean {
  const [, precision, scale] = /^decimal\((\d+),(\d+)\)$/.exec(type) ?? [];
  return Number(scale ?? 0) <= Number(precision ?? 0);
}

interface Mapping {
  readonly name: keyof typeof entityColumns;
  readonly map: Readonly<Record<string, string>>;
  readonly set: Readonly<Record<string, string>>;
}

function checkEntity({ name, map, set }: Mapping, context: z.RefinementCtx): void {
  const ours = entityColumns[name];
  for (const part of ['map', 'set'] as const)
    for (const field of Object.keys(part === 'map' ? map : set))
      if (ours[field] === undefined)
        context.addIssue({
          code: 'custom',
          path: [part, field],
          message: `no field of ${name}; they are ${Object.keys(ours).join(', ')}`,
        });
  for (const [field, { required }] of Object.entries(ours))
    if (required && map[field] === undefined && set[field] === undefined)
      context.addIssue({ code: 'custom', path: ['map', field], message: `a ${name} is known by it` });
}
