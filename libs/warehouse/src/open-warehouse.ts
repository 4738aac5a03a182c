import { dirname, join } from 'node:path';
import type { WarehouseConfig } from '#libs/config';
import type { ObjectStore } from '#libs/objects';
import type { SqlCatalogue } from '#libs/postgres';
import type { DuckDbFile, DuckDbFileOptions } from './duckdb/duckdb-file.js';
import type { OnQuery, Warehouse } from './warehouse.js';

export interface WarehouseParts {
  /** Of `sql/warehouse`. */
  readonly catalogue: SqlCatalogue;
  readonly objects: ObjectStore;
  /** Folders in which objects lie as files; none where they lie elsewhere. */
  readonly folders: readonly string[];
  /** The currency of base amounts: ISO 4217. */
  readonly companyCurrency: string;
  readonly onQuery?: OnQuery;
}

/**
 * The warehouse that the configuration names; nothing is opened yet. An engine is loaded only here: the services share this
 * library, and DuckDB's takes them memory that they have no use for.
 */
export async function createWarehouse(
  config: WarehouseConfig,
  { catalogue, folders, ...parts }: WarehouseParts,
): Promise<Warehouse> {
  switch (config.engine) {
    case 'duckdb': {
      const { DuckDbWarehouse } = await import('./duckdb/duckdb-warehouse.js');
      const { path, spillBytes } = config;
      const fetchFolder = join(dirname(path), 'loading');
      return new DuckDbWarehouse(catalogue, { ...parts, path, spillBytes, folders, fetchFolder });
    }
    case 'postgres': {
      const { PostgresWarehouse } = await import('./postgres/postgres-warehouse.js');
      return new PostgresWarehouse(catalogue, { ...parts, url: config.url, spillBytes: config.spillBytes });
    }
    case 'redshift': {
      const { RedshiftWarehouse } = await import('./redshift/redshift-warehouse.js');
      return new RedshiftWarehouse(catalogue, { ...parts, url: config.url, role: config.role });
    }
  }
}

/**
 * A file beside the warehouse, read by an engine of its own that can open nothing else.
 * @throws VerdictError `invalid` where there is no such file
 */
export async function openDataFile(options: DuckDbFileOptions): Promise<DuckDbFile> {
  const { DuckDbFile } = await import('./duckdb/duckdb-file.js');
  return DuckDbFile.open(options);
}
