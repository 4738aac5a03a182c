import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { isAbsolute } from 'node:path';
import type { ImportFormat } from '#libs/contracts';
import { invalid, type VerdictError } from '#libs/errors';
import { FileRecords } from '../file/file-records.js';

/** A file of the server's machine as it lies there. */
export interface ImportFile {
  readonly bytes: number;
  /** SHA-256 of its bytes. */
  readonly checksum: string;
}

/** @throws VerdictError `invalid` when there is no such file, or it cannot be read */
export async function inspectFile(path: string): Promise<ImportFile> {
  if (!isAbsolute(path)) throw refusal('absolute', 'an absolute path on the server');
  try {
    const found = await stat(path);
    if (!found.isFile()) throw refusal('file', 'not a file');
    const hash = createHash('sha256');
    for await (const chunk of createReadStream(path, { highWaterMark: 1_048_576 })) hash.update(chunk as Buffer);
    return { bytes: found.size, checksum: hash.digest('hex') };
  } catch (error) {
    const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
    if (typeof code !== 'string') throw error;
    throw refusal('file', `cannot be read on the server (${code})`);
  }
}

/** By the end of the name, a .gz apart. @throws VerdictError `invalid` when that says nothing */
export function formatOf(path: string): ImportFormat {
  const ending = /\.(csv|tsv|ndjson|jsonl|json)(?:\.gz)?$/i.exec(path)?.[1]?.toLowerCase();
  if (ending === 'csv' || ending === 'tsv') return ending;
  if (ending !== undefined) return 'ndjson';
  throw invalid('The name of the file does not say its format.', [
    { pointer: '/format', rule: 'required', detail: 'csv, tsv or ndjson' },
  ]);
}

/** The columns of a table; undefined for JSON lines, of which each has its own. */
export async function readHeader(path: string, format: ImportFormat): Promise<readonly string[] | undefined> {
  if (format === 'ndjson') return undefined;
  const records = await FileRecords.open(path, format);
  for await (const _ of records.blocks()) if (records.header !== undefined) return records.header;
  return records.header;
}

const refusal = (rule: string, detail: string): VerdictError =>
  invalid('The file cannot be imported.', [{ pointer: '/path', rule, detail }]);
