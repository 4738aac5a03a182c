import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ClosedBatch } from '#libs/contracts';
import { BatchLoader } from '#libs/warehouse';
import { UnreadableData } from '../../libs/warehouse/testing/engines.js';
import { warehouseConformance } from '../../libs/warehouse/testing/conformance.js';
import { importConformance } from '../../libs/warehouse/testing/importing.js';
import { stoppingConformance } from '../../libs/warehouse/testing/stopping.js';
import { openedWarehouse } from '../support/opened-warehouse.js';
import { redshiftOn } from '../support/redshift.js';
import { startRedshiftStandIn, type StandIn } from '../support/redshift-stand-in.js';
import { until } from '../support/until.js';

let standIn: StandIn;
beforeAll(async () => {
  standIn = await startRedshiftStandIn();
});
afterAll(() => standIn.close());
const make = () => redshiftOn(standIn.cluster);

warehouseConformance('what stands in for Redshift', make);
stoppingConformance('what stands in for Redshift', make);
importConformance('what stands in for Redshift', make);

const loadedAt = new Date('2026-03-11T00:00:00Z');
const identity = (number: number): string => createHash('md5').update(String(number)).digest('hex');

const event = (number: number, over: object = {}): object => ({
  identity: identity(number),
  source: 'app',
  event: 'Page View',
  distinct_id: `v${number}`,
  time: loadedAt.getTime() + number,
  live: true,
  log_transaction: 7,
  log_position: number,
  properties: {},
  ...over,
});

describe('loading a Redshift', () => {
  const made = openedWarehouse(make);
  const told: string[] = [];
  let loader: BatchLoader;
  let sequence = 0;
  beforeAll(() => {
    loader = new BatchLoader(made.warehouse, made.objects, (_batch, reason) => told.push(reason));
  });

  const batchOf = async (rows: readonly object[]): Promise<ClosedBatch> => {
    sequence++;
    const object = `app/event/dt=2026-03-11/part-${sequence}.json.gz`;
    const bytes = gzipSync(rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
    await made.objects.put(object, bytes);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const place = { object, source: 'app', table: 'event', day: '2026-03-11' };
    const objects = [{ ...place, rows: rows.length, bytes: bytes.length, sha256 }];
    return { batch: sequence, sequence, log_transaction: null, snapshot: null, objects };
  };
  const events = async (): Promise<string[]> =>
    (await made.rows('SELECT distinct_id FROM event ORDER BY event.log_position')).map(({ distinct_id }) =>
      String(distinct_id),
    );
  /** Connections of the warehouse that wait for a table, and end of them. */
  const waiting = async (table: string): Promise<string[]> =>
    (await made.rows(`SELECT pid FROM pg_locks WHERE NOT granted AND relation = CAST('${table}' AS REGCLASS)`)).map(
      ({ pid }) => String(pid),
    );

  it('reads back from the system’s table what was wrong, of the latest load only', async () => {
    const bad = await batchOf([event(1), event(2, { time: 'soon' })]);
    await loader.loadNext([bad], loadedAt);
    const worse = await batchOf([event(3, { live: 'perhaps' })]);
    await loader.loadNext([worse], loadedAt);
    const at = (batch: ClosedBatch): string => made.objects.url?.(batch.objects[0]?.object ?? '') ?? '';
    expect(told).toEqual([
      `${at(bad)}:2 time: Invalid timestamp format or value for epochmillisecs`,
      `${at(worse)}:1 live: Unknown boolean format`,
    ]);
    expect(await events()).toEqual(['v1']);
    expect(await made.rows('SELECT rule FROM quarantine ORDER BY batch')).toEqual([{ rule: 'time' }, { rule: 'live' }]);
  });

  it('has Redshift’s own words where its table tells nothing', async () => {
    const bad = await batchOf([event(4, { live: 'perhaps' })]);
    await made.rows('SET allow_system_table_mods = on');
    await made.rows('ALTER TABLE sys_load_error_detail RENAME TO told_no_more');
    await loader.loadNext([bad], loadedAt);
    await made.rows('ALTER TABLE told_no_more RENAME TO sys_load_error_detail');
    expect(told.at(-1)).toMatch(/^Load into table 'staged_event' failed/);
  });

  it('leaves no manifest, whether it was loaded or not', async () => {
    await loader.loadNext([await batchOf([event(5)])], loadedAt);
    await loader.loadNext([await batchOf([event(6, { time: 'late' })])], loadedAt);
    expect(await made.objects.list('loading/')).toEqual([]);
  });

  it('does not blame the data for an object that is not there, and does nothing', async () => {
    const before = await events();
    const target = { table: 'event', columns: [{ name: 'source', type: 'text', required: true }] } as const;
    const copied = made.warehouse.transaction((session) => session.copy(target, ['app/gone.json.gz']));
    await expect(copied).rejects.toThrow(/NoSuchKey/);
    await expect(copied).rejects.not.toBeInstanceOf(UnreadableData);
    expect(await events()).toEqual(before);
  });

  it.each(['loaded_batch', 'event'])('counts once what died while it waited for %s', async (table) => {
    const before = await events();
    const batch = await batchOf([event(10 + sequence)]);
    await made.rows('BEGIN');
    await made.rows(`LOCK TABLE ${table}`);
    const loaded = loader.loadNext([batch], loadedAt);
    loaded.catch(() => undefined);
    await until(async () => (await waiting(table)).length > 0);
    for (const pid of await waiting(table)) await made.rows(`SELECT pg_terminate_backend(${pid})`);
    await expect(loaded).rejects.toThrow();
    await made.rows('ROLLBACK');
    expect(await events()).toEqual(before);
    await loader.loadNext([batch], loadedAt);
    await loader.loadNext([batch], loadedAt);
    expect(await events()).toHaveLength(before.length + 1);
    expect(await made.objects.list('loading/')).toEqual([]);
  });

  it('counts once what two load at the same time', async () => {
    const before = await events();
    const batch = await batchOf([event(30), event(31)]);
    const other = new BatchLoader(made.warehouse, made.objects);
    await Promise.all([loader.loadNext([batch], loadedAt), other.loadNext([batch], loadedAt)]);
    expect(await events()).toHaveLength(before.length + 2);
    expect(await made.rows(`SELECT 1 AS one FROM loaded_batch WHERE batch = ${batch.batch}`)).toHaveLength(1);
  });
});
