import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import type pg from 'pg';
import type { BucketObject } from '#libs/contracts';
import type { ObjectStore } from '#libs/objects';

interface Batch {
  readonly id: number;
  readonly state: string;
  readonly objects: readonly BucketObject[];
  readonly snapshot: { readonly source: string; readonly table: string; readonly day: string } | null;
}

const ofBatch = /\/(?:part|manifest)-(\d+)/;

/**
 * What closed batches name: the lines by folder, each object as its manifest has it. And what else lies there, but for what
 * attempts that were cut short have left: the batches after `lastBatch` that nobody closed.
 */
export async function bucketSums(
  pool: pg.Pool,
  store: ObjectStore,
  lastBatch: number,
): Promise<Record<string, string>> {
  const { rows: batches } = await pool.query<Batch>('SELECT id, state, objects, snapshot FROM bucket_batch');
  const names = new Set(await store.list(''));
  const lines = new Map<string, string[]>();
  for (const { objects } of batches.filter(({ state }) => state === 'closed'))
    for (const object of objects) {
      const folder = `${object.source}/${object.table}/dt=${object.day}`;
      lines.set(folder, [...(lines.get(folder) ?? []), ...(await linesOf(store, object))]);
    }
  const sums: Record<string, string> = {};
  for (const [folder, found] of lines) sums[folder] = `${found.length} ${sha256(found.toSorted().join())}`;
  const unnamed = [...names].filter((name) => Number(ofBatch.exec(name)?.[1] ?? 0) <= lastBatch);
  for (const name of unnamed) sums[name] = sha256(await store.read(name));
  sums['manifests without a closed batch'] = String(batches.filter((batch) => lacksManifest(batch, names)).length);
  return sums;
}

/** @throws Error where it is not what its batch says */
async function linesOf(store: ObjectStore, { object, rows, bytes, sha256: sum }: BucketObject): Promise<string[]> {
  const content = await store.read(object);
  const lines = gunzipSync(content).toString().trimEnd().split('\n');
  if (content.length !== bytes || sha256(content) !== sum || lines.length !== rows)
    throw new Error(`${object} is not what its batch says.`);
  return lines;
}

function lacksManifest({ id, state, objects, snapshot }: Batch, names: ReadonlySet<string>): boolean {
  const places = snapshot === null ? objects : [snapshot];
  return (
    state === 'closed' &&
    places.some(({ source, table, day }) => !names.has(`${source}/${table}/dt=${day}/manifest-${id}.json`))
  );
}

const sha256 = (content: Buffer | string): string => createHash('sha256').update(content).digest('hex');
