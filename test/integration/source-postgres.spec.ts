import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { testDatabase, type TestDatabase } from '../support/database.js';
import { noonOf, sourceAdmin, SourceTest } from '../support/sources.js';

const day = '2026-03-10';

describe('PostgreSQL as a source', () => {
  let server: TestDatabase;
  let sources: SourceTest;
  beforeAll(async () => {
    server = await testDatabase();
    sources = await SourceTest.start(day, { SOURCE_SHOP_URL: server.url });
    await sources.define('shop', { kind: 'postgres' }, {});
  });
  afterAll(async () => {
    await sources.close();
    await server.close();
  });

  const query = (text: string) => server.database.pool.query(text);
  const table = (name: string, definition: object) =>
    sources.define('shop', { kind: 'postgres' }, { [name]: definition });

  it('brings every type of column as it is', async () => {
    await query(`
      CREATE SCHEMA other;
      CREATE TYPE other.mood AS ENUM ('sad', 'glad');
      CREATE DOMAIN other.price AS NUMERIC(12, 2);
      CREATE TABLE other."Every ""type" (
        id UUID, flag BOOLEAN, small SMALLINT, big BIGINT, money other.price, free NUMERIC, odd NUMERIC(3, -2), f4 REAL,
        f8 DOUBLE PRECISION, d DATE, ts TIMESTAMP, tz TIMESTAMPTZ(3), tt TIME, span INTERVAL, m other.mood, j JSONB,
        list TEXT[], bytes BYTEA, ip INET, txt TEXT, gone INTEGER, "createdAt" DATE
      );
      ALTER TABLE other."Every ""type" DROP COLUMN gone;
      INSERT INTO other."Every ""type" VALUES
        ('0198c0de-0000-7000-8000-000000000001', true, -5, 9223372036854775807, 1234567890.10, 0.1000, 12345, 0.1, 'NaN',
         'infinity', '-infinity', '2026-03-01 10:00:00.1239+05', '10:00', '1 day 2 hours', 'glad', '{"a": 1.50}',
         '{a,"b c"}', '\\x00ff10', '10.0.0.1/8', 'Zoë 🎸', '2026-01-01'),
        (NULL, false, NULL, NULL, NULL, NULL, NULL, NULL, 1e300, '0044-03-15 BC', '2026-03-01', '9999-12-31 23:59:59+00',
         NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL)`);
    await table('every_type', { from: 'other.Every "type', columns: [{ name: 'bytes', type: 'text' }] });
    const pull = await sources.pull('shop', 'every_type');
    expect(pull.counts).toMatchObject({ rows: 2, quarantined: 0, warnings: { not_finite: 1, out_of_range: 3 } });
    const [first, second] = await sources.rows('snapshot.shop_every_type ORDER BY flag DESC');
    expect(first).toEqual({
      id: '0198c0de-0000-7000-8000-000000000001',
      flag: true,
      small: '-5',
      big: '9223372036854775807',
      money: '1234567890.10',
      free: '0.1000',
      odd: '12300',
      f4: 0.1,
      f8: null,
      d: null,
      ts: null,
      tz: '2026-03-01 05:00:00.124',
      tt: '10:00:00',
      span: 'P1DT2H',
      m: 'glad',
      j: '{"a": 1.50}',
      list: '{a,"b c"}',
      bytes: 'AP8Q',
      ip: '10.0.0.1/8',
      txt: 'Zoë 🎸',
      created_at: '2026-01-01',
      snapshot_on: day,
    });
    expect(second).toMatchObject({
      flag: false,
      f8: 1e300,
      d: null,
      ts: '2026-03-01 00:00:00',
      tz: '9999-12-31 23:59:59',
    });
  });

  it('reads types that somebody declares, and times of a clock elsewhere', async () => {
    await query(`
      CREATE TABLE declared (amount NUMERIC, at TIMESTAMP, code TEXT);
      INSERT INTO declared VALUES (5.50, '2026-03-01 10:00:00', '0042'), (5.505, '2026-07-01 10:00:00', '7'), (NULL, NULL, 'x')`);
    const columns = [
      { name: 'amount', type: 'decimal(8,2)' },
      { name: 'code', type: 'integer' },
    ];
    await table('declared', { columns, time_zone: 'America/New_York' });
    const pull = await sources.pull('shop', 'declared');
    expect(
      (await sources.pulls.quarantine('shop', pull.id)).map(({ line, field, rule }) => [line, field, rule]),
    ).toEqual([
      [2, 'amount', 'decimal'],
      [3, 'code', 'integer'],
    ]);
    expect(await sources.rows('snapshot.shop_declared')).toEqual([
      { amount: '5.50', at: '2026-03-01 15:00:00', code: '42', snapshot_on: day },
    ]);
  });

  it('shows one moment, whatever is written meanwhile', async () => {
    await query(`
      CREATE TABLE account AS SELECT id, 100 AS balance, repeat('x', 200) AS note FROM generate_series(1, 20000) AS id;
      CREATE UNIQUE INDEX account_id ON account (id)`);
    await table('account', { key: ['id'] });
    const { pulls } = await sources.pulls.request('shop', { table: 'account', again: false }, sourceAdmin);
    let reading = true;
    const moving = (async () => {
      for (let turn = 0; reading; turn++) {
        const id = 1 + ((turn * 7_919) % 19_999);
        await query(
          `UPDATE account SET balance = balance + CASE WHEN id = ${id} THEN -10 ELSE 10 END WHERE id IN (${id}, ${id + 1})`,
        );
      }
    })();
    await sources.run(pulls[0]?.pull.id ?? '');
    reading = false;
    await moving;
    await sources.load();
    const [sum] = await sources.rows('(SELECT SUM(balance) AS total, COUNT(*) AS accounts FROM snapshot.shop_account)');
    expect(sum).toEqual({ total: '2000000', accounts: '20000' });
  });

  it('brings what has changed by a number too', async () => {
    await query(`
      CREATE TABLE version (id INTEGER PRIMARY KEY, v TEXT, revision BIGINT);
      INSERT INTO version SELECT id, 'a', id FROM generate_series(1, 100) AS id`);
    await table('version', { mode: 'incremental', cursor: 'revision', key: ['id'], overlap: 10 });
    await sources.pull('shop', 'version');
    await query("UPDATE version SET v = 'b', revision = 101 WHERE id = 5");
    sources.pipeline.clock.time = noonOf('2026-03-11');
    expect(await sources.pull('shop', 'version')).toMatchObject({ mode: 'delta', counts: { rows: 12 } });
    expect(await sources.rows("snapshot.shop_version WHERE snapshot_on = '2026-03-11'")).toHaveLength(100);
    expect(await sources.rows("snapshot.shop_version WHERE v = 'b'")).toMatchObject([{ id: '5', revision: '101' }]);
    sources.pipeline.clock.time = noonOf(day);
  });

  it('is the product’s own facts, which come along', async () => {
    const { pool } = sources.test.database;
    await pool.query(`
      INSERT INTO project_fact VALUES ('p1', 'b1', '2026-01-01', '2026-02-01', 5000, 'USD', 'live', now());
      INSERT INTO backer_fact VALUES ('b1', '2025-01-01', 'DE', 'a@example.com', now());
      INSERT INTO rate VALUES ('EUR', '2026-03-01', 0.92)`);
    for (const name of ['project_fact', 'backer_fact', 'rate']) await sources.pull('verdict', name);
    expect(await sources.rows('project')).toMatchObject([
      { project_id: 'p1', goal: '5000', launched_at: '2026-01-01 00:00:00' },
    ]);
    expect(await sources.rows('backer')).toMatchObject([{ backer_id: 'b1', country: 'DE' }]);
    expect(await sources.rows('rate')).toMatchObject([{ currency: 'EUR', day: '2026-03-01', per_base: 0.92 }]);
    const [kept] = await sources.rows('snapshot.verdict_backer_fact');
    expect(Object.keys(kept ?? {})).not.toContain('email');
  });
});
