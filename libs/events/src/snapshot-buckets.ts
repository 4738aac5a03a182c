import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, type BucketObject, type Clock, type Snapshot } from '#libs/contracts';
import { OBJECTS, type ObjectStore } from '#libs/objects';
import { Database, DATABASE } from '#libs/postgres';
import { manifestName, planObject, writeObject, type PlannedObject } from './bucket-object.js';

export interface SnapshotWritten {
  readonly batch: number;
  readonly rows: number;
  readonly bytes: number;
  readonly manifest: string;
}

const rowLimit = 100_000;
const byteLimit = 33_554_432;

/** A company's tables, as they were on a day, into buckets; `Buckets.complete` of the same origin lets the warehouse load them. */
@Injectable()
export class SnapshotBuckets {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(OBJECTS) private readonly objects: ObjectStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * Streams the lines into objects of at most 32 MB of text, each named in Postgres before it is written, and ends with a
   * manifest that has them all. An origin is one attempt: cut short, another attempt has another origin and starts over,
   * and nobody loads what this one left.
   * @param lines one JSON object each, its fields named and written as `snapshot.columns` says.
   * @param onRows told how many rows are written, after each object.
   */
  async stage(
    origin: string,
    snapshot: Snapshot,
    lines: Iterable<string> | AsyncIterable<string>,
    onRows: (rows: number) => void | Promise<void> = () => undefined,
  ): Promise<SnapshotWritten> {
    const { batch } = await this.database.one<{ batch: number }>('bucket_batch/insert_snapshot_batch', {
      origin,
      snapshot: JSON.stringify(snapshot),
      opened_at: new Date(this.clock.now()),
    });
    const { source, table, day } = snapshot;
    const place = { source, table, day };
    const written: BucketObject[] = [];
    const counted = { rows: 0, bytes: 0 };
    for await (const portion of portions(lines)) {
      const planned = planObject(batch, place, written.length);
      await this.name(batch, [...written, planned]);
      const object = await writeObject(this.objects, planned, portion);
      written.push(object);
      counted.rows += object.rows;
      counted.bytes += object.bytes;
      await onRows(counted.rows);
    }
    const manifest = manifestName(batch, place);
    await this.objects.put(manifest, `${JSON.stringify({ batch, snapshot, ...counted, objects: written })}\n`);
    const values = { batch, objects: JSON.stringify(written), rows: counted.rows };
    await this.database.query('bucket_batch/update_written', values);
    return { batch, ...counted, manifest };
  }

  private async name(batch: number, objects: readonly PlannedObject[]): Promise<void> {
    await this.database.query('bucket_batch/update_objects', { batch, objects: JSON.stringify(objects) });
  }
}

async function* portions(lines: Iterable<string> | AsyncIterable<string>): AsyncGenerator<string[]> {
  let portion: string[] = [];
  let bytes = 0;
  for await (const line of lines) {
    portion.push(line);
    bytes += line.length;
    if (portion.length < rowLimit && bytes < byteLimit) continue;
    yield portion;
    portion = [];
    bytes = 0;
  }
  if (portion.length > 0) yield portion;
}
