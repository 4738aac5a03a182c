import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FolderStore } from '#libs/objects';
import { createPool } from '#libs/postgres';
import type { WarehouseUnderTest } from '../../libs/warehouse/testing/conformance.js';
import { testDatabase } from './database.js';
import { redshiftCluster, redshiftOn, type RedshiftCluster } from './redshift.js';
import { duckDbAt, postgresWarehouseAt } from './warehouse.js';

interface Engine {
  readonly name: string;
  /** A warehouse of its own, not opened yet. */
  readonly make: () => Promise<WarehouseUnderTest>;
}

const folderFor = (name: string): string => mkdtempSync(join(tmpdir(), `verdict-${name}-`));

function duckDb(): Promise<WarehouseUnderTest> {
  const folder = folderFor('duckdb');
  const objects = new FolderStore(join(folder, 'buckets'));
  const warehouse = duckDbAt(join(folder, 'warehouse.duckdb'), objects);
  return Promise.resolve({
    warehouse,
    objects,
    rows: async (sql: string) => {
      const connection = await warehouse.connect();
      const reader = await connection.runAndReadAll(sql);
      connection.disconnectSync();
      return reader.getRowObjectsJson() as Record<string, string | null>[];
    },
    close: () => Promise.resolve(rmSync(folder, { recursive: true, force: true })),
  });
}

async function postgres(): Promise<WarehouseUnderTest> {
  const folder = folderFor('postgres');
  const objects = new FolderStore(join(folder, 'buckets'));
  const database = await testDatabase();
  const apart = new URL(database.url);
  apart.searchParams.set('options', '-c search_path=warehouse -c timezone=UTC');
  const pool = createPool(apart.href, { max: 1, applicationName: 'test-warehouse' });
  return {
    warehouse: postgresWarehouseAt(database.url, objects),
    objects,
    rows: async (sql: string) => (await pool.query<Record<string, string | null>>(sql)).rows,
    close: async () => {
      await pool.end();
      await database.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const redshifts = (cluster: RedshiftCluster): Engine => ({ name: 'Redshift', make: () => redshiftOn(cluster) });

/** Every engine that can run here, and the cluster of REDSHIFT_TEST_URL: what the shared text says, it says in all of them. */
export const engines: readonly Engine[] = [
  { name: 'DuckDB', make: duckDb },
  { name: 'PostgreSQL', make: postgres },
  ...(redshiftCluster === undefined ? [] : [redshifts(redshiftCluster)]),
];
