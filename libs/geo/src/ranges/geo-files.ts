import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Readable } from 'node:stream';
import type { GeoLoadFile } from '#libs/contracts';
import { invalid, notFound } from '#libs/errors';
import { zipEntries } from './zip-entries.js';

/** A table of CSV, in a file of its own or in a .zip. */
export interface CsvTable {
  /** Such as GeoLite2-City-Blocks-IPv4.csv. */
  readonly name: string;
  /** The file that it is in, and the date that the file's name or time says. */
  readonly path: string;
  readonly at: Date;
  readonly stream: () => Promise<Readable>;
}

export interface GeoFiles {
  readonly files: readonly GeoLoadFile[];
  readonly databases: readonly { readonly path: string; readonly bytes: Buffer }[];
  readonly tables: readonly CsvTable[];
}

const largestDatabase = 2 ** 31;

/** What cannot be used of what somebody named. */
export const refuseFile = (path: string, detail: string): Error =>
  invalid(`${path} cannot be loaded: ${detail}.`, [
    { pointer: '/paths', rule: 'corrupt', detail: `${path}: ${detail}` },
  ]);

/**
 * The databases and tables at some paths, of files or folders of such.
 * @throws VerdictError `not_found` or `invalid`, naming the file.
 */
export async function openGeoFiles(paths: readonly string[]): Promise<GeoFiles> {
  const files: GeoLoadFile[] = [];
  const databases: { path: string; bytes: Buffer }[] = [];
  const tables: CsvTable[] = [];
  for (const path of await allFiles(paths)) {
    const { size, mtime } = await stat(path);
    if (/\.(zip|csv)$/i.test(path)) {
      tables.push(...(await tablesOf(path, dateOf(path) ?? mtime)));
      files.push({ path, bytes: size, sha256: await sha256Of(createReadStream(path)) });
    } else {
      if (size > largestDatabase) throw refuseFile(path, 'it is larger than 2 GiB');
      const bytes = await readFile(path);
      databases.push({ path, bytes });
      files.push({ path, bytes: size, sha256: createHash('sha256').update(bytes).digest('hex') });
    }
  }
  return { files, databases, tables };
}

async function allFiles(paths: readonly string[]): Promise<string[]> {
  const files: string[] = [];
  for (const path of paths) {
    const found = await stat(path).catch((error: NodeJS.ErrnoException) => {
      const detail = error.code === 'ENOENT' ? 'there is no such file' : `it cannot be read (${error.code})`;
      throw notFound(`${path} cannot be loaded: ${detail}.`);
    });
    if (!found.isDirectory()) files.push(path);
    else {
      const inside = (await readdir(path)).filter((name) => /\.(mmdb|csv|zip)$/i.test(name)).toSorted();
      if (inside.length === 0) throw refuseFile(path, 'the folder has no .mmdb, .csv or .zip');
      files.push(...inside.map((name) => join(path, name)));
    }
  }
  return files;
}

async function tablesOf(path: string, at: Date): Promise<CsvTable[]> {
  if (!/\.zip$/i.test(path))
    return [{ name: basename(path), path, at, stream: () => Promise.resolve(createReadStream(path)) }];
  const entries = await zipEntries(path).catch((error: Error) => {
    throw error instanceof RangeError ? refuseFile(path, error.message) : error;
  });
  return entries
    .filter(({ name }) => /\.csv$/i.test(name))
    .map(({ name, stream }) => ({ name: basename(name), path, at: dateOf(name) ?? at, stream }));
}

/** Of MaxMind's names: GeoLite2-City-CSV_20260106. */
function dateOf(path: string): Date | undefined {
  const [, year, month, day] = /_(20\d\d)(\d\d)(\d\d)(?!\d)/.exec(path) ?? [];
  const date = new Date(`${year}-${month}-${day}`);
  return Number.isNaN(date.getTime()) ? undefined : date;
}

async function sha256Of(stream: Readable): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of stream) hash.update(chunk as Buffer);
  return hash.digest('hex');
}
