import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { describeMysql, type MysqlDatabase } from '../support/mysql.js';
import { noonOf, sourceAdmin, SourceTest } from '../support/sources.js';

const day = '2026-03-10';

describeMysql('MySQL as a source', (make) => {
  let server: MysqlDatabase;
  let sources: SourceTest;
  beforeAll(async () => {
    server = await make();
    sources = await SourceTest.start(day, { SOURCE_SHOP_URL: server.url });
    await sources.define('shop', { kind: 'mysql' }, {});
  });
  afterAll(async () => {
    await sources.close();
    await server.close();
  });

  const table = (name: string, definition: object) => sources.define('shop', { kind: 'mysql' }, { [name]: definition });

  it('brings every type of column as it is', async () => {
    await server.connection.query(`
      SET time_zone = '+05:00', sql_mode = '';
      CREATE TABLE every_type (
        id BIGINT UNSIGNED PRIMARY KEY, flag TINYINT(1), tiny TINYINT, big BIGINT, money DECIMAL(12,2), long_money DECIMAL(60,5),
        single FLOAT, dbl DOUBLE, d DATE, dt DATETIME(6), ts TIMESTAMP NULL, t TIME(2), y YEAR, bits BIT(10),
        e ENUM('a','b'), s SET('x','y'), j JSON, txt TEXT, bin BINARY(3), vb VARBINARY(8), blob_text BLOB, u VARCHAR(20)
      );
      INSERT INTO every_type VALUES
        (18446744073709551615, 1, -128, -9223372036854775808, 1234567890.10, 12345678901234567890123456789012345.12345,
         16777217, 0.1, '9999-12-31', '2026-03-01 10:00:00.123456', '2026-03-01 10:00:00', '-838:59:59', 2024, b'1010',
         'b', 'x,y', '{"a": [1, 2]}', 'Zoë 🎸', 0x00ff10, 0xfb, 0x6869, 'it''s'),
        (1, 0, NULL, NULL, NULL, NULL, NULL, NULL, '0000-00-00', '0000-00-00 00:00:00', NULL, NULL, NULL, NULL,
         NULL, '', NULL, NULL, NULL, NULL, NULL, NULL),
        (2, 0, NULL, NULL, NULL, NULL, NULL, NULL, '2026-02-00', NULL, NULL, NULL, NULL, NULL,
         NULL, '', NULL, NULL, NULL, NULL, NULL, 'NUL \\0 here')`);
    await table('every_type', { columns: [{ name: 'blob_text', type: 'text' }] });
    const pull = await sources.pull('shop', 'every_type');
    expect(pull.counts).toMatchObject({ rows: 2, quarantined: 1, warnings: { zero_date: 2 } });
    expect(await sources.pulls.quarantine('shop', pull.id)).toMatchObject([
      { object: null, line: 2, field: 'u', rule: 'text' },
    ]);
    const [one, last] = await sources.rows('snapshot.shop_every_type ORDER BY id');
    expect(one).toMatchObject({ id: '1', flag: false, d: null, dt: null, ts: null, s: '' });
    expect(last).toEqual({
      id: '18446744073709551615',
      flag: true,
      tiny: '-128',
      big: '-9223372036854775808',
      money: '1234567890.10',
      long_money: '12345678901234567890123456789012345.12345',
      single: 16777216,
      dbl: 0.1,
      d: '9999-12-31',
      dt: '2026-03-01 10:00:00.123456',
      ts: '2026-03-01 05:00:00',
      t: '-838:59:59.00',
      y: '2024',
      bits: '0000001010',
      e: 'b',
      s: 'x,y',
      j: '{"a": [1, 2]}',
      txt: 'Zoë 🎸',
      bin: 'AP8Q',
      vb: '+w==',
      blob_text: 'aGk=',
      u: "it's",
      snapshot_on: day,
    });
  });

  it('takes a BLOB only when somebody says how', async () => {
    await server.connection.query('CREATE TABLE pictures (id INT PRIMARY KEY, picture LONGBLOB)');
    await table('pictures', {});
    await expect(sources.pull('shop', 'pictures')).rejects.toThrow('picture is longblob: drop it, or declare a type');
    await table('pictures', { columns: [{ name: 'picture', use: 'drop' }] });
    expect(await sources.pull('shop', 'pictures')).toMatchObject({ state: 'done', counts: { rows: 0 } });
  });

  it('shows one moment, whatever is written meanwhile', async () => {
    const { connection } = server;
    await connection.query('CREATE TABLE account (id INT PRIMARY KEY, balance INT, note VARCHAR(200))');
    const rows = Array.from({ length: 20_000 }, (_, id) => `(${id}, 100, REPEAT('x', 200))`);
    await connection.query(`INSERT INTO account VALUES ${rows.join(',')}`);
    await table('account', { key: ['id'] });
    const { pulls } = await sources.pulls.request('shop', { table: 'account', again: false }, sourceAdmin);
    let reading = true;
    const moving = (async () => {
      for (let turn = 0; reading; turn++) {
        const [from, to] = [turn % 20_000, (turn * 7_919 + 1) % 20_000];
        await connection.query(
          `BEGIN; UPDATE account SET balance = balance - 10 WHERE id = ${from}; UPDATE account SET balance = balance + 10 WHERE id = ${to}; COMMIT`,
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

  it('brings what has changed, and all rows now and then', async () => {
    const { connection } = server;
    const at = (date: string): number => (sources.pipeline.clock.time = noonOf(date));
    const held = async (date: string) =>
      (
        await sources.rows<{ id: string; v: string }>(`snapshot.shop_item WHERE snapshot_on = '${date}' ORDER BY id`)
      ).map(({ id, v }) => `${id}${v}`);
    await connection.query(`
      CREATE TABLE item (id INT PRIMARY KEY, v VARCHAR(9), updated_at DATETIME(3));
      INSERT INTO item VALUES (1, 'a', '2026-03-01'), (2, 'a', '2026-03-09 23:30'), (3, 'a', NULL), (4, 'a', '2026-03-09 23:59')`);
    await table('item', { mode: 'incremental', cursor: 'updated_at', key: ['id'], full_every_days: 4 });
    expect(await sources.pull('shop', 'item')).toMatchObject({ mode: 'full', counts: { rows: 4 } });
    await connection.query(`
      UPDATE item SET v = 'b' WHERE id IN (2, 3);
      UPDATE item SET v = 'c', updated_at = '2026-03-10 13:00' WHERE id = 1;
      INSERT INTO item VALUES (5, 'a', '2026-03-09 23:00');
      DELETE FROM item WHERE id = 4`);
    at('2026-03-11');
    expect(await sources.pull('shop', 'item')).toMatchObject({ mode: 'delta', counts: { rows: 4 } });
    expect(await held('2026-03-11')).toEqual(['1c', '2b', '3b', '4a', '5a']);
    at('2026-03-12');
    expect(await sources.pull('shop', 'item')).toMatchObject({ mode: 'delta', counts: { rows: 2 } });
    at('2026-03-14');
    expect(await sources.pull('shop', 'item')).toMatchObject({ mode: 'full', counts: { rows: 4 } });
    expect(await held('2026-03-14')).toEqual(['1c', '2b', '3b', '5a']);
    await connection.query('ALTER TABLE item ADD COLUMN more INT DEFAULT 7, MODIFY v VARCHAR(20)');
    at('2026-03-15');
    expect(await sources.pull('shop', 'item')).toMatchObject({ mode: 'full' });
    expect(await sources.rows('snapshot.shop_item WHERE more = 7')).toHaveLength(4);
    at(day);
  });
});
