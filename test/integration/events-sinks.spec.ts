import { gunzipSync } from 'node:zlib';
import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Sink } from '#libs/contracts';
import { BucketSink, bucketSinkDefaults, SinkRunner } from '#libs/events';
import type { ObjectStore } from '#libs/objects';
import { testDatabase, type TestDatabase } from '../support/database.js';
import { event, Pipeline } from '../support/pipeline.js';

const now = Date.parse('2026-03-10T12:00:00Z');
const dayMs = 86_400_000;

let test: TestDatabase;
let pipeline: Pipeline;

beforeEach(async () => {
  test = await testDatabase();
  pipeline = new Pipeline(test.database, now);
  await pipeline.open();
});
afterEach(async () => {
  await pipeline.close();
  await test.close();
});

const ids = async (): Promise<string[]> =>
  (await pipeline.rows<{ insert_id: string }>('event ORDER BY log_transaction, log_position')).map(
    (row) => row.insert_id,
  );

const some = (count: number, prefix: string, time = now) =>
  Array.from({ length: count }, (_, index) => event({ time, insert_id: `${prefix}${index}` }));

describe('the order of the log', () => {
  it('does not skip a transaction that commits late, though later positions were there before', async () => {
    const client = await test.database.pool.connect();
    await client.query('BEGIN');
    await pipeline.log.insert(test.database.on(client), [event({ time: now, insert_id: 'late' })]);
    await pipeline.append(some(3, 'early'));
    await pipeline.pass();
    // The open transaction began first: nothing behind it may be passed yet.
    expect(await ids()).toEqual([]);
    await client.query('COMMIT');
    client.release();
    await pipeline.settle();
    expect(await ids()).toEqual(['late', 'early0', 'early1', 'early2']);
  });

  it('passes everything in batches of any size, each row once', async () => {
    const sink = new BucketSink(test.database, pipeline.objects, pipeline.clock, {
      ...bucketSinkDefaults,
      rowLimit: 7,
    });
    await pipeline.append(some(40, 'a'));
    await pipeline.append(some(20, 'b'));
    const lease = await pipeline.lease();
    const batches = await pipeline.passed(() => sink.step(lease, true));
    expect(batches).toBeGreaterThanOrEqual(Math.ceil(60 / 7));
    await pipeline.settle();
    expect((await ids()).length).toBe(60);
  });

  it('bounds a batch by bytes too', async () => {
    const sink = new BucketSink(test.database, pipeline.objects, pipeline.clock, {
      ...bucketSinkDefaults,
      byteLimit: 1,
    });
    await pipeline.append(some(3, 'a'));
    const lease = await pipeline.lease();
    expect(await pipeline.passed(() => sink.step(lease, true))).toBe(3);
  });

  it('waits for a batch to fill up, or to grow old', async () => {
    await pipeline.append(some(1, 'a'));
    const lease = await pipeline.lease();
    expect(await pipeline.bucketSink.step(lease, false)).toBe(false);
    pipeline.clock.time += bucketSinkDefaults.lingerMs;
    expect((await pipeline.bucketSink.lag()).rows).toBe(1);
    expect((await pipeline.bucketSink.lag()).seconds).toBe(bucketSinkDefaults.lingerMs / 1_000);
    expect(await pipeline.passed(() => pipeline.bucketSink.step(lease, false))).toBe(1);
    expect(await pipeline.bucketSink.lag()).toEqual({ rows: 0, seconds: 0 });
    expect((await pipeline.warehouseSink.lag()).rows).toBe(1);
  });
});

describe('buckets', () => {
  it('are folders of the event’s own day; a late event adds a part and a manifest and rewrites none', async () => {
    await pipeline.append([...some(2, 'today'), ...some(1, 'before', now - dayMs)]);
    await pipeline.settle();
    const first = new Map(await contents());
    expect([...first.keys()]).toEqual([
      'app/event/dt=2026-03-09/manifest-1.json',
      'app/event/dt=2026-03-09/part-1.json.gz',
      'app/event/dt=2026-03-10/manifest-1.json',
      'app/event/dt=2026-03-10/part-1.json.gz',
    ]);
    await pipeline.append(some(1, 'late', now - dayMs));
    await pipeline.settle();
    const second = new Map(await contents());
    for (const [name, bytes] of first) expect(second.get(name)).toEqual(bytes);
    expect([...second.keys()].filter((name) => !first.has(name))).toEqual([
      'app/event/dt=2026-03-09/manifest-2.json',
      'app/event/dt=2026-03-09/part-2.json.gz',
    ]);
    const part = second.get('app/event/dt=2026-03-10/part-1.json.gz') ?? Buffer.alloc(0);
    const manifest = JSON.parse(String(second.get('app/event/dt=2026-03-10/manifest-1.json')));
    expect(manifest).toEqual({
      batch: 1,
      object: 'app/event/dt=2026-03-10/part-1.json.gz',
      source: 'app',
      table: 'event',
      day: '2026-03-10',
      rows: 2,
      bytes: part.length,
      sha256: createHash('sha256').update(part).digest('hex'),
    });
    expect(
      gunzipSync(part)
        .toString('utf8')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line).insert_id),
    ).toEqual(['today0', 'today1']);
  });

  const contents = async (): Promise<[string, Buffer][]> =>
    Promise.all(
      (await pipeline.objects.list('')).map(async (name): Promise<[string, Buffer]> => [
        name,
        await pipeline.objects.read(name),
      ]),
    );

  it.each([0, 1, 2, 3])(
    'cut short before the write number %i, are written by the next holder with the same bytes',
    async (writes) => {
      await pipeline.append([...some(3, 'a'), ...some(3, 'b', now - dayMs)]);
      let left = writes;
      const failing: ObjectStore = {
        get: (name) => pipeline.objects.get(name),
        read: (name) => pipeline.objects.read(name),
        list: (prefix) => pipeline.objects.list(prefix),
        exists: (name) => pipeline.objects.exists(name),
        delete: (name) => pipeline.objects.delete(name),
        put: (name, bytes) => (left-- > 0 ? pipeline.objects.put(name, bytes) : Promise.reject(new Error('killed'))),
      };
      const killed = new BucketSink(test.database, failing, pipeline.clock);
      const lease = await pipeline.lease();
      await expect(pipeline.passed(() => killed.step(lease, true))).rejects.toThrow('killed');
      const half = new Map(await contents());
      expect(half.size).toBe(writes);
      // What came meanwhile belongs to the next batch: this one has its bounds.
      await pipeline.append(some(2, 'c'));
      await pipeline.settle();
      const whole = new Map(await contents());
      for (const [name, bytes] of half) expect(whole.get(name)).toEqual(bytes);
      expect((await ids()).toSorted()).toEqual(['a0', 'a1', 'a2', 'b0', 'b1', 'b2', 'c0', 'c1']);
    },
  );

  it('cannot be closed by a worker that lost the lease while it wrote', async () => {
    await pipeline.append(some(3, 'a'));
    const stalled = await pipeline.lease();
    let wake = (): void => undefined;
    const slow = Object.create(pipeline.objects) as ObjectStore;
    slow.put = async (name, bytes) => {
      await new Promise<void>((resolve) => (wake = resolve));
      return pipeline.objects.put(name, bytes);
    };
    const slowSink = new BucketSink(test.database, slow, pipeline.clock);
    const writing = pipeline.passed(() => slowSink.step(stalled, true));
    while ((await test.database.query('bucket_batch/find_open_log_batch')).length === 0)
      await new Promise((resolve) => setTimeout(resolve, 1));
    await pipeline.settle();
    expect(await ids()).toHaveLength(3);
    const waking = setInterval(() => wake(), 1);
    await expect(writing).rejects.toThrow('Another worker holds the sink bucket.');
    clearInterval(waking);
    await pipeline.settle();
    expect(await ids()).toHaveLength(3);
  });
});

describe('a sink’s lease', () => {
  it('lets one of two workers work, and the other take over when it stops', async () => {
    const log: string[] = [];
    let inside = 0;
    const sink = (name: string): Sink => ({
      name: 'shared',
      open: () => Promise.resolve(void log.push(`${name} opens`)),
      step: async () => {
        inside++;
        await new Promise((resolve) => setTimeout(resolve, 2));
        expect(inside).toBe(1);
        inside--;
        return true;
      },
      mark: () => Promise.resolve(() => Promise.resolve(true)),
      lag: () => Promise.resolve({ rows: 0, seconds: 0 }),
      close: () => Promise.resolve(void log.push(`${name} closes`)),
    });
    const options = { leaseSeconds: 5, pauseMs: 1, retryMs: 1 };
    const first = new SinkRunner(test.database, sink('first'), false, options);
    const second = new SinkRunner(test.database, sink('second'), false, options);
    first.start();
    await until(() => first.holds);
    second.start();
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect([first.holds, second.holds]).toEqual([true, false]);
    await first.stop();
    await until(() => second.holds);
    await second.stop();
    expect(log).toEqual(['first opens', 'first closes', 'second opens', 'second closes']);
  });

  it('is lost when another claims it, and the sink closes', async () => {
    let closed = 0;
    const idle: Sink = {
      name: 'idle',
      step: () => Promise.resolve(false),
      mark: () => Promise.resolve(() => Promise.resolve(true)),
      lag: () => Promise.resolve({ rows: 0, seconds: 0 }),
      close: () => Promise.resolve(void closed++),
    };
    const runner = new SinkRunner(test.database, idle, false, { leaseSeconds: 1, pauseMs: 5, retryMs: 5 });
    runner.start();
    await until(() => runner.holds);
    await test.database.pool.query(
      "UPDATE sink SET epoch = epoch + 1, lease_until = now() + interval '1 hour' WHERE name = 'idle'",
    );
    await until(() => closed === 1);
    expect(runner.holds).toBe(false);
    await runner.stop();
  });

  it('says that it waits until it goes on, or another worker has taken it', async () => {
    let broken = true;
    const failing: Sink = {
      name: 'failing',
      step: () => (broken ? Promise.reject(new Error('Its disk is away.')) : Promise.resolve(false)),
      mark: () => Promise.resolve(() => Promise.resolve(true)),
      lag: () => Promise.resolve({ rows: 0, seconds: 0 }),
    };
    const runner = new SinkRunner(test.database, failing, false, { leaseSeconds: 1, pauseMs: 5, retryMs: 50 });
    runner.start();
    for (const state of [true, false, true]) {
      broken = state;
      await until(() => runner.waits === state);
    }
    await test.database.pool.query(
      "UPDATE sink SET epoch = epoch + 1, lease_until = now() + interval '1 hour' WHERE name = 'failing'",
    );
    await until(() => !runner.holds && !runner.waits);
    await runner.stop();
  });

  it('flushes what a batch would wait for', async () => {
    const runner = new SinkRunner(test.database, pipeline.bucketSink, true, {
      leaseSeconds: 5,
      pauseMs: 10_000,
      retryMs: 5,
    });
    runner.start();
    await pipeline.append(some(2, 'a'));
    await runner.flush();
    expect((await pipeline.bucketSink.lag()).rows).toBe(0);
    await runner.stop();
    await expect(runner.flush()).rejects.toThrow('stopped');
  });

  async function until(reached: () => boolean): Promise<void> {
    while (!reached()) await new Promise((resolve) => setTimeout(resolve, 5));
  }
});

describe('retention', () => {
  it('drops bodies only when every sink that reads the log has passed them', async () => {
    await pipeline.append(some(3, 'a'));
    const held = await pipeline.lease();
    pipeline.clock.time = now + 8 * dayMs;
    await pipeline.partitions.make();
    // The empty day before the events' may go; theirs may not.
    expect((await pipeline.partitions.drop()).body_days).toBe(1);
    await pipeline.passed(() => pipeline.bucketSink.step(held, true));
    expect((await pipeline.partitions.drop()).body_days).toBeGreaterThanOrEqual(1);
    const { rows } = await test.database.pool.query('SELECT count(*)::int AS count FROM event_body');
    expect(rows[0].count).toBe(0);
    await pipeline.settle();
    expect(await ids()).toHaveLength(3);
  });

  it('drops identities that no event can repeat any more', async () => {
    await pipeline.append(some(1, 'a'));
    pipeline.clock.time = now + 92 * dayMs;
    await pipeline.partitions.make();
    expect((await pipeline.partitions.drop()).identity_days).toBeGreaterThan(0);
    const { rows } = await test.database.pool.query('SELECT count(*)::int AS count FROM event_identity');
    expect(rows[0].count).toBe(0);
  });
});
