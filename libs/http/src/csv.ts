import { StreamableFile } from '@nestjs/common';
import type { RunRows } from '#libs/contracts';

/** Spreadsheets take a cell that begins so for a formula. */
const formula = /^[=+\-@\t\r]/;

/** An answer as CSV, to be saved under a name of its own. */
export function csvOf({ columns, rows }: RunRows, name: string): StreamableFile {
  const disposition = `attachment; filename="verdict-${name}.csv"`;
  return new StreamableFile(Buffer.from(csvText([columns, ...rows])), { type: 'text/csv; charset=utf-8', disposition });
}

/** Rows as lines of CSV (RFC 4180). */
export const csvText = (rows: readonly (readonly unknown[])[]): string =>
  rows.map((cells) => `${cells.map(field).join(',')}\r\n`).join('');

function field(value: unknown): string {
  if (value === null || value === undefined) return '';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  const safe = typeof value === 'string' && formula.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
