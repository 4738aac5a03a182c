import { StreamableFile } from '@nestjs/common';
import type { RunRows } from '#libs/contracts';

/** Spreadsheets take text that begins so for a formula, unless it is a number: exact ones are text in our answers. */
const formula = /^[=+\-@\t\r]/;
const number = /^-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

/** An answer as CSV, to be saved under a name of its own. */
export function csvOf({ columns, rows }: RunRows, name: string): StreamableFile {
  const disposition = `attachment; filename="verdict-${name}.csv"`;
  return new StreamableFile(Buffer.from(csvText([columns, ...rows])), { type: 'text/csv; charset=utf-8', disposition });
}

/** Rows as lines of CSV (RFC 4180). Text that a spreadsheet would compute has an apostrophe before it; numbers stay as they are. */
export const csvText = (rows: readonly (readonly unknown[])[]): string =>
  rows.map((cells) => `${cells.map(field).join(',')}\r\n`).join('');

function field(value: unknown): string {
  // Without a bound is without a number, as in JSON.
  if (value === null || value === undefined || (typeof value === 'number' && !Number.isFinite(value))) return '';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  const safe = typeof value === 'string' && formula.test(text) && !number.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
