import { randomBytes } from 'node:crypto';
import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '../support/servers.mjs';
import { startHost } from '../../dist/apps/verdict/src/hosts/host.js';
import { SqlCatalogue } from '../../dist/libs/postgres/src/index.js';
import { DuckDbWarehouse } from '../../dist/libs/warehouse/src/duckdb/duckdb-warehouse.js';
import { PostgresWarehouse } from '../../dist/libs/warehouse/src/postgres/postgres-warehouse.js';

const catalogue = SqlCatalogue.load(join(import.meta.dirname, '../../sql/warehouse'));
const companyCurrency = 'USD';

/** An open warehouse in a folder, and what asks it in SQL. */
export const engines = {
  DuckDB: async (folder, objects) => {
    const warehouse = new DuckDbWarehouse(catalogue, {
      path: join(folder, 'warehouse.duckdb'),
      objects,
      folders: [join(folder, 'buckets')],
      companyCurrency,
      fetchFolder: join(folder, 'loading'),
    });
    await warehouse.open();
    const connection = await warehouse.connect();
    return {
      warehouse,
      ask: (sql) => connection.runAndReadAll(sql),
      close: async () => {
        connection.disconnectSync();
        await warehouse.close();
      },
    };
  },
  /** The embedded one, as `npm start` sets it. */
  PostgreSQL: async (folder, objects) => {
    chmodSync(folder, 0o755);
    const owner = { port: await freePort(), user: 'bench', password: randomBytes(16).toString('hex') };
    const host = await startHost('postgres', { ...owner, folder: join(folder, 'postgres') });
    const url = `postgres://${owner.user}:${owner.password}@127.0.0.1:${owner.port}/postgres`;
    const warehouse = new PostgresWarehouse(catalogue, { url, objects, companyCurrency });
    await warehouse.open();
    return {
      warehouse,
      // With the settings that the connections of the warehouse have.
      ask: (sql) => warehouse.transaction((session) => session.client.query(sql)),
      close: async () => {
        await warehouse.close();
        await host.stop();
      },
    };
  },
};
