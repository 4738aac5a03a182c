import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Clock, NewEvent, SinkLease } from '#libs/contracts';
import { BucketSink, bucketSinkDefaults, Buckets, EventLog, EventPartitions } from '#libs/events';
import { FolderStore, type ObjectStore } from '#libs/objects';
import type { Database } from '#libs/postgres';
import { BatchLoader, WarehouseSink } from '#libs/warehouse';
import type { DuckDbWarehouse } from '../../libs/warehouse/testing/engines.js';
import { duckDbAt } from './warehouse.js';

/** A clock that a test sets. */
export class TestClock implements Clock {
  constructor(public time: number) {}

  now(): number {
    return this.time;
  }
}

/** Turns without a batch, of 5 ms: a test elsewhere may clone a database meanwhile. */
const idleLimit = 4_000;

/** The log, the buckets and the warehouse of one test, moved by hand: one worker, without its timers. */
export class Pipeline {
  readonly folder = mkdtempSync(join(tmpdir(), 'verdict-pipeline-'));
  readonly clock: TestClock;
  readonly objects: ObjectStore;
  readonly partitions: EventPartitions;
  readonly log: EventLog;
  readonly buckets: Buckets;
  readonly bucketSink: BucketSink;
  readonly warehouse: DuckDbWarehouse;
  readonly warehouseSink: WarehouseSink;
  private epoch = 0;

  constructor(
    private readonly database: Database,
    now: number,
    /** Where the buckets lie, unless in a folder of the test's own. */
    objects?: ObjectStore,
  ) {
    this.objects = objects ?? new FolderStore(join(this.folder, 'buckets'));
    this.clock = new TestClock(now);
    this.partitions = new EventPartitions(database, this.clock, { identityRetentionDays: 90, bodyRetentionDays: 7 });
    this.log = new EventLog(database, this.clock, this.partitions);
    this.buckets = new Buckets(database, this.objects, this.clock);
    this.bucketSink = new BucketSink(database, this.objects, this.clock, bucketSinkDefaults);
    this.warehouse = duckDbAt(join(this.folder, 'warehouse.duckdb'), this.objects);
    const loader = new BatchLoader(this.warehouse, this.objects);
    this.warehouseSink = new WarehouseSink(database, this.warehouse, loader, { clock: this.clock });
  }

  async open(): Promise<void> {
    await this.partitions.make();
    await this.warehouseSink.open();
  }

  /** A new holding of the bucket sink's lease, as if the last one had run out. */
  async lease(): Promise<SinkLease> {
    await this.database.query('sink/release_sink', { name: 'bucket', epoch: this.epoch });
    const row = await this.database.one<{ epoch: number }>('sink/claim_sink', {
      name: 'bucket',
      holder: 'test',
      seconds: 60,
      reads_log: true,
    });
    this.epoch = row.epoch;
    return { epoch: row.epoch, signal: new AbortController().signal };
  }

  async append(events: readonly NewEvent[]): Promise<void> {
    await this.log.append(events);
  }

  /**
   * Everything in the log, into the warehouse. What was committed can be passed only when every transaction on the server
   * that began before is over, in any of its databases: other tests' too.
   */
  async settle(): Promise<void> {
    const lease = await this.lease();
    await this.passed(() => this.bucketSink.step(lease, true));
    while (await this.warehouseSink.step(lease));
  }

  /** Whatever can be reached at this moment, into the warehouse. */
  async pass(): Promise<void> {
    const lease = await this.lease();
    while (await this.bucketSink.step(lease, true));
    while (await this.warehouseSink.step(lease));
  }

  /** Repeats a step until all that is in the log now is passed; tells how many batches it took. */
  async passed(step: () => Promise<boolean>): Promise<number> {
    const reached = await this.bucketSink.mark();
    let batches = 0;
    let idle = 0;
    while (!(await reached())) {
      if (await step()) batches++;
      else if (++idle > idleLimit) throw new Error('The sink does not pass what is in the log.');
      else await new Promise((resolve) => setTimeout(resolve, 5));
    }
    return batches;
  }

  async rows<Row>(table: string): Promise<Row[]> {
    const connection = await this.warehouse.connect();
    try {
      const reader = await connection.runAndReadAll(`SELECT * FROM ${table}`);
      return reader.getRowObjectsJson() as Row[];
    } finally {
      connection.disconnectSync();
    }
  }

  async close(): Promise<void> {
    await this.warehouseSink.close();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** An event of a test; everything that matters is said by the test. */
export const event = (over: Partial<NewEvent> & Pick<NewEvent, 'time'>): NewEvent => ({
  source: 'app',
  event: 'Page View',
  distinct_id: 'v1',
  properties: {},
  live: true,
  ...over,
});
