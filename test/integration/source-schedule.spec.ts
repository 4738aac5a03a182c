import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { countLateTables } from '#libs/analytics';
import { sourceAdmin, SourceTest } from '../support/sources.js';

const hourMs = 3_600_000;

describe('pulls by the clock', () => {
  let sources: SourceTest;
  beforeAll(async () => {
    sources = await SourceTest.start('2026-03-10');
    // What comes along has a schedule of its own: here it is never due.
    const { pool } = sources.test.database;
    await pool.query(`
      INSERT INTO source_pull (id, source, table_name, day, attempt, started_at, created_by, created_at, finished_at)
      SELECT gen_random_uuid(), 'verdict', name, '2027-01-01', 1, '2027-01-01', 'test', '2026-01-01', '2027-01-01'
      FROM unnest(ARRAY['project_fact', 'backer_fact', 'rate']) AS name`);
  });
  afterAll(() => sources.close());

  const clock = (hours: number): void => void (sources.pipeline.clock.time += hours * hourMs);
  const due = async () => {
    const payloads = await sources.schedule.payloads();
    const { rows } = await sources.test.database.pool.query<{ id: string; key: string }>(
      "SELECT id, source || '/' || table_name || '/' || day AS key FROM source_pull",
    );
    return payloads.map(({ payload: { pull_id }, deduplicationKey }) => {
      expect(deduplicationKey).toBe(pull_id);
      return { id: pull_id, key: rows.find(({ id }) => id === pull_id)?.key ?? '' };
    });
  };
  const end = (id: string, state: string) =>
    sources.test.database.pool.query(
      'UPDATE job SET state = $2, finished_at = $3 WHERE id = (SELECT job_id FROM source_pull WHERE id = $1)',
      [id, state, new Date(sources.pipeline.clock.time)],
    );

  it('submit what is due once, again an hour after it failed, and what was missed meanwhile', async () => {
    await sources.define(
      'shop',
      { kind: 'files', location: `file:${sources.folder}` },
      {
        now: { from: 'now.csv', at_hour: 3 },
        daily: { from: '{day}.csv', at_hour: 3 },
        asked: { from: 'now.csv' },
      },
    );
    sources.file('now.csv', 'id\n1\n');
    const first = await due();
    expect(first.map(({ key }) => key)).toEqual(['shop/daily/2026-03-09', 'shop/now/2026-03-10']);
    expect(await due()).toEqual([]);
    const { rows } = await sources.test.database.pool.query(
      "SELECT deduplication_key, created_by FROM job WHERE name = 'source_pull' ORDER BY created_at, id",
    );
    expect(rows).toEqual(first.map(({ id }) => ({ deduplication_key: id, created_by: 'system' })));
    const [daily, now] = first.map(({ id }) => id);
    await sources.run(now ?? '');
    await end(now ?? '', 'done');
    await expect(sources.run(daily ?? '')).rejects.toThrow('no file');
    await end(daily ?? '', 'failed');
    expect(await due()).toEqual([]);
    clock(1);
    expect(await due()).toEqual([{ id: daily, key: 'shop/daily/2026-03-09' }]);
    sources.file('2026-03-09.csv', 'id\n1\n');
    await sources.run(daily ?? '');
    await end(daily ?? '', 'done');
    expect(await due()).toEqual([]);
    // Nobody was up for two days.
    clock(48);
    expect((await due()).map(({ key }) => key)).toEqual([
      'shop/daily/2026-03-10',
      'shop/daily/2026-03-11',
      'shop/now/2026-03-12',
    ]);
    const { freshness } = await sources.sources.getTable('shop', 'now');
    expect(freshness).toMatchObject({
      day: '2026-03-10',
      rows: 1,
      late: true,
      latest: { day: '2026-03-12', state: 'pending' },
    });
    expect(await countLateTables(sources.test.database, sources.pipeline.clock.time)).toBe(2);
  });

  it('leave alone what a person cancelled, until the next time', async () => {
    await sources.define(
      'calm',
      { kind: 'files', location: `file:${sources.folder}` },
      { rows: { from: 'now.csv', at_hour: 3 } },
    );
    const pull = (await due()).find(({ key }) => key.startsWith('calm'));
    await end(pull?.id ?? '', 'cancelled');
    clock(2);
    expect((await due()).filter(({ key }) => key.startsWith('calm'))).toEqual([]);
    clock(24);
    expect((await due()).filter(({ key }) => key.startsWith('calm'))).toHaveLength(1);
  });

  it('remove what runs left that were cut short, after two days, and nothing else', async () => {
    sources.file('big.csv', `id,filler\n${`1,${'x'.repeat(100)}\n`.repeat(150_000)}`);
    await sources.define('cut', { kind: 'files', location: `file:${sources.folder}` }, { rows: { from: 'big.csv' } });
    const { pulls } = await sources.pulls.request('cut', { table: 'rows', again: false }, sourceAdmin);
    const id = pulls[0]?.pull.id ?? '';
    const stop = new AbortController();
    const progress = () => stop.abort(new Error('The worker stops.'));
    await expect(sources.run(id, { signal: stop.signal, progress })).rejects.toThrow('The worker stops.');
    const left = async () => (await sources.pipeline.objects.list('cut/')).length;
    expect(await left()).toBe(1);
    await sources.run(id);
    const whole = await left();
    const context = { signal: new AbortController().signal } as Parameters<typeof sources.cleanup.run>[1];
    expect(await sources.cleanup.run({}, context)).toEqual({ batches: 0, unfinished: 0 });
    clock(49);
    expect(await sources.cleanup.run({}, context)).toEqual({ batches: 1, unfinished: 0 });
    expect(await left()).toBe(whole - 1);
    await sources.load();
    const [count] = await sources.rows('(SELECT COUNT(*) AS rows FROM snapshot.cut_rows)');
    expect(count).toEqual({ rows: '150000' });
  });
});
