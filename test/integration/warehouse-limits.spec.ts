import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { FolderStore } from '#libs/objects';
import type { AskedRows, AskLimits, Warehouse } from '#libs/warehouse';
import { checkSelect } from '../../libs/warehouse/testing/engines.js';
import { testDatabase, type TestDatabase } from '../support/database.js';
import { duckDbAt, postgresWarehouseAt } from '../support/warehouse.js';

const megabyte = 1_000_000;
const published = new Set(['published.integers']);

/** Puts more in order than fits into memory, and tells only one row of it. */
const large = (rows: number): string => `SELECT MAX(place) FROM (
  SELECT ROW_NUMBER() OVER (ORDER BY CONCAT(two.n, ' is the second'), one.n) AS place FROM integers AS one
  INNER JOIN integers AS two ON two.n < 1000
  WHERE one.n < ${rows / 1000}) AS placed`;

async function ask(warehouse: Warehouse, text: string, over: Partial<AskLimits> = {}): Promise<AskedRows> {
  const select = await checkSelect(text, { published, pointer: '/sql' });
  return warehouse.ask(select, [], { rows: 10, milliseconds: 60_000, ...over });
}

const folder = mkdtempSync(join(tmpdir(), 'verdict-limits-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('a question that sets aside more than it may', () => {
  it('is refused by DuckDB with the name of the limit, and leaves nothing on the disk', async () => {
    const path = join(folder, 'small.duckdb');
    const over = { memoryBytes: 64 * megabyte, spillBytes: 4 * megabyte };
    const warehouse = duckDbAt(path, undefined, over);
    await warehouse.open();
    await expect(ask(warehouse, large(2_000_000))).rejects.toMatchObject({
      kind: 'invalid',
      message: expect.stringMatching(/more than 0\.004 GB.*WAREHOUSE_SPILL_GB/),
    });
    expect(existsSync(`${path}.tmp`) ? readdirSync(`${path}.tmp`) : []).toEqual([]);
    expect((await ask(warehouse, 'SELECT 1 AS one')).rows).toEqual([[1]]);
    await warehouse.close();
    const roomy = duckDbAt(path, undefined, { ...over, spillBytes: 2_000 * megabyte });
    await roomy.open();
    expect((await ask(roomy, large(2_000_000))).rows).toEqual([[2_000_000]]);
    await roomy.close();
  });

  it('that was killed with its process leaves nothing either, once another has the warehouse', async () => {
    const path = join(folder, 'killed.duckdb');
    mkdirSync(`${path}.tmp`);
    writeFileSync(join(`${path}.tmp`, 'duckdb_temp_storage_DEFAULT-0.tmp'), 'left');
    const warehouse = duckDbAt(path);
    await warehouse.open();
    expect(existsSync(`${path}.tmp`)).toBe(false);
    await warehouse.close();
  });
});

describe('a question to PostgreSQL', () => {
  let store: TestDatabase;
  let warehouse: Warehouse;
  let admin: pg.Client;
  const open = async (url: string, over = {}): Promise<Warehouse> => {
    const opened = postgresWarehouseAt(url, new FolderStore(join(folder, 'buckets')), over);
    await opened.open();
    return opened;
  };
  beforeAll(async () => {
    store = await testDatabase();
    admin = new pg.Client({ connectionString: store.url });
    await admin.connect();
    warehouse = await open(store.url, { spillBytes: 4 * megabyte });
  });
  afterAll(async () => {
    await warehouse.close();
    await admin.end();
    await store.close();
  });

  it('that sets aside more than it may is refused with the name of the limit, and leaves nothing on the disk', async () => {
    await expect(ask(warehouse, large(300_000))).rejects.toMatchObject({
      kind: 'invalid',
      message: expect.stringMatching(/more than 0\.004 GB.*WAREHOUSE_SPILL_GB/),
    });
    expect((await admin.query('SELECT name FROM pg_ls_tmpdir()')).rows).toEqual([]);
    const roomy = await open(store.url, { spillBytes: 2_000 * megabyte });
    expect((await ask(roomy, large(300_000))).rows).toEqual([[300_000]]);
    await roomy.close();
  });

  it('is limited by its server where our user may not say how much it gets, and by us once it may', async () => {
    const other = await testDatabase();
    const url = new URL(other.url);
    const name = url.pathname.slice(1);
    const user = `user_of_${name}`;
    url.username = user;
    url.password = 'test';
    await admin.query(`CREATE ROLE ${user} LOGIN PASSWORD 'test' IN ROLE verdict_reader`);
    await admin.query(`ALTER ROLE ${user} SET temp_file_limit = '5MB'`);
    await admin.query(`GRANT CREATE ON DATABASE ${name} TO ${user}`);
    const limited = await open(url.href, { spillBytes: 4 * megabyte });
    await expect(ask(limited, large(300_000))).rejects.toMatchObject({
      kind: 'invalid',
      message: expect.stringMatching(/than its server allows \(temp_file_limit\)/),
    });
    await limited.close();
    await admin.query(`GRANT SET ON PARAMETER temp_file_limit TO ${user}`);
    const trusted = await open(url.href, { spillBytes: 4 * megabyte });
    await expect(ask(trusted, large(300_000))).rejects.toThrow('WAREHOUSE_SPILL_GB');
    await trusted.close();
    await other.close();
    await admin.query(`REVOKE ALL ON PARAMETER temp_file_limit FROM ${user}`);
    await admin.query(`DROP ROLE ${user}`);
  });

  it('of too many columns is refused once, and one that somebody stops there says so', async () => {
    const wide = `SELECT ${Array.from({ length: 1_665 }, () => '1').join(', ')}`;
    await expect(ask(warehouse, wide)).rejects.toMatchObject({
      kind: 'invalid',
      message: expect.stringMatching(/1664/),
    });
    const endless =
      'SELECT COUNT(*) FROM integers AS one, integers AS two, integers AS three WHERE one.n + two.n < three.n';
    const waiting = ask(warehouse, endless);
    waiting.catch(() => undefined);
    const stop =
      "SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND query LIKE '%three.n%' AND pid <> pg_backend_pid()";
    while ((await admin.query(stop)).rows.length === 0) await pause(50);
    await expect(waiting).rejects.toMatchObject({
      kind: 'invalid',
      message: expect.stringContaining('user request'),
    });
  });
});
