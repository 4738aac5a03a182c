import { writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Snapshot } from '#libs/contracts';
import { SnapshotBuckets } from '#libs/events';
import { BatchLoader, WarehouseSink, type RefusedBatch } from '#libs/warehouse';
import { testDatabase, type TestDatabase } from '../support/database.js';
import { event, Pipeline } from '../support/pipeline.js';
import { duckDbAt } from '../support/warehouse.js';

const day = '2026-03-10';
const now = Date.parse(`${day}T12:00:00Z`);

describe('how far the warehouse is', () => {
  let test: TestDatabase;
  let pipeline: Pipeline;
  let told: RefusedBatch[];
  let deaf: boolean;
  let sink: WarehouseSink;

  const sinkOn = (warehouse = pipeline.warehouse): WarehouseSink =>
    new WarehouseSink(test.database, warehouse, new BatchLoader(warehouse, pipeline.objects), {
      clock: pipeline.clock,
      onRefused: (_transaction, refused) => {
        if (deaf) return Promise.reject(new Error('Postgres is away'));
        told.push(refused);
        return Promise.resolve();
      },
    });
  const progress = () => test.database.one<Record<string, unknown>>('warehouse_progress/find_progress');
  const lease = { epoch: 0, signal: new AbortController().signal };

  beforeEach(async () => {
    test = await testDatabase();
    pipeline = new Pipeline(test.database, now);
    await pipeline.partitions.make();
    [told, deaf] = [[], false];
    sink = sinkOn();
    await sink.open();
  });
  afterEach(async () => {
    await pipeline.close();
    await test.close();
  });

  /** A day's snapshot whose key is none: the warehouse refuses it. */
  const pairs = async (origin: string): Promise<number> => {
    const snapshot: Snapshot = {
      source: 'shop',
      table: 'pairs',
      day,
      columns: [{ name: 'id', type: 'integer' }],
      key: ['id'],
      mode: 'full',
      retention_days: 30,
      entity: null,
    };
    const buckets = new SnapshotBuckets(test.database, pipeline.objects, pipeline.clock);
    const { batch } = await buckets.stage(origin, snapshot, ['{"id":1}', '{"id":1}']);
    await pipeline.buckets.complete(origin);
    return batch;
  };
  const events = async (origin: string): Promise<void> => {
    const { time, source, distinct_id, properties, live } = event({ time: now, distinct_id: origin });
    const identity = origin.padEnd(32, '0');
    const row = { identity, event: 'Page View', source, distinct_id, time, properties, live };
    await pipeline.buckets.write({ source: 'import', table: 'event', origin }, [row]);
  };

  it('is in Postgres with the step that loads: what waits, and what does not any more', async () => {
    expect(await progress()).toMatchObject({ sequence: 0, batches: 0, rows: 0, loaded_at: null });
    await events('a1');
    await events('a2');
    expect(await progress()).toMatchObject({ sequence: 0, batches: 2, rows: 2, oldest: new Date(now) });
    await sink.step(lease);
    expect(await progress()).toMatchObject({ sequence: 2, batches: 0, rows: 0, loaded_at: new Date(now) });
  });

  it('is noted by the next step where a refusal could not be, and not before', async () => {
    const batch = await pairs('pull-1');
    deaf = true;
    const passed = await sink.mark();
    await expect(sink.step(lease)).rejects.toThrow('Postgres is away');
    await expect(sink.step(lease)).rejects.toThrow('Postgres is away');
    expect(await progress()).toMatchObject({ sequence: 0, batches: 1 });
    expect(await passed()).toBe(false);
    deaf = false;
    await sink.step(lease);
    expect(told).toEqual([{ batch, reason: 'id is not a key: some rows share one' }]);
    expect(await progress()).toMatchObject({ sequence: 1, batches: 0 });
    expect(await passed()).toBe(true);
  });

  it('is noted when the warehouse is opened by another, where a worker ended between the load and the note', async () => {
    const batch = await pairs('pull-1');
    deaf = true;
    await expect(sink.step(lease)).rejects.toThrow('Postgres is away');
    deaf = false;
    await sinkOn().open();
    expect(told).toEqual([expect.objectContaining({ batch })]);
    expect(await progress()).toMatchObject({ sequence: 1, batches: 0 });
  });

  it('says of a file that is broken what to do with it, which loses nothing', async () => {
    await events('a1');
    const path = `${pipeline.folder}/broken.duckdb`;
    const broken = sinkOn(duckDbAt(path, pipeline.objects));
    for (const bytes of ['no database', Buffer.alloc(100_000, 7)]) {
      writeFileSync(path, bytes);
      await expect(broken.open()).rejects.toThrow(
        `Move ${path} and ${path}.wal away, and everything is loaded again from the buckets.`,
      );
    }
    // As a disk that was full leaves it: it holds nothing.
    writeFileSync(path, '');
    await broken.open();
    await broken.step(lease);
    expect(await progress()).toMatchObject({ sequence: 1, batches: 0 });
    await broken.close();
  });

  it('goes back where the warehouse is a new one', async () => {
    await events('a1');
    await sink.step(lease);
    const other = sinkOn(duckDbAt(`${pipeline.folder}/other.duckdb`, pipeline.objects));
    await other.open();
    expect(await progress()).toMatchObject({ sequence: 0, batches: 1 });
    await other.step(lease);
    expect(await progress()).toMatchObject({ sequence: 1, batches: 0 });
    await other.close();
  });
});
