import { dirname, join } from 'node:path';
import { projectRoot } from '#libs/config';
import { FolderStore, type ObjectStore } from '#libs/objects';
import { SqlCatalogue } from '#libs/postgres';
import {
  DuckDbWarehouse,
  PostgresWarehouse,
  type DuckDbOptions,
  type PostgresWarehouseOptions,
} from '../../libs/warehouse/testing/engines.js';

export const warehouseCatalogue = SqlCatalogue.load(join(projectRoot(), 'sql/warehouse'));

/** DuckDB in a file, with the buckets of `objects` or of a folder beside it. */
export function duckDbAt(path: string, objects?: ObjectStore, over: Partial<DuckDbOptions> = {}): DuckDbWarehouse {
  const buckets = join(dirname(path), 'buckets');
  return new DuckDbWarehouse(warehouseCatalogue, {
    path,
    objects: objects ?? new FolderStore(buckets),
    folders: [buckets],
    fetchFolder: join(dirname(path), 'loading'),
    companyCurrency: 'USD',
    threads: 2,
    ...over,
  });
}

/** PostgreSQL as the warehouse, in a database of the test's own. */
export const postgresWarehouseAt = (
  url: string,
  objects: ObjectStore,
  over: Partial<PostgresWarehouseOptions> = {},
): PostgresWarehouse =>
  new PostgresWarehouse(warehouseCatalogue, {
    url,
    objects,
    companyCurrency: 'USD',
    ...over,
  });
