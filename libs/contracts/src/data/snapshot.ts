import { z } from 'zod';

/**
 * What a column of a company's table holds, and how a line of a bucket writes it: `integer` (64 bits) as a number, or as
 * text beyond 2^53; `decimal(p,s)` as text; `date` as YYYY-MM-DD; `timestamp` as YYYY-MM-DDTHH:MM:SS with up to six
 * digits after the second, UTC and without a zone; everything else as JSON has it.
 */
export const columnTypePattern =
  /^(boolean|integer|double|date|timestamp|text|decimal\((?:[1-9]|[12]\d|3[0-8]),(?:\d|[12]\d|3[0-8])\))$/;

export type ColumnType =
  'boolean' | 'integer' | 'double' | 'date' | 'timestamp' | 'text' | `decimal(${number},${number})`;

export interface Column {
  readonly name: string;
  readonly type: ColumnType;
}

/** What the warehouse calls a table or column of a company: `Created At` becomes `created_at` before it gets here. */
export const columnNameSchema = z
  .string()
  .regex(/^[a-z_][a-z0-9_]{0,62}$/, 'lower-case letters, digits and _; at most 63, the first no digit');

/** The tables of a company that the product itself reads, and what it needs of them; see `entityColumns`. */
export const entityNames = ['project', 'backer', 'pledge', 'rate'] as const;

export type EntityName = (typeof entityNames)[number];

export interface EntityColumn {
  readonly type: ColumnType;
  /** A row without it is left out. */
  readonly required: boolean;
  readonly description: string;
}

const must = (type: ColumnType, description: string): EntityColumn => ({ type, required: true, description });
const may = (type: ColumnType, description: string): EntityColumn => ({ type, required: false, description });

/** Ours, by entity. Money is integer minor units of `currency`; times are UTC. */
export const entityColumns: Readonly<Record<EntityName, Readonly<Record<string, EntityColumn>>>> = {
  project: {
    project_id: must('text', 'what pledges name'),
    creator_id: may('text', 'the backer id of whoever made it'),
    name: may('text', 'as people see it'),
    category: may('text', 'by which live projects are counted'),
    country: may('text', 'ISO 3166-1 alpha-2'),
    currency: may('text', 'ISO 4217'),
    goal: may('integer', 'minor units of the currency'),
    launched_at: may('timestamp', 'when it went live'),
    deadline: may('timestamp', 'when it ends unless it is ended before'),
    state: may('text', 'live, successful, failed, canceled, suspended'),
    state_changed_at: may('timestamp', 'since when; the end of one that ended early'),
    time_zone: may('text', 'IANA name of the zone in which its days are counted; UTC unless given'),
  },
  backer: {
    backer_id: must('text', 'what pledges name'),
    signed_up_at: may('timestamp', 'when the account was made'),
    country: may('text', 'ISO 3166-1 alpha-2'),
  },
  pledge: {
    pledge_id: must('text', 'what events and assessments name'),
    backer_id: may('text', 'who pledged'),
    project_id: may('text', 'to what'),
    amount: may('integer', 'minor units of the currency'),
    currency: may('text', 'ISO 4217'),
    state: may('text', 'as the company has it: live, collected, cancelled, dropped, …'),
    pledged_at: may('timestamp', 'when it was first made'),
    changed_at: may('timestamp', 'when the row last changed'),
  },
  rate: {
    currency: must('text', 'ISO 4217'),
    day: must('date', 'from which on it counts'),
    per_base: must('double', 'units of the currency that one unit of the company’s currency buys'),
  },
};

/** One table of a company as it was on a day. */
export interface Snapshot {
  /** The source's key: with `table` the name in the warehouse, `snapshot.{source}_{table}`. */
  readonly source: string;
  readonly table: string;
  /** YYYY-MM-DD: the day whose state this is. */
  readonly day: string;
  /** In the order of the table. */
  readonly columns: readonly Column[];
  /** What makes a row of the table one; needed for `delta`. */
  readonly key: readonly string[];
  /** `full`: all rows. `delta`: what changed since the snapshot before; its rows replace theirs by key. */
  readonly mode: 'full' | 'delta';
  /** Days that a snapshot is kept after its own; the latest is always kept. */
  readonly retention_days: number;
  /** What this table is to the product, and which of its columns are ours: our name = its name. */
  readonly entity: { readonly name: EntityName; readonly map: Readonly<Record<string, string>> } | null;
}
