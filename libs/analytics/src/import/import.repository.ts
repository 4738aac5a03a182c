import {
  importStart,
  noCounts,
  type ImportCounts,
  type ImportFormat,
  type ImportKind,
  type ImportMapping,
  type ImportPosition,
  type ImportReport,
  type ImportView,
  type QuarantinedLine,
} from '#libs/contracts';
import type { Transaction } from '#libs/postgres';

/** How a file is read: what makes it, with its bytes, the same import again. */
export interface StoredMapping extends ImportMapping {
  readonly format: ImportFormat;
}

export interface ImportRow extends ImportView {
  readonly mapping: StoredMapping;
  readonly position: ImportPosition;
}

export interface NewImportRow {
  readonly id: string;
  readonly kind: ImportKind;
  readonly name: string;
  readonly checksum: string;
  readonly mapping: StoredMapping;
  readonly mappingHash: string;
  readonly bytes: number;
  readonly createdBy: string;
  readonly createdAt: Date;
}

export const findImport = (database: Transaction, id: string): Promise<ImportRow | undefined> =>
  database.maybeOne<ImportRow>('import/find_import', { id });

/** The import's id: its own, or that of the same one that is there. */
export async function insertImport(
  transaction: Transaction,
  row: NewImportRow,
): Promise<{ readonly id: string; readonly isNew: boolean }> {
  const same = { kind: row.kind, checksum: row.checksum, mapping_hash: row.mappingHash };
  const inserted = await transaction.maybeOne<{ id: string }>('import/insert_import', {
    ...same,
    id: row.id,
    name: row.name,
    mapping: JSON.stringify(row.mapping),
    bytes: row.bytes,
    position: JSON.stringify(importStart),
    counts: JSON.stringify(noCounts),
    created_by: row.createdBy,
    created_at: row.createdAt,
  });
  if (inserted !== undefined) return { id: inserted.id, isNew: true };
  return { ...(await transaction.one<{ id: string }>('import/find_same_import', same)), isNew: false };
}

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

export async function finishImport(
  transaction: Transaction,
  id: string,
  position: ImportPosition,
  report: ImportReport,
  finished_at: Date,
): Promise<void> {
  const values = { id, position: JSON.stringify(position), report: JSON.stringify(report), finished_at };
  await transaction.query('import/finish_import', values);
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
