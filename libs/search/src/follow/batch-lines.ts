import { createHash } from 'node:crypto';
import { StringDecoder } from 'node:string_decoder';
import { createGunzip } from 'node:zlib';
import type { BucketObject, ClosedBatch } from '#libs/contracts';
import type { ObjectStore } from '#libs/objects';
import { badLine, isHistoryTable, type BadLine, type HistoryTable } from '../document/row-document.js';

/** A line of an object, or what is wrong with the object as a whole (line 0) or where it breaks off. */
export type ObjectLine =
  { readonly line: number; readonly text: string } | { readonly line: number; readonly bad: BadLine };

export type HistoryObject = BucketObject & { readonly table: HistoryTable };

/** The objects of a batch that have documents, in its order. A company's snapshots, whatever their names, are passed by. */
export const historyObjects = ({ snapshot, objects }: ClosedBatch): HistoryObject[] =>
  snapshot === null ? objects.filter((object): object is HistoryObject => isHistoryTable(object.table)) : [];

/** A longer line is no row of ours: the log takes 64 kB of properties. */
const lineLimit = 1_048_576;

/**
 * The lines of an object, read as a stream. What a broken object still gives counts, as it does for the warehouse.
 * @throws what the store throws when the object is missing: it may be back later, and nothing may go past it.
 */
export async function* objectLines(store: ObjectStore, { object, sha256 }: BucketObject): AsyncGenerator<ObjectLine> {
  const stored = await store.get(object);
  const checksum = createHash('sha256');
  const unpacked = createGunzip();
  stored.on('data', (chunk: Buffer) => checksum.update(chunk));
  stored.on('error', (error) => unpacked.destroy(new StoreError(error)));
  const decoder = new StringDecoder('utf8');
  let line = 0;
  let rest = '';
  try {
    for await (const chunk of stored.pipe(unpacked)) {
      const lines = (rest + decoder.write(chunk as Buffer)).split('\n');
      rest = lines.pop() ?? '';
      for (const text of lines) yield { line: ++line, text };
      if (rest.length > lineLimit) throw new Error('a line without an end');
    }
    if (rest !== '') yield { line: ++line, text: rest };
  } catch (error) {
    if (error instanceof StoreError) throw error.cause;
    yield { line: line + 1, bad: badLine('gzip', 'the object breaks off here', rest) };
    return;
  } finally {
    stored.destroy();
  }
  if (checksum.digest('hex') !== sha256)
    yield { line: 0, bad: badLine('checksum', 'the object is not the one that its manifest names', '') };
}

/** The store's fault, not the object's. */
class StoreError extends Error {
  constructor(override readonly cause: Error) {
    super(cause.message);
  }
}
