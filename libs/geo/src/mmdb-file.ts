import { basename } from 'node:path';
import { Reader } from 'maxmind';
import type { CityResponse } from 'maxmind';
import { ThreadOverrun, threadItems } from '#libs/threads';
import type { GeoRole } from './geo-lookup.js';
import { refusal, type CheckedMmdb } from './mmdb-check.js';

export interface MmdbFile {
  readonly path: string;
  readonly type: string;
  readonly ipVersion: 4 | 6;
  readonly builtAt: Date;
  /** Of the file's bytes. */
  readonly sha256: string;
  /** The record of an address in canonical text, of whatever shape; null if there is none. */
  readonly get: (ip: string) => unknown;
}

/** The walk of the largest database on sale (Enterprise, about 0.5 GB) takes a few seconds. */
const checkMilliseconds = 60_000;
/** What the walk keeps beside the file: sizes of shared maps, 40 MB with the largest file known. */
const checkHeapMegabytes = 1_024;

const thread = new URL('./mmdb-check.thread.js', import.meta.url);

/**
 * Opens an .mmdb file for a role, after a walk of all of it in a thread of its own: see `checkMmdb`. The event loop goes
 * on meanwhile. Memory: the file's size.
 *
 * @throws VerdictError `not_found` (there is none, or it cannot be read) or `invalid` (corrupt, of another format,
 * without data for the role, or beyond the time and memory of a check), naming the file and what is wrong.
 */
export async function openMmdb(role: GeoRole, path: string, milliseconds = checkMilliseconds): Promise<MmdbFile> {
  const limits = { milliseconds, heapMegabytes: checkHeapMegabytes };
  try {
    for await (const { bytes, sha256 } of threadItems<CheckedMmdb>(thread, { role, path }, limits))
      return fileOf(path, Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), sha256);
  } catch (error) {
    if (error instanceof ThreadOverrun) throw refusal(role, path, 'corrupt', `checking it: ${error.message}`);
    throw error;
  }
  throw new Error(`The check of ${path} ended without a word.`);
}

function fileOf(path: string, bytes: Buffer, sha256: string): MmdbFile {
  const reader = new Reader<CityResponse>(bytes);
  const { databaseType: type, ipVersion, buildEpoch: builtAt } = reader.metadata;
  return { path, type, ipVersion: ipVersion === 4 ? 4 : 6, builtAt, sha256, get: (ip) => reader.get(ip) };
}

export const fileName = (file: MmdbFile): string => basename(file.path);
