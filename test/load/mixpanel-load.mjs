import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { DuckDBInstance } from '@duckdb/node-api';
import { EventPull, Locations, SourceReaders } from '../../dist/libs/analytics/src/index.js';
import { loadConfig } from '../../dist/libs/config/src/index.js';
import { sourceSchema, sourceTableSchema, systemClock } from '../../dist/libs/contracts/src/index.js';
import { Buckets } from '../../dist/libs/events/src/index.js';
import { FolderStore } from '../../dist/libs/objects/src/index.js';
import { createPool, Database, migrate, SqlCatalogue } from '../../dist/libs/postgres/src/index.js';
import { DuckDbWarehouse } from '../../dist/libs/warehouse/src/duckdb/duckdb-warehouse.js';
import { BatchLoader } from '../../dist/libs/warehouse/src/index.js';
import { startServers } from '../support/servers.mjs';

const sql = join(import.meta.dirname, '../../sql');
const dayMs = 86_400_000;
const day = '2026-03-09';

/**
 * A file of Mixpanel's raw export, by the source of Mixpanel into the day's bucket (each line judged, with its identity,
 * compressed and summed) and from there into DuckDB (each event once). Beside each, DuckDB's own read_json of the same
 * files into a bare table.
 * @returns seconds of each, by the clock and of this process's CPU: whoever works beside it counts in the first too
 */
export async function measureMixpanelLoad(folder, total) {
  const file = exportFile(join(folder, 'export'), total);
  const servers = await startServers();
  const pool = createPool(servers.postgresUrl, { max: 4, applicationName: 'bench' });
  const objects = new FolderStore(join(folder, 'buckets'));
  const warehouse = new DuckDbWarehouse(SqlCatalogue.load(join(sql, 'warehouse')), {
    path: join(folder, 'warehouse.duckdb'),
    objects,
    folders: [join(folder, 'buckets')],
    companyCurrency: 'USD',
    fetchFolder: join(folder, 'loading'),
  });
  try {
    await migrate(pool, join(sql, 'postgres/migrations'));
    const database = new Database(pool, SqlCatalogue.load(join(sql, 'postgres')));
    const buckets = new Buckets(database, objects, systemClock);
    const config = loadConfig({});
    const readers = new SourceReaders(config, new Locations(objects));
    const pull = new EventPull(buckets, readers, config, systemClock);
    await warehouse.open();
    const pulled = await cost(() => pull.run(runOf(join(folder, 'export'))));
    const loaded = await cost(() => load(buckets, database, new BatchLoader(warehouse, objects)));
    const { rows } = await warehouse.query('load/find_last_loaded');
    if (rows[0].sequence < total / 50_000) throw new Error('Not every batch was loaded.');
    const plain = await cost(() => plainLoad(folder, 'export', file));
    const plainBucket = await cost(() => plainLoad(folder, 'bucket', join(folder, 'buckets/**/*.json.gz')));
    return { pulled, loaded, plain, plainBucket };
  } finally {
    await warehouse.close();
    await pool.end();
    await servers.stop();
  }
}

const runOf = (folder) => ({
  pull: { source: 'mixpanel', table: 'events', day },
  origin: 'bench',
  wanted: {
    source: { key: 'mixpanel', definition: sourceSchema.parse({ kind: 'mixpanel', location: `file:${folder}` }) },
    table: { name: 'events', definition: sourceTableSchema.parse({ from: 'events/{day}.json.gz' }) },
  },
  context: { signal: new AbortController().signal, progress: () => undefined },
});

async function load(buckets, database, loader) {
  await buckets.complete('bench');
  let waiting = await database.query('bucket_batch/list_closed', { after_sequence: 0, row_limit: 1_000 });
  while (waiting.length > 0) waiting = waiting.slice((await loader.loadNext(waiting, new Date())).length);
}

async function plainLoad(folder, name, files) {
  const instance = await DuckDBInstance.create(join(folder, `plain-${name}.duckdb`));
  const connection = await instance.connect();
  await connection.run(`CREATE TABLE event AS SELECT * FROM read_json('${files}', format = 'newline_delimited')`);
  connection.disconnectSync();
  instance.closeSync();
}

function exportFile(folder, total) {
  const file = join(folder, 'events', `${day}.json.gz`);
  mkdirSync(join(file, '..'), { recursive: true });
  const lines = Array.from({ length: total }, (_, number) => line(number));
  writeFileSync(file, gzipSync(lines.join(''), { level: 4 }));
  return file;
}

/** As Mixpanel's libraries for the browser send it, with what they add by themselves. */
function line(number) {
  const time = Math.floor((Date.parse(day) + (number % dayMs)) / 1_000);
  const insertId = createHash('md5').update(String(number)).digest('hex').slice(0, 16);
  return `{"event":"Page View","properties":{"time":${time},"distinct_id":"v_${number % 40_000}","$insert_id":"${insertId}","$browser":"Chrome","$browser_version":142,"$city":"Brooklyn","$current_url":"https://example.com/projects/${number % 500}","$device_id":"v_${number % 40_000}","$os":"Mac OS X","$screen_height":1117,"$screen_width":1728,"mp_country_code":"US","mp_lib":"web","path":"/projects/${number % 500}","referrer":"search"}}\n`;
}

async function cost(work) {
  const began = performance.now();
  const used = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(used);
  return { clock: (performance.now() - began) / 1_000, cpu: (user + system) / 1e6 };
}
