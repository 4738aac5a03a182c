import { Inject, Injectable } from '@nestjs/common';
import type { BucketObject } from '#libs/contracts';
import { OBJECTS, type ObjectStore } from '#libs/objects';
import { Database, DATABASE } from '#libs/postgres';
import { manifestName } from './bucket-object.js';

interface Batch {
  readonly batch: number;
  readonly objects: readonly Pick<BucketObject, 'object' | 'source' | 'table' | 'day'>[];
  /** Of a snapshot: the folder of its manifest, also where it has no objects. */
  readonly snapshot: { readonly source: string; readonly table: string; readonly day: string } | null;
}

const batchesAtOnce = 100;

/** What attempts that were cut short have left: batches that nobody will close, and so nobody loads. */
@Injectable()
export class AbandonedBatches {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(OBJECTS) private readonly objects: ObjectStore,
  ) {}

  /**
   * Removes the objects of such batches, and then their rows: every object is named in its row before it is written. Only
   * origins that begin with `prefix` and not one of `kept`, and only what was opened before `before`.
   * @returns how many batches
   */
  async remove(prefix: string, before: Date, kept: readonly string[], signal: AbortSignal): Promise<number> {
    let removed = 0;
    for (;;) {
      const batches = await this.database.query<Batch>('bucket_batch/list_abandoned', {
        prefix,
        before,
        kept,
        row_limit: batchesAtOnce,
      });
      for (const batch of batches) {
        signal.throwIfAborted();
        for (const name of namesOf(batch)) await this.objects.delete(name);
        await this.database.query('bucket_batch/delete_abandoned', { batch: batch.batch });
      }
      removed += batches.length;
      if (batches.length < batchesAtOnce) return removed;
    }
  }
}

function namesOf({ batch, objects, snapshot }: Batch): Set<string> {
  const places = [...objects, ...(snapshot === null ? [] : [snapshot])];
  return new Set([
    ...objects.map(({ object }) => object),
    ...places.map(({ source, table, day }) => manifestName(batch, { source, table, day })),
  ]);
}
