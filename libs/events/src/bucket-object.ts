import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { BucketObject, BucketTable } from '#libs/contracts';
import type { ObjectStore } from '#libs/objects';

const compress = promisify(gzip);
const level = 4;
const gzipSystemByte = 9;
const unknownSystem = 255;

/** The lines of one object, before they are written. */
export interface ObjectLines {
  readonly source: string;
  readonly table: BucketTable;
  /** YYYY-MM-DD. */
  readonly day: string;
  readonly lines: string[];
}

/** An object that a batch will write, as its row names it. */
export interface PlannedObject {
  readonly object: string;
  readonly source: string;
  readonly table: BucketTable;
  readonly day: string;
}

const folder = ({ source, table, day }: Omit<PlannedObject, 'object'>): string => `${source}/${table}/dt=${day}`;

export const planObject = (batch: number, place: Omit<PlannedObject, 'object'>): PlannedObject => ({
  object: `${folder(place)}/part-${batch}.json.gz`,
  source: place.source,
  table: place.table,
  day: place.day,
});

/**
 * Writes each object of a batch and, after it, the manifest that names it. The same lines give the same bytes (no time and no
 * system in the gzip header): whoever repeats a batch that was cut short, or wakes up late, changes nothing.
 */
export async function writeObjects(
  store: ObjectStore,
  batch: number,
  planned: readonly (PlannedObject & Pick<ObjectLines, 'lines'>)[],
): Promise<BucketObject[]> {
  const written: BucketObject[] = [];
  for (const { lines, ...place } of planned) {
    const bytes = await compress(`${lines.join('\n')}\n`, { level });
    bytes[gzipSystemByte] = unknownSystem;
    await store.put(place.object, bytes);
    const object: BucketObject = {
      object: place.object,
      source: place.source,
      table: place.table,
      day: place.day,
      rows: lines.length,
      bytes: bytes.length,
      sha256: createHash('sha256').update(bytes).digest('hex'),
    };
    await store.put(`${folder(place)}/manifest-${batch}.json`, `${JSON.stringify({ batch, ...object })}\n`);
    written.push(object);
  }
  return written;
}
