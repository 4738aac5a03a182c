import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { DuckDBInstance } from '@duckdb/node-api';
import { FolderStore } from '../../dist/libs/objects/src/index.js';
import { SqlCatalogue } from '../../dist/libs/postgres/src/index.js';
import { DuckDbWarehouse } from '../../dist/libs/warehouse/src/duckdb/duckdb-warehouse.js';
import { BatchLoader } from '../../dist/libs/warehouse/src/index.js';

const rowsPerBatch = 50_000;
const dayMs = 86_400_000;

/**
 * Loads page views from buckets, as the warehouse sink does: checked against their manifest, counted once, a transaction
 * a batch. Beside it DuckDB's own read_json of the same files into a bare table.
 */
export async function measureWarehouseLoad(folder, total) {
  const buckets = join(folder, 'buckets');
  const objects = new FolderStore(buckets);
  const batches = writeBatches(buckets, total);
  const warehouse = new DuckDbWarehouse(SqlCatalogue.load(join(import.meta.dirname, '../../sql/warehouse')), {
    path: join(folder, 'warehouse.duckdb'),
    objects,
    folders: [buckets],
    companyCurrency: 'USD',
    fetchFolder: join(folder, 'loading'),
  });
  await warehouse.open();
  const loader = new BatchLoader(warehouse, objects);
  const ours = await seconds(async () => {
    let waiting = batches;
    while (waiting.length > 0) waiting = waiting.slice((await loader.loadNext(waiting, new Date())).length);
  });
  const { rows } = await warehouse.query('load/find_last_loaded');
  if (rows[0].sequence !== batches.length) throw new Error('Not every batch was loaded.');
  await warehouse.close();
  const plain = await seconds(() => plainLoad(folder, buckets));
  return { perSecond: total / ours, plainPerSecond: total / plain };
}

async function plainLoad(folder, buckets) {
  const instance = await DuckDBInstance.create(join(folder, 'plain.duckdb'));
  const connection = await instance.connect();
  await connection.run(
    `CREATE TABLE event AS SELECT * FROM read_json('${buckets}/**/*.json.gz', format = 'newline_delimited')`,
  );
  connection.disconnectSync();
  instance.closeSync();
}

function writeBatches(buckets, total) {
  const day = new Date(Math.floor(Date.now() / dayMs) * dayMs);
  const text = day.toISOString().slice(0, 10);
  const batches = [];
  for (let batch = 1; batch <= total / rowsPerBatch; batch++) {
    const object = `app/event/dt=${text}/part-${String(batch).padStart(12, '0')}.json.gz`;
    const lines = Array.from({ length: rowsPerBatch }, (_, index) =>
      line((batch - 1) * rowsPerBatch + index, day.getTime()),
    );
    const bytes = gzipSync(lines.join(''), { level: 1 });
    mkdirSync(join(buckets, object, '..'), { recursive: true });
    writeFileSync(join(buckets, object), bytes);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const objects = [
      { object, source: 'app', table: 'event', day: text, rows: rowsPerBatch, bytes: bytes.length, sha256 },
    ];
    batches.push({ batch, sequence: batch, log_transaction: null, snapshot: null, objects });
  }
  return batches;
}

function line(number, midnight) {
  const identity = createHash('md5').update(String(number)).digest('hex');
  return `{"identity":"${identity}","source":"app","event":"Page View","distinct_id":"v_${number % 40_000}","time":${midnight + (number % dayMs)},"insert_id":"i${number}","ip":"203.0.113.7","live":true,"log_transaction":${1_000 + Math.floor(number / 100)},"log_position":${number},"properties":{"path":"/projects/${number % 500}","referrer":"search"}}\n`;
}

async function seconds(work) {
  const began = performance.now();
  await work();
  return (performance.now() - began) / 1_000;
}
