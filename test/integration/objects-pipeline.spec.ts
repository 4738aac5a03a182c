import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { openObjectStore, type ObjectStore } from '#libs/objects';
import { testDatabase, type TestDatabase } from '../support/database.js';
import { event, Pipeline } from '../support/pipeline.js';
import { ImportTest, pledgeLines, pledgeMapping } from '../support/imports.js';
import { s3Servers, type S3Server } from '../support/s3.js';
import { FaultyWire } from '../support/s3-wire.js';

const now = Date.parse('2026-03-10T12:00:00Z');
const dayMs = 86_400_000;

describe.each(s3Servers)('buckets on $name', (kind) => {
  let server: S3Server;
  let wire: FaultyWire;
  let test: TestDatabase;
  let objects: ObjectStore;
  let pipeline: Pipeline;

  beforeAll(async () => {
    server = await kind.start();
  });
  afterAll(() => server.close());
  beforeEach(async () => {
    wire = await FaultyWire.to(server.location.endpoint ?? '');
    const prefix = `${server.location.prefix}${Math.random().toString(36).slice(2)}/`;
    objects = await openObjectStore({ ...server.location, prefix, endpoint: wire.endpoint });
    test = await testDatabase();
    pipeline = new Pipeline(test.database, now, objects);
    await pipeline.open();
  });
  afterEach(async () => {
    await pipeline.close();
    await test.close();
    await wire.close();
  });

  const some = (count: number, prefix: string, time = now) =>
    Array.from({ length: count }, (_, index) => event({ time, insert_id: `${prefix}${index}` }));
  const ids = async (): Promise<string[]> =>
    (await pipeline.rows<{ insert_id: string }>('event')).map((row) => row.insert_id).toSorted();
  const fetched = (): string[] => readdirSync(join(pipeline.folder, 'loading'));

  it('bring events of the log and of imports into the warehouse, once, and leave nothing on its disk', async () => {
    await pipeline.append([...some(2, 'a'), ...some(2, 'b', now - dayMs)]);
    const imported = { ...event({ time: now - 400 * dayMs, insert_id: 'imported' }), identity: 'c'.repeat(32) };
    await pipeline.buckets.write({ source: 'import', table: 'event', origin: 'i1' }, [imported, imported]);
    await pipeline.settle();
    await pipeline.append(some(2, 'a'));
    await pipeline.settle();
    expect(await ids()).toEqual(['a0', 'a1', 'b0', 'b1', 'imported']);
    expect((await objects.list('app/event/')).map((name) => name.split('/').slice(2).join(' '))).toEqual([
      'dt=2026-03-09 manifest-2.json',
      'dt=2026-03-09 part-2.json.gz',
      'dt=2026-03-10 manifest-2.json',
      'dt=2026-03-10 part-2.json.gz',
    ]);
    expect(fetched()).toEqual([]);
  });

  it('wait in the log while the store is away, and go on when it is back', async () => {
    await pipeline.append(some(3, 'a'));
    wire.decide = () => 'slow down';
    const lease = await pipeline.lease();
    await expect(pipeline.passed(() => pipeline.bucketSink.step(lease, true))).rejects.toMatchObject({
      kind: 'unavailable',
    });
    expect((await pipeline.bucketSink.lag()).rows).toBe(3);
    wire.decide = () => 'none';
    await pipeline.passed(() => pipeline.bucketSink.step(lease, true));
    wire.decide = () => 'slow down';
    await expect(pipeline.warehouseSink.step(lease)).rejects.toMatchObject({ kind: 'unavailable' });
    expect((await pipeline.warehouseSink.lag()).rows).toBe(3);
    expect(fetched()).toEqual([]);
    wire.decide = () => 'none';
    await pipeline.settle();
    expect(await ids()).toEqual(['a0', 'a1', 'a2']);
  }, 90_000);

  it('take what an import brings, also when it was cut short', async () => {
    const imports = await ImportTest.start(objects);
    try {
      const { import: view } = await imports.create('pledges', imports.csv(pledgeLines('s3', 300)), pledgeMapping);
      wire.decide = (request) => (request.includes('/pledge_assessment/') ? 'slow down' : 'none');
      await expect(imports.work(view)).rejects.toMatchObject({ kind: 'unavailable' });
      wire.decide = () => 'none';
      expect(await imports.work(view)).toMatchObject({ state: 'done', counts: { pledges: 300, scored: 300 } });
      const closed = await imports.objects(view.id);
      for (const { object } of closed) expect(await objects.exists(object)).toBe(true);
      expect(await imports.tables(view.id)).toMatchObject({ pledge: 300, pledge_assessment: 300 });
    } finally {
      await imports.close();
    }
  }, 90_000);

  it('lose bad lines to the quarantine, and keep no repaired copy', async () => {
    await pipeline.append(some(3, 'a'));
    const lease = await pipeline.lease();
    await pipeline.passed(() => pipeline.bucketSink.step(lease, true));
    const before = await objects.list('');
    const name = before.find((one) => one.includes('/part-')) ?? '';
    await objects.put(name, gzipSync('half a li'));
    await pipeline.append(some(2, 'b'));
    await pipeline.settle();
    expect(await ids()).toEqual(['b0', 'b1']);
    expect(await pipeline.rows('quarantine')).toEqual([expect.objectContaining({ object: name, rule: 'json' })]);
    expect((await objects.list('')).filter((one) => !before.includes(one))).toHaveLength(2);
    expect(fetched()).toEqual([]);
  });
});
