import type { ColumnType } from '#libs/contracts';
import type { SlotValues } from '#libs/postgres';
import type { Asking } from './ask/asking.js';
import type { CheckedSelect } from './ask/check-select.js';

/** The injection token of the warehouse; only the worker provides it. */
export const WAREHOUSE = Symbol('WAREHOUSE');

export type WarehouseValue = string | number | bigint | boolean | Date | null;
export type WarehouseValues = Readonly<Record<string, WarehouseValue>>;

/** The rows of a statement. `hash` is the SHA-256 of the rendered text: its identity in `/queries/{hash}`. */
export interface Answer<Row> {
  readonly rows: Row[];
  readonly hash: string;
  /** Rows that it inserted, changed or deleted. */
  readonly written: number;
}

/** Statements of `sql/warehouse` by name; one below `engines/<engine>/` stands in for the shared one of that name. */
export interface Statements {
  /** The names of the statements of a folder, in order: work of which an engine needs more steps than another. */
  steps(folder: string): readonly string[];
  query<Row>(name: string, values?: WarehouseValues, slots?: SlotValues): Promise<Answer<Row>>;
}

/**
 * The analytic database. Rows come as plain values, the same from every engine: integers as numbers (beyond 2^53 a
 * RangeError), decimals and sums of integers as exact text, times as Date, days as YYYY-MM-DD.
 * `testing/conformance.ts` is what each engine must do.
 * @throws VerdictError `unavailable` while this process does not hold it.
 */
export interface Warehouse extends Statements, Asking {
  /** For the record of a result: `duckdb v1.5.6`. */
  readonly engine: string;
  /** False in every process but the one that holds the lease. */
  readonly held: boolean;
  /** Makes what is missing of the schema. @throws VerdictError `unavailable` while another process has it. */
  open(): Promise<void>;
  close(): Promise<void>;
  /** @param signal aborted when nobody waits any more: the statement is interrupted, and its reason thrown. */
  query<Row>(name: string, values?: WarehouseValues, slots?: SlotValues, signal?: AbortSignal): Promise<Answer<Row>>;
  /**
   * All that `work` did, or nothing of it. Temporary tables outlive the transaction: make them IF NOT EXISTS.
   * @param signal as for `query`; aborted before the commit, nothing was done.
   */
  transaction<Result>(work: (session: WarehouseSession) => Promise<Result>, signal?: AbortSignal): Promise<Result>;
}

export interface WarehouseSession extends Statements {
  /**
   * Appends the lines of objects to a table.
   * @throws UnreadableData when some line is not what `columns` says; the transaction is lost then.
   */
  copy(target: CopyTarget, objects: readonly string[]): Promise<void>;
  /** Runs a statement that has what people wrote in it, apart from our own rights. */
  queryApart(statement: ApartStatement): Promise<Answer<never>>;
}

/** A statement whose slots hold what people wrote; of its own it has the slot `target`: where it inserts. */
export interface ApartStatement {
  readonly name: string;
  readonly values: WarehouseValues;
  readonly slots: SlotValues;
  /** What people wrote in it: it can read what these may, the table `staged_unit`, and nothing else. */
  readonly selects: readonly CheckedSelect[];
  /** The only table that it can write to: one of ours, or a temporary one. */
  readonly target: { readonly table: string; readonly temporary: boolean };
}

export interface CopyTarget {
  /** A table, in a schema of its own where there is one: `snapshot.shop_pledges`. */
  readonly table: string;
  readonly columns: readonly CopyColumn[];
}

export interface CopyColumn {
  /** Of the column and of the field of a line. */
  readonly name: string;
  /** `epoch_ms`: a TIMESTAMP, as milliseconds since 1970 UTC. `object`: its JSON as text. */
  readonly type: ColumnType | 'epoch_ms' | 'object';
  /** A line without it is no row. */
  readonly required: boolean;
  /** What its text must look like. */
  readonly pattern?: RegExp;
}

/** What the data can be blamed for: line by line it will be known which. Anything else is tried again. */
export class UnreadableData extends Error {}

/** The injection token of an `OnQuery`, where somebody keeps the texts. */
export const ON_QUERY = Symbol('ON_QUERY');

/** Told of every text before it first runs in a process, so that `/queries/{hash}` can show it for ever. */
export type OnQuery = (query: { readonly hash: string; readonly name: string; readonly text: string }) => Promise<void>;
