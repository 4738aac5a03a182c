import type { SlotValues } from '#libs/postgres';

/** The injection token of the warehouse; only the worker provides it. */
export const WAREHOUSE = Symbol('WAREHOUSE');

export type WarehouseValue = string | number | bigint | boolean | Date | null;
export type WarehouseValues = Readonly<Record<string, WarehouseValue>>;

/**
 * The analytic database: statements of `sql/warehouse` by name. Rows come as plain values, the same from every engine:
 * integers as numbers (beyond 2^53 a RangeError), decimals and sums of integers as exact text, times as Date, days as
 * YYYY-MM-DD.
 * @throws VerdictError `unavailable` while this process does not hold it.
 */
export interface Warehouse {
  /** For the record of a result: `duckdb v1.5.6`. */
  readonly engine: string;
  /** False in every process but the one that holds the lease. */
  readonly held: boolean;
  /** `hash` is the SHA-256 of the rendered text: its identity in `/queries/{hash}`. */
  query<Row>(
    name: string,
    values?: WarehouseValues,
    slots?: SlotValues,
  ): Promise<{ readonly rows: Row[]; readonly hash: string }>;
  /** A statement that changes something, in a transaction of its own. */
  execute(name: string, values?: WarehouseValues, slots?: SlotValues): Promise<{ readonly hash: string }>;
}

/** The injection token of an `OnQuery`, where somebody keeps the texts. */
export const ON_QUERY = Symbol('ON_QUERY');

/** Told of every text before it first runs in a process, so that `/queries/{hash}` can show it for ever. */
export type OnQuery = (query: { readonly hash: string; readonly name: string; readonly text: string }) => Promise<void>;
