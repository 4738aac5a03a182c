import type { ImportFormat } from '#libs/contracts';
import { invalid } from '#libs/errors';
import { DelimitedRecords } from './delimited.js';
import { FileChunks } from './file-chunks.js';
import { FileLines, type Line } from './file-lines.js';

/** A record by the names of its columns; without values it is broken by `rule`. */
export type FileRecord =
  | { readonly line: number; readonly values: Values }
  | { readonly line: number; readonly values?: undefined; readonly rule: string; readonly detail: string };

/** Cells of a table, or the fields of a JSON object. */
export interface Values {
  /** Undefined: no such column here. */
  get(column: string): unknown;
  names(): Iterable<string>;
}

const details: Readonly<Record<string, string>> = {
  utf8: 'not UTF-8',
  too_long: 'longer than a megabyte',
  quote: 'a quote that nothing closes',
  csv: 'not as RFC 4180 says',
  json: 'not JSON',
  object: 'not a JSON object',
};

/** The records of a file of any of our formats, a block at a time. */
export class FileRecords {
  private readonly lines: FileLines;
  /** Of a table; a JSON file has none. */
  header: readonly string[] | undefined;

  private constructor(
    readonly chunks: FileChunks,
    private readonly format: ImportFormat,
    private readonly parse: (text: string) => unknown,
  ) {
    this.lines = new FileLines(chunks);
  }

  /** @throws NodeJS.ErrnoException when the file cannot be opened */
  static async open(path: string, format: ImportFormat): Promise<FileRecords> {
    return new FileRecords(await FileChunks.open(path), format, JSON.parse);
  }

  /** Of the line that follows all that were read: where a damaged file broke. */
  get nextLine(): number {
    return this.lines.number + 1;
  }

  /** `parse` reads a JSON line, where JSON.parse is not exact enough. */
  static of(chunks: FileChunks, format: ImportFormat, parse: (text: string) => unknown = JSON.parse): FileRecords {
    return new FileRecords(chunks, format, parse);
  }

  /** @throws VerdictError `invalid` when a table has no header. */
  async *blocks(): AsyncGenerator<readonly FileRecord[]> {
    if (this.format === 'ndjson') {
      for await (const block of this.lines.blocks()) yield block.flatMap((line) => jsonRecord(line, this.parse));
      return;
    }
    const records = new DelimitedRecords(this.format === 'csv' ? ',' : '\t');
    for await (const block of this.lines.blocks()) yield this.named(records.take(block));
    yield this.named(records.end());
    if (this.header === undefined) throw invalid('The file has no header: its first line names the columns.');
  }

  private named(records: ReturnType<DelimitedRecords['take']>): FileRecord[] {
    const named: FileRecord[] = [];
    for (const record of records) {
      if (record.cells === undefined)
        named.push({ line: record.line, rule: record.rule, detail: details[record.rule] ?? record.rule });
      else if (this.header === undefined) this.nameColumns(record.cells);
      else if (record.cells.length === this.header.length)
        named.push({ line: record.line, values: new CellValues(this.columns, record.cells) });
      else
        named.push({
          line: record.line,
          rule: 'columns',
          detail: `${record.cells.length} columns where the header has ${this.header.length}`,
        });
    }
    return named;
  }

  private columns: ReadonlyMap<string, number> = new Map();

  private nameColumns(cells: readonly string[]): void {
    const [first = '', ...others] = cells.map((cell) => cell.trim());
    this.header = [first.replace(/^\uFEFF/, ''), ...others];
    const columns = new Map<string, number>();
    for (const [index, name] of this.header.entries()) if (!columns.has(name)) columns.set(name, index);
    this.columns = columns;
  }
}

class CellValues implements Values {
  constructor(
    private readonly columns: ReadonlyMap<string, number>,
    private readonly cells: readonly string[],
  ) {}

  get(column: string): string | undefined {
    const index = this.columns.get(column);
    return index === undefined ? undefined : this.cells[index];
  }

  names(): Iterable<string> {
    return this.columns.keys();
  }
}

/** `a.b` is the field b of the object a, where there is no field `a.b`. */
class JsonValues implements Values {
  constructor(private readonly object: Readonly<Record<string, unknown>>) {}

  get(column: string): unknown {
    if (Object.hasOwn(this.object, column)) return this.object[column];
    let value: unknown = this.object;
    for (const name of column.split('.')) {
      if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
      value = (value as Record<string, unknown>)[name];
    }
    return value;
  }

  names(): Iterable<string> {
    return Object.keys(this.object);
  }
}

function jsonRecord(line: Line, parse: (text: string) => unknown): FileRecord[] {
  const broken = (rule: string): FileRecord[] => [{ line: line.number, rule, detail: details[rule] ?? rule }];
  if (line.text === undefined) return broken(line.rule);
  const text = line.number === 1 ? line.text.replace(/^\uFEFF/, '') : line.text;
  if (text.trim() === '') return [];
  try {
    const value = parse(text);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return broken('object');
    return [{ line: line.number, values: new JsonValues(value as Record<string, unknown>) }];
  } catch {
    return broken('json');
  }
}
