import { Inject, Injectable } from '@nestjs/common';
import type { StickyDocument } from '#libs/bucketing';
import { CLOCK, type Clock } from '#libs/contracts';
import { Database, DATABASE, isRefusal } from '#libs/postgres';
import { Grouped } from './grouped.js';
import { idKey, type GivenBucket, type StickyId } from './sticky-id.js';

interface BucketKeyRow {
  readonly live: boolean;
  readonly attribute: string;
  readonly value: string;
  readonly experiment_key: string;
  readonly bucket_version: number;
}

/** What ids were given, in Postgres: calls that come close together are one statement and one commit. */
@Injectable()
export class StickyRepository {
  private readonly reads = new Grouped<readonly StickyId[], StickyDocument[]>(
    (calls) => this.findAll(calls),
    isRefusal,
  );
  private readonly writes = new Grouped<readonly GivenBucket[], boolean>((calls) => this.insertAll(calls), isRefusal);

  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** A document for each id, in their order; it is empty for one that was given nothing. */
  find(ids: readonly StickyId[]): Promise<StickyDocument[]> {
    return this.reads.add(ids);
  }

  /** Resolves after the commit. @returns false where somebody else was quicker with one of them: what they gave holds. */
  insert(buckets: readonly GivenBucket[]): Promise<boolean> {
    return this.writes.add(buckets);
  }

  private async findAll(calls: readonly (readonly StickyId[])[]): Promise<StickyDocument[][]> {
    const ids = new Map(calls.flat().map((id) => [idKey(id), id]));
    const rows = await this.database.query<BucketKeyRow & { variant: string }>('sticky_bucket/list_buckets', {
      lives: [...ids.values()].map(({ live }) => live),
      attributes: [...ids.values()].map(({ attribute }) => attribute),
      values: [...ids.values()].map(({ value }) => value),
    });
    const assignments = new Map<string, Record<string, string>>([...ids.keys()].map((key) => [key, {}]));
    for (const row of rows) {
      const own = assignments.get(idKey(row));
      if (own !== undefined) own[`${row.experiment_key}__${row.bucket_version}`] = row.variant;
    }
    return calls.map((asked) =>
      asked.map((id) => ({
        attributeName: id.attribute,
        attributeValue: id.value,
        assignments: assignments.get(idKey(id)) ?? {},
      })),
    );
  }

  private async insertAll(calls: readonly (readonly GivenBucket[])[]): Promise<boolean[]> {
    const distinct = new Map<string, GivenBucket>();
    for (const bucket of calls.flat()) if (!distinct.has(bucketKey(bucket))) distinct.set(bucketKey(bucket), bucket);
    // Two transactions that insert the same two rows must do so in the same order.
    const ordered = [...distinct].toSorted(([left], [right]) => (left < right ? -1 : 1)).map(([, bucket]) => bucket);
    const rows = await this.database.query<BucketKeyRow>('sticky_bucket/insert_buckets', {
      lives: ordered.map(({ id }) => id.live),
      attributes: ordered.map(({ id }) => id.attribute),
      values: ordered.map(({ id }) => id.value),
      experiment_keys: ordered.map(({ experiment }) => experiment),
      bucket_versions: ordered.map(({ bucketVersion }) => bucketVersion),
      variants: ordered.map(({ variation }) => variation),
      given_at: new Date(this.clock.now()),
    });
    const fresh = new Set(
      rows.map((row) => bucketKey({ id: row, experiment: row.experiment_key, bucketVersion: row.bucket_version })),
    );
    // Of two calls of one group that give the same, the first has given it; the other reads what that was.
    return calls.map((call) =>
      call.every((bucket) => distinct.get(bucketKey(bucket)) === bucket && fresh.has(bucketKey(bucket))),
    );
  }
}

const bucketKey = ({ id, experiment, bucketVersion }: Omit<GivenBucket, 'variation'>): string =>
  JSON.stringify([id.live, id.attribute, id.value, experiment, bucketVersion]);
