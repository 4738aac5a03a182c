import type { FactColumn } from '#libs/contracts';
import type { CheckedSelect } from './check-select.js';

/** What a person may ask is apart from our own statements: read-only, within published relations, limited in time and rows. */
export interface Asking {
  /**
   * @throws VerdictError `invalid` for what the warehouse refuses and when the time is over: a repeat would be no quicker;
   *   `unavailable` while it is not held.
   */
  ask(select: CheckedSelect, values: readonly AskedValue[], limits: AskLimits): Promise<AskedRows>;
  /** The engine's plan, without running it. */
  explain(select: CheckedSelect, values: readonly AskedValue[], limits: AskLimits): Promise<string>;
  /** The columns of the answer and what they hold, without a row of it. */
  describe(select: CheckedSelect, values: readonly AskedValue[], limits: AskLimits): Promise<AskedColumn[]>;
}

/** In words that do not depend on the engine. */
export type AskedColumn = FactColumn;

export type AskedValue = string | number | boolean | null;

export interface AskLimits {
  /** More are cut off, and the answer says so. */
  readonly rows: number;
  readonly milliseconds: number;
  /** Aborted when nobody waits any more. */
  readonly signal?: AbortSignal;
}

export interface AskedRows {
  readonly columns: readonly string[];
  /** Cells as `Warehouse` has them, in the order of the columns; whole numbers that do not fit a number are text. */
  readonly rows: readonly (readonly unknown[])[];
  readonly truncated: boolean;
}
