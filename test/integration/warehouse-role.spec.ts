import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { FolderStore } from '#libs/objects';
import { askingConformance } from '../../libs/warehouse/testing/asking.js';
import { warehouseConformance, type WarehouseUnderTest } from '../../libs/warehouse/testing/conformance.js';
import { startPostgres } from '../support/servers.mjs';
import { postgresWarehouseAt } from '../support/warehouse.js';

/** A server of its own: roles are the server's, and the other suites' superuser has made the reading role on theirs. */
let server: Awaited<ReturnType<typeof startPostgres>>;
let databases = 0;

beforeAll(async () => {
  server = await startPostgres();
  await administer("CREATE ROLE keeper LOGIN PASSWORD 'test' CREATEROLE NOSUPERUSER");
  await administer("CREATE ROLE loader LOGIN PASSWORD 'test' NOSUPERUSER");
});
afterAll(() => server.stop());

async function administer(...statements: readonly string[]): Promise<void> {
  const client = new pg.Client({ connectionString: server.url });
  await client.connect();
  for (const statement of statements) await client.query(statement);
  await client.end();
}

/** A database that the user owns, as a company's administrator would make it for Verdict. */
async function ownedBy(user: string): Promise<string> {
  databases += 1;
  await administer(`CREATE DATABASE kept_${databases} OWNER ${user}`);
  const url = new URL(server.url);
  url.username = user;
  url.password = 'test';
  url.pathname = `/kept_${databases}`;
  return url.href;
}

async function warehouseOf(user: string): Promise<WarehouseUnderTest> {
  const url = await ownedBy(user);
  const folder = mkdtempSync(join(tmpdir(), 'verdict-role-'));
  const objects = new FolderStore(join(folder, 'buckets'));
  const looking = new URL(url);
  looking.searchParams.set('options', '-c search_path=warehouse -c timezone=UTC');
  const pool = new pg.Pool({ connectionString: looking.href, max: 1 });
  return {
    warehouse: postgresWarehouseAt(url, objects),
    objects,
    rows: async (sql) => (await pool.query<Record<string, string | null>>(sql)).rows,
    close: async () => {
      await pool.end();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

warehouseConformance('PostgreSQL by a user who is no superuser', () => warehouseOf('keeper'));
askingConformance('PostgreSQL by a user who is no superuser', () => warehouseOf('keeper'));

describe('the role that reads', () => {
  it('was made by its user, who may act as it and has nothing of it otherwise', async () => {
    const made = await warehouseOf('keeper');
    await made.warehouse.open();
    const [membership] = await made.rows(
      "SELECT bool_or(set_option) AS acts, bool_or(inherit_option) AS inherits FROM pg_auth_members WHERE roleid = 'verdict_reader'::regrole AND member = 'keeper'::regrole",
    );
    expect(membership).toEqual({ acts: true, inherits: false });
    await made.rows('BEGIN');
    await made.rows('SET ROLE verdict_reader');
    await expect(made.rows('SELECT * FROM warehouse.loaded_batch')).rejects.toThrow('permission denied');
    await made.rows('ROLLBACK');
    await made.warehouse.close();
    await made.close();
  });

  it('may be lent by an administrator to a user who makes no roles; without that, questions say what is missing', async () => {
    const select = { text: 'SELECT 1 AS one', relations: [], parameters: 0 };
    const limits = { rows: 10, milliseconds: 10_000 };
    const made = await warehouseOf('loader');
    await made.warehouse.open();
    await expect(made.warehouse.ask(select, [], limits)).rejects.toMatchObject({
      kind: 'unavailable',
      message: expect.stringContaining('verdict_reader'),
    });
    await made.warehouse.close();
    await administer('GRANT verdict_reader TO loader');
    await made.warehouse.open();
    expect((await made.warehouse.ask(select, [], limits)).rows).toEqual([[1]]);
    await made.warehouse.close();
    await made.close();
  });
});
