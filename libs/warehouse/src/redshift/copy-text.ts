import { columnList, qualified } from '../sql-text.js';
import type { StatementBook } from '../statement-book.js';
import type { CopyTarget } from '../warehouse.js';

export interface CopyFrom {
  /** The manifest's `s3://` URL. */
  readonly manifest: string;
  readonly role: string;
  readonly compressed: boolean;
}

/** The COPY that appends what a manifest names. Our own lines have times in milliseconds, a company's have them as text. */
export function copyText(book: StatementBook, { table, columns }: CopyTarget, from: CopyFrom): string {
  const hasMilliseconds = columns.some(({ type }) => type === 'epoch_ms');
  return book.statement('load/copy_lines', {
    table: qualified(table),
    columns: columnList(columns.map(({ name }) => name)),
    manifest: literal(from.manifest),
    role: literal(from.role),
    time_format: literal(hasMilliseconds ? 'epochmillisecs' : 'auto'),
    compression: from.compressed ? 'GZIP' : '',
  }).text;
}

const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;
