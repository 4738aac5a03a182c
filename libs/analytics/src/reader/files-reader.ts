import type { ImportFormat, SourceColumn } from '#libs/contracts';
import { invalid } from '#libs/errors';
import { parseExactJson } from '../file/exact-json.js';
import { FileChunks } from '../file/file-chunks.js';
import { FileRecords, type FileRecord, type Values } from '../file/file-records.js';
import { formatOf } from '../import/import-file.js';
import type { Location } from './locations.js';
import type { FoundColumn, Selection, SourceReader, SourceRow } from './source-reader.js';

export interface FileRules {
  /** By the end of each file's name unless said. */
  readonly format: ImportFormat | undefined;
  /** Texts of a table's cells that mean no value. */
  readonly nulls: readonly string[];
  /** What is asked for: a JSON line tells nothing before it is read. */
  readonly columns: readonly SourceColumn[];
}

/** One table in one or several files. Every one of a table's has the columns that are read. */
export class FilesReader implements SourceReader {
  private readonly nulls: ReadonlySet<string>;

  private constructor(
    private readonly location: Location,
    private readonly names: readonly string[],
    private readonly rules: FileRules,
  ) {
    this.nulls = new Set(rules.nulls);
  }

  static async open(location: Location, pattern: string, day: string, rules: FileRules): Promise<FilesReader> {
    return new FilesReader(location, await location.find(pattern, day), rules);
  }

  async columns(): Promise<FoundColumn[]> {
    const header = await this.header();
    const found = (name: string): FoundColumn => ({ name, type: 'text', theirs: 'text' });
    if (header === undefined) return this.rules.columns.map(({ name }) => found(name));
    const twice = header.find((name, index) => header.indexOf(name) !== index);
    if (twice !== undefined) throw invalid(`The header of ${this.names[0]} names a column twice: ${twice}.`);
    return header.map(found);
  }

  estimate(): Promise<null> {
    return Promise.resolve(null);
  }

  async *rows({ columns }: Selection): AsyncGenerator<SourceRow> {
    for (const object of this.names) {
      const records = this.records(object);
      let isChecked = false;
      for await (const block of records.blocks()) {
        if (!isChecked && records.header !== undefined) requireColumns(object, records.header, columns);
        isChecked ||= records.header !== undefined;
        for (const record of block) yield this.row(object, record, columns);
      }
      // What came before is not the whole file, so it is nothing.
      const { damage } = records.chunks;
      if (damage !== undefined) throw new Error(`${object} is not whole: ${damage}.`);
    }
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  private row(object: string, record: FileRecord, columns: readonly FoundColumn[]): SourceRow {
    if (record.values === undefined) return { object, line: record.line, rule: record.rule, detail: record.detail };
    const { values } = record;
    return { object, line: record.line, cells: columns.map(({ name }) => this.cell(values, name)) };
  }

  private cell(values: Values, name: string): string | null {
    const value = values.get(name);
    if (value === undefined || value === null) return null;
    if (typeof value === 'string') return this.nulls.has(value) ? null : value;
    return JSON.stringify(value);
  }

  private records(object: string): FileRecords {
    const chunks = FileChunks.of(this.location.read(object));
    return FileRecords.of(chunks, this.rules.format ?? formatOf(object), parseExactJson);
  }

  /** Of the first file; undefined for JSON lines. */
  private async header(): Promise<readonly string[] | undefined> {
    const [first = ''] = this.names;
    if ((this.rules.format ?? formatOf(first)) === 'ndjson') return undefined;
    const records = this.records(first);
    for await (const _ of records.blocks()) if (records.header !== undefined) break;
    return records.header;
  }
}

function requireColumns(object: string, header: readonly string[], columns: readonly FoundColumn[]): void {
  const missing = columns.find(({ name }) => !header.includes(name));
  if (missing !== undefined)
    throw invalid(`${object} has no column ${missing.name}; its header has ${header.join(', ')}.`);
}
