import type { ImportCounts, ImportPosition, ImportReport, QuarantinedLine } from '#libs/contracts';
import type { Transaction } from '#libs/postgres';
import { entityNames } from '#libs/scoring';
import type { StagedRow } from './staged-row.js';

export interface ImportRow {
  readonly id: string;
  readonly kind: 'pledges' | 'outcomes' | 'events';
  readonly position: ImportPosition;
  readonly counts: ImportCounts;
  readonly report: ImportReport | null;
  readonly finished_at: Date | null;
}

/** Something that is to be true of the transaction that writes: the job's lease is held. */
export type Hold = (transaction: Transaction) => Promise<void>;

export const findImport = (database: Transaction, id: string): Promise<ImportRow | undefined> =>
  database.maybeOne<ImportRow>('import/find_import', { id });

/** Adds to the counts. @throws Error when the import is gone, or complete. */
export async function savePosition(
  transaction: Transaction,
  id: string,
  position: ImportPosition,
  counts: Partial<ImportCounts>,
): Promise<void> {
  const values = { id, position: JSON.stringify(position), counts: JSON.stringify(counts) };
  const saved = await transaction.maybeOne('import/save_position', values);
  if (saved === undefined) throw new Error(`The import ${id} is complete, or is not there.`);
}

export async function insertRows(
  transaction: Transaction,
  import_id: string,
  rows: readonly StagedRow[],
): Promise<void> {
  if (rows.length === 0) return;
  const entity = Object.fromEntries(entityNames.map((name) => [name, rows.map(({ entities }) => entities[name])]));
  await transaction.query('import/insert_rows', {
    import_id,
    known_at: rows.map(({ knownAt }) => knownAt),
    line: rows.map(({ line }) => line),
    part: rows.map(({ part }) => part),
    kind: rows.map(({ kind }) => kind),
    pledge_id: rows.map(({ pledgeId }) => pledgeId),
    occurred_at: rows.map(({ occurredAt }) => occurredAt),
    category: rows.map(({ category }) => category),
    base_amount: rows.map(({ baseAmount }) => baseAmount),
    body_hash: rows.map(({ bodyHash }) => bodyHash),
    ...entity,
    body: rows.map(({ body }) => body),
  });
}

export async function insertQuarantine(
  transaction: Transaction,
  import_id: string,
  lines: readonly QuarantinedLine[],
): Promise<void> {
  if (lines.length === 0) return;
  await transaction.query('import/insert_quarantine', {
    import_id,
    lines: lines.map(({ line }) => line),
    fields: lines.map(({ field }) => field),
    rules: lines.map(({ rule }) => rule),
    details: lines.map(({ detail }) => detail),
  });
}
