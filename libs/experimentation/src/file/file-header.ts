import { parse } from 'csv-parse/sync';
import { invalid } from '#libs/errors';
import type { DuckDbFile } from '#libs/warehouse';
import type { FileFormat } from './file-asked.js';
import { readable } from './readable.js';

/** What a file says of itself before its rows are read. */
export interface FileHeader {
  readonly format: FileFormat;
  /** As the file has them. */
  readonly names: readonly string[];
  /** Of a CSV; for the others nothing. */
  readonly delimiter: string;
}

export interface HeaderAsked {
  readonly format: FileFormat;
  /** Names that the file should have: of a CSV they tell what stands between its values. */
  readonly wanted: readonly string[];
}

/** DuckDB's functions for each format. */
export const readers = { csv: 'read_csv', parquet: 'read_parquet', json: 'read_json' } as const;

/** What may stand between the values of a CSV. */
const delimiters = [',', '\t', ';', '|'];

/** @throws VerdictError `invalid` for what cannot be read, and for a file with nothing in it */
export async function readHeader(file: DuckDbFile, asked: HeaderAsked): Promise<FileHeader> {
  const header = await readable(() =>
    asked.format === 'csv' ? csvHeader(file, asked) : otherHeader(file, asked.format),
  );
  if (header === undefined || header.names.length === 0) throw invalid('The file is empty.');
  return header;
}

async function csvHeader(file: DuckDbFile, { wanted }: HeaderAsked): Promise<FileHeader | undefined> {
  const { rows } = await file.query<{ line: string | null }>('file/read_header', { path: file.path });
  const line = rows[0]?.line;
  if (line === undefined || line === null) return undefined;
  // The one with which the file has what is asked for; where none does, the one with which it has most.
  const [best] = delimiters
    .map((delimiter) => ({ delimiter, names: namesOf(line, delimiter) }))
    .map((one) => ({ ...one, found: wanted.filter((name) => one.names.includes(name)).length }))
    .toSorted((one, other) => other.found - one.found || other.names.length - one.names.length);
  return best === undefined ? undefined : { format: 'csv', names: best.names, delimiter: best.delimiter };
}

function namesOf(line: string, delimiter: string): string[] {
  try {
    const [names = []] = parse(line, { delimiter, bom: true, relax_column_count: true });
    return names.map((name) => name.trim());
  } catch {
    // A quote that does not end where this delimiter stands.
    return [];
  }
}

async function otherHeader(file: DuckDbFile, format: 'parquet' | 'json'): Promise<FileHeader> {
  const options = file.part(format === 'parquet' ? 'file/part/parquet' : 'file/part/json_names');
  const names = await file.names('file/read_names', { reader: readers[format], options });
  return { format, names, delimiter: '' };
}

/** A file may have the same name twice, if nobody asks for it. */
export function requireOnce({ names }: FileHeader, used: readonly string[]): void {
  const twice = used.find((name) => names.filter((one) => one.toLowerCase() === name.toLowerCase()).length > 1);
  if (twice !== undefined)
    throw invalid(`The file has the column ${twice} more than once (capital letters make no difference): rename one.`);
}

/** Names that DuckDB takes: one that is there before, whatever its letters, gets the number of its column. */
export const distinctNames = ({ names }: FileHeader): string[] =>
  names.map((name, index) => {
    const before = names.slice(0, index).some((one) => one.toLowerCase() === name.toLowerCase());
    return before || name === '' ? `${name} (column ${index + 1})` : name;
  });

/** How the reader of its format is told to read a file. @param used the columns that are asked about */
export function optionsOf(file: DuckDbFile, header: FileHeader, used: readonly string[]): string {
  const { format, delimiter } = header;
  if (format === 'parquet') return file.part('file/part/parquet');
  const columns = format === 'csv' ? distinctNames(header) : used;
  const fields = columns.map((column) => file.part('file/part/field', { column })).join(', ');
  return file.part(`file/part/${format}`, format === 'csv' ? { delimiter, fields } : { fields });
}
