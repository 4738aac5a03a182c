import { dirname, join } from 'node:path';
import { projectRoot } from '#libs/config';
import { FolderStore, type ObjectStore } from '#libs/objects';
import { SqlCatalogue } from '#libs/postgres';
import { type OnQuery } from '#libs/warehouse';
import { DuckDbWarehouse, PostgresWarehouse } from '../../libs/warehouse/testing/engines.js';

export const warehouseCatalogue = SqlCatalogue.load(join(projectRoot(), 'sql/warehouse'));

/** DuckDB in a file, with the buckets of `objects` or of a folder beside it. */
export function duckDbAt(path: string, objects?: ObjectStore, onQuery?: OnQuery): DuckDbWarehouse {
  const buckets = join(dirname(path), 'buckets');
  return new DuckDbWarehouse(warehouseCatalogue, {
    path,
    objects: objects ?? new FolderStore(buckets),
    folders: [buckets],
    fetchFolder: join(dirname(path), 'loading'),
    companyCurrency: 'USD',
    threads: 2,
    ...(onQuery === undefined ? {} : { onQuery }),
  });
}

/** PostgreSQL as the warehouse, in a database of the test's own. */
export const postgresWarehouseAt = (url: string, objects: ObjectStore, onQuery?: OnQuery): PostgresWarehouse =>
  new PostgresWarehouse(warehouseCatalogue, {
    url,
    objects,
    companyCurrency: 'USD',
    ...(onQuery === undefined ? {} : { onQuery }),
  });
