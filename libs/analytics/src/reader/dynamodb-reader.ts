import { createHash } from 'node:crypto';
import type { SourceColumn } from '#libs/contracts';
import { invalid } from '#libs/errors';
import { FileChunks } from '../file/file-chunks.js';
import { FileRecords } from '../file/file-records.js';
import { attributeOf, attributeText } from './dynamodb-value.js';
import { findExport, type ExportFile } from './dynamodb-export.js';
import type { Location } from './locations.js';
import type { FoundColumn, Selection, SourceReader, SourceRow } from './source-reader.js';

/** A table of DynamoDB as an export to S3 left it: gzip lines of {"Item": {…}}, each file with a checksum. */
export class DynamoDbReader implements SourceReader {
  private constructor(
    private readonly location: Location,
    private readonly files: readonly ExportFile[],
    private readonly declared: readonly SourceColumn[],
  ) {}

  /** @throws Error when the export of that day is not there, or not whole, yet. */
  static async open(
    location: Location,
    prefix: string,
    day: string,
    declared: readonly SourceColumn[],
  ): Promise<DynamoDbReader> {
    return new DynamoDbReader(location, await findExport(location, prefix, day), declared);
  }

  /** An item has the attributes that it has: only what is named is known. */
  columns(): Promise<FoundColumn[]> {
    return Promise.resolve(this.declared.map(({ name }) => ({ name, type: 'text', theirs: 'attribute' })));
  }

  estimate(): Promise<number> {
    return Promise.resolve(this.files.reduce((sum, { items }) => sum + items, 0));
  }

  async *rows({ columns }: Selection): AsyncGenerator<SourceRow> {
    for (const { object, items, md5 } of this.files) {
      const hash = createHash('md5');
      const chunks = FileChunks.of(hashed(this.location.read(object), hash));
      let found = 0;
      for await (const block of FileRecords.of(chunks, 'ndjson').blocks())
        for (const record of block) {
          found++;
          if (record.values === undefined) {
            yield { object, line: record.line, rule: record.rule, detail: record.detail };
            continue;
          }
          const item = record.values.get('Item');
          if (typeof item === 'object' && item !== null) yield rowOf(object, record.line, item, columns);
          else yield { object, line: record.line, rule: 'item', detail: 'has no Item' };
        }
      if (chunks.damage !== undefined) throw new Error(`${object} is not whole: ${chunks.damage}.`);
      if (hash.digest('base64') !== md5) throw invalid(`${object} is not what the export wrote: its MD5 is another.`);
      if (found !== items) throw invalid(`${object} has ${found} items where the export wrote ${items}.`);
    }
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

function rowOf(object: string, line: number, item: object, columns: readonly FoundColumn[]): SourceRow {
  const attributes = item as Readonly<Record<string, unknown>>;
  return { object, line, cells: columns.map(({ name }) => attributeText(attributeOf(attributes, name))) };
}

async function* hashed(source: AsyncIterable<Buffer>, hash: ReturnType<typeof createHash>): AsyncGenerator<Buffer> {
  for await (const chunk of source) {
    hash.update(chunk);
    yield chunk;
  }
}
