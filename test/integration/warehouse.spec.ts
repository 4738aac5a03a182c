import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { PledgeRow } from '#libs/contracts';
import { testDatabase, type TestDatabase } from '../support/database.js';
import { event, Pipeline } from '../support/pipeline.js';
import { warehouseCatalogue } from '../support/warehouse.js';

const now = Date.parse('2026-03-10T12:00:00Z');
const dayMs = 86_400_000;

describe('from the log to the warehouse', () => {
  let test: TestDatabase;
  let pipeline: Pipeline;

  beforeAll(async () => {
    test = await testDatabase();
    pipeline = new Pipeline(test.database, now);
    await pipeline.open();
  });
  afterAll(async () => {
    await pipeline.close();
    await test.close();
  });

  it('brings an event whole, to the millisecond', async () => {
    const properties = { page: '/é"\\\n\u2028', n: 1.5, deep: [{ a: null }] };
    await pipeline.append([event({ time: now + 7, insert_id: 'whole', ip: '2001:db8::1', properties, live: false })]);
    await pipeline.settle();
    const [row] = await pipeline.rows<Record<string, unknown>>("event WHERE insert_id = 'whole'");
    expect(row).toMatchObject({
      source: 'app',
      name: 'Page View',
      distinct_id: 'v1',
      time: '2026-03-10 12:00:00.007',
      ip: '2001:db8::1',
      live: false,
    });
    expect(JSON.parse(String(row?.['properties']))).toEqual(properties);
  });

  it('fills the typed tables from events', async () => {
    const told = (name: string, properties: object, over = {}) =>
      event({ time: now, event: name, properties: { ...properties }, ...over });
    await pipeline.append([
      told('$experiment_started', { 'Experiment name': 'x', 'Variant name': 'b', unit_type: 'visitor' }),
      told('$experiment_started', { 'Experiment name': 'x' }),
      told('Pledge', {
        pledge_id: 'p1',
        project_id: 'j',
        backer_id: 'b',
        amount: 100,
        currency: 'USD',
        base_amount: 100,
      }),
      told('Pledge', {
        pledge_id: 'p1',
        project_id: 'j',
        backer_id: 'b',
        amount: 900,
        currency: 'USD',
        base_amount: 900,
      }),
      told('Pledge', { pledge_id: 'p2', amount: 'much' }, { distinct_id: 'b2' }),
      told(
        'Pledge Outcome',
        { pledge_id: 'p1', kind: 'charged_back', category: 'fraud', known_at: '2026-03-11T00:00:00+01:00' },
        { insert_id: 'o1' },
      ),
      told(
        'Pledge Outcome',
        { pledge_id: 'p1', kind: 'collected', base_amount: 900, known_at: now + 5 },
        { insert_id: 'o2' },
      ),
      told(
        'Pledge Assessed',
        { pledge_id: 'p1', revision: 1, risk_score: 2.5, risk_level: 'normal', disposition: 'accept' },
        { source: 'verdict' },
      ),
      told('Pledge Assessed', { pledge_id: 'p1', revision: 2, risk_score: 99 }, { source: 'app' }),
    ]);
    await pipeline.settle();
    expect(await pipeline.rows('exposure')).toEqual([
      expect.objectContaining({ experiment: 'x', variant: 'b', unit: 'v1', unit_type: 'visitor', live: true }),
    ]);
    expect(await pipeline.rows('pledge ORDER BY pledge_id')).toEqual([
      expect.objectContaining({ pledge_id: 'p1', backer_id: 'b', amount: '900', base_amount: '900' }),
      expect.objectContaining({ pledge_id: 'p2', backer_id: 'b2', amount: null }),
    ]);
    expect(await pipeline.rows('pledge_outcome ORDER BY outcome_id')).toEqual([
      expect.objectContaining({ outcome_id: 'o1', kind: 'charged_back', known_at: '2026-03-10 23:00:00' }),
      expect.objectContaining({ outcome_id: 'o2', base_amount: '900', known_at: '2026-03-10 12:00:00.005' }),
    ]);
    expect(await pipeline.rows('pledge_assessment')).toEqual([
      expect.objectContaining({ pledge_id: 'p1', revision: '1', risk_score: 2.5, origin: 'live' }),
    ]);
  });

  it('links a visitor to the first backer in the order of the log, never to another', async () => {
    const link = (visitor: string, backer: string, over = {}) =>
      event({ time: now, event: 'New user', properties: { $device_id: visitor, $user_id: backer }, ...over });
    await pipeline.append([link('d1', 'first', { time: now + 9 }), link('d1', 'second', { time: now + 1 })]);
    await pipeline.append([link('d2', 'test', { live: false }), link('', 'nobody'), link('d3', '')]);
    await pipeline.settle();
    await pipeline.append([link('d1', 'third', { time: now - dayMs })]);
    await pipeline.settle();
    expect(await pipeline.rows('identity ORDER BY visitor_id')).toEqual([
      expect.objectContaining({ visitor_id: 'd1', backer_id: 'first', linked_at: '2026-03-10 12:00:00.009' }),
      expect.objectContaining({ visitor_id: 'd2', backer_id: 'test', live: false }),
    ]);
  });

  it('places an import after all that was in the log when it was completed, however it is loaded', async () => {
    const properties = { $device_id: 'd9', $user_id: 'by import' };
    const row = { ...event({ time: now, event: 'New user', properties }), identity: '9'.repeat(32) };
    await pipeline.append([
      event({ time: now, event: 'New user', properties: { $device_id: 'd9', $user_id: 'by log' } }),
    ]);
    // The import is closed, and loaded, before the log’s batch is even planned.
    await pipeline.buckets.write({ source: 'import', table: 'event', origin: 'i1' }, [row]);
    while (await pipeline.warehouseSink.step(await pipeline.lease()));
    expect(await pipeline.rows("identity WHERE visitor_id = 'd9'")).toMatchObject([{ backer_id: 'by import' }]);
    await pipeline.settle();
    expect(await pipeline.rows("identity WHERE visitor_id = 'd9'")).toMatchObject([{ backer_id: 'by log' }]);
  });

  it('counts a repeat once, within a batch, in another one and by import', async () => {
    const before = (await pipeline.rows('event')).length;
    const row = { ...event({ time: now - 5 * dayMs }), identity: 'a'.repeat(32) };
    await pipeline.buckets.write({ source: 'import', table: 'event', origin: 'i2' }, [row, row]);
    await pipeline.buckets.write({ source: 'import', table: 'event', origin: 'i3' }, [row]);
    await pipeline.settle();
    expect((await pipeline.rows('event')).length).toBe(before + 1);
  });

  it('loads what an import staged only when it is completed, a part once', async () => {
    const pledge = (id: string): PledgeRow => ({
      pledge_id: id,
      backer_id: 'b',
      project_id: 'j',
      amount: 5,
      currency: 'EUR',
      base_amount: 6,
      time: now - 400 * dayMs,
      live: true,
    });
    const target = { source: 'import', table: 'pledge', origin: 'i4' } as const;
    await pipeline.buckets.stage({ ...target, part: 0 }, [pledge('i-1')]);
    await pipeline.settle();
    expect(await pipeline.rows("pledge WHERE pledge_id LIKE 'i-%'")).toEqual([]);
    const again: Iterable<PledgeRow> = {
      [Symbol.iterator]: () => {
        throw new Error('A part that is written must not be read again.');
      },
    };
    expect(await pipeline.buckets.stage({ ...target, part: 0 }, again)).toEqual({ rows: 1, batches: 1 });
    await pipeline.buckets.stage({ ...target, part: 1 }, [pledge('i-2'), pledge('i-3')]);
    expect(await pipeline.buckets.complete('i4')).toEqual({ batches: 2, rows: 3 });
    expect(await pipeline.buckets.complete('i4')).toEqual({ batches: 0, rows: 0 });
    await pipeline.settle();
    expect(await pipeline.rows("pledge WHERE pledge_id LIKE 'i-%'")).toHaveLength(3);
  });

  it('takes a later part of an import for later', async () => {
    const link = (insert_id: string, $user_id: string) => ({
      ...event({ time: now - 6 * dayMs, insert_id, properties: { $device_id: 'd-parts', $user_id } }),
      identity: createHash('md5').update(insert_id).digest('hex'),
    });
    const target = { source: 'import', table: 'event', origin: 'i5' } as const;
    const { properties: _, ...other } = event({ time: now - 6 * dayMs, insert_id: 'part-0' });
    const first = { ...other, identity: 'b'.repeat(32), properties: {} };
    await pipeline.buckets.stage({ ...target, part: 0 }, [first, link('part-1', 'first')]);
    await pipeline.buckets.stage({ ...target, part: 1 }, [link('part-2', 'second')]);
    await pipeline.buckets.complete('i5');
    await pipeline.settle();
    expect(await pipeline.rows("identity WHERE visitor_id = 'd-parts'")).toMatchObject([{ backer_id: 'first' }]);
  });

  it('tells the hash of the rendered text with each answer, and cells as plain values', async () => {
    const { rows, hash } = await pipeline.warehouse.query<{ lines: number }>('quarantine/count_quarantine');
    expect(rows).toEqual([{ lines: 0 }]);
    expect(hash).toBe(warehouseCatalogue.statement('quarantine/count_quarantine').hash);
  });

  it('reads no file but the loader’s, and cannot be told to', async () => {
    const connection = await pipeline.warehouse.connect();
    await expect(connection.run("SELECT * FROM read_text('/etc/passwd')")).rejects.toThrow(/disabled by configuration/);
    await expect(connection.run('SET enable_external_access = TRUE')).rejects.toThrow(/locked|Cannot/);
    connection.disconnectSync();
  });
});
