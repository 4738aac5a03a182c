import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { FileReadout } from '#libs/contracts';
import type { SqlCatalogue } from '#libs/postgres';
import { openDataFile, type DuckDbFile } from '#libs/warehouse';
import type { FileFormat } from './file-asked.js';

export interface AnalyseOptions {
  /** Of `sql/warehouse`. */
  readonly catalogue: SqlCatalogue;
  /** The commit or the version of the sources. */
  readonly commit: string;
  /** What does not fit is set aside on the disk. */
  readonly memoryBytes: number;
  readonly threads?: number;
  readonly step?: (text: string) => void;
}

/** What a readout says of where its numbers are from. */
export type FileOrigin = Pick<FileReadout, 'file' | 'versions' | 'queries'>;

/** Opens a file for as long as `read` takes, and keeps every text that is run on it. */
export async function withDataFile<Found>(
  { path, format }: { readonly path: string; readonly format: FileFormat },
  options: AnalyseOptions,
  read: (file: DuckDbFile) => Promise<Found>,
): Promise<Found & FileOrigin> {
  const queries: FileReadout['queries'][number][] = [];
  const file = await openDataFile({
    catalogue: options.catalogue,
    path,
    memoryBytes: options.memoryBytes,
    onQuery: ({ name, hash, text }) => Promise.resolve(void queries.push({ name, hash, text })),
    ...(options.threads === undefined ? {} : { threads: options.threads }),
  });
  try {
    const found = await read(file);
    const versions = { verdict: options.commit, engine: file.engine, node: process.version };
    return { ...found, file: { name: basename(path), format, ...(await checksum(path)) }, versions, queries };
  } finally {
    await file.close();
  }
}

async function checksum(path: string): Promise<{ bytes: number; sha256: string }> {
  const hash = createHash('sha256');
  let bytes = 0;
  await pipeline(createReadStream(path), async (chunks: AsyncIterable<Buffer>) => {
    for await (const chunk of chunks) {
      bytes += chunk.length;
      hash.update(chunk);
    }
  });
  return { bytes, sha256: hash.digest('hex') };
}
