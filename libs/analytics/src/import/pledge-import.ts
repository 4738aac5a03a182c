import type { ImportedRow, ImportReport } from '#libs/contracts';
import type { Transaction } from '#libs/postgres';

/** The injection token of a `PledgeImport`. */
export const PLEDGE_IMPORT = Symbol('PLEDGE_IMPORT');

/** What this library needs of the one that knows pledges (its `PledgeImporter`); an app wires it. */
export interface PledgeImport {
  /** Digits after the point of a currency's minor unit. */
  minorUnitDigits(currency: string): number;
  /** What stores rows in a transaction, and leaves aside those that it refuses. */
  staging(): Promise<
    (
      transaction: Transaction,
      id: string,
      rows: readonly ImportedRow[],
    ) => Promise<{ readonly rows: number; readonly refused: number }>
  >;
  /** Orders, observes and scores what is stored, and lets everyone see it. */
  finish(
    id: string,
    run: {
      readonly signal: AbortSignal;
      readonly hold: (transaction: Transaction) => Promise<void>;
      progress(done: number, total: number | null, note?: string): void;
    },
    read: { readonly truncated: boolean; readonly notes: readonly string[] },
  ): Promise<ImportReport>;
}
