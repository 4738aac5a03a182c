import type pg from 'pg';
import type { HistoryDocument } from '#libs/search';
import { duckDbAt } from '../warehouse.js';
import { bucketSums } from './bucket-sums.js';
import type { Stores } from './stores.js';

/** By the name of what is counted: how many rows, and a sum over all their cells that knows no order. */
type Sums = Readonly<Record<string, string>>;

interface Found {
  /** Names of the jobs that are done, in the order in which they were asked for. */
  readonly jobs: readonly string[];
  readonly results: readonly unknown[];
  readonly warehouse: Sums;
  readonly services: Sums;
  readonly buckets: Sums;
  readonly history: readonly HistoryDocument[];
}

/**
 * Columns of the moment, which no run has twice: when something was done, how often it was begun, and the numbers of batches,
 * of which every run that was cut short takes some.
 */
const moving = new Set(['batch', 'sequence', 'loaded_at', 'added_at', 'refreshed_at']);

/** What is the same only within a run: who had the lower one has it in every run. */
const ranked = new Set(['log_transaction']);

const movingInServices: Readonly<Record<string, readonly string[]>> = {
  assessment: ['id'],
  experiment_refresh: ['id'],
  experiment_unit: ['refresh_id'],
  // What it took: one that goes on where another died takes less.
  refresh_cost: ['read', 'rows', 'seconds'],
  look: ['refresh_id', 'taken_at', 'content', 'readout'],
  statistic: ['refresh_id'],
  // Where one that was replaced stood is of the moment; what the live one holds is compared by its documents.
  history_generation: ['sequence', 'lines'],
  history_refused: ['id', 'object'],
  source_pull: ['attempt', 'manifest'],
  observation: ['arrival'],
};

/** What a report says of the moment, between other things. */
const spoken: Readonly<Record<string, string>> = {
  'warehouse_status.report': `regexp_replace("report"::TEXT, '"loaded_at": "[^"]*"', '', 'g')`,
};

/** What `kill` and the runner write, or what is looked at as objects. */
const apart = new Set(['job', 'sink', 'bucket_batch', 'bucket_sequence', 'warehouse_progress', 'key_use', 'migration']);

/** Everything that jobs leave behind: the warehouse, the services' database, the buckets, the history. */
export async function sumsOf(stores: Stores, lastBatch: number): Promise<Found> {
  const { pool } = stores.test.database;
  const { rows: jobs } = await pool.query<{ name: string; result: object | null }>(
    "SELECT name, result - 'refresh_id' AS result FROM job WHERE state = 'done' ORDER BY id",
  );
  return {
    jobs: jobs.map(({ name }) => name),
    // How much there was to clean up is told of the last attempt alone.
    results: jobs.map(({ name, result }) => (name === 'source_cleanup' ? null : result)),
    warehouse: await warehouseSums(stores.warehousePath),
    services: await databaseSums(pool),
    buckets: await bucketSums(pool, stores.objects, lastBatch),
    history: ((await stores.history?.documents()) ?? []).toSorted((left, right) => (left.id < right.id ? -1 : 1)),
  };
}

/** Every table of the warehouse, while no process holds it. */
async function warehouseSums(path: string): Promise<Sums> {
  const warehouse = duckDbAt(path);
  await warehouse.open();
  const connection = await warehouse.connect();
  const ask = async (sql: string): Promise<Record<string, string>[]> =>
    (await connection.runAndReadAll(sql)).getRowObjectsJson() as Record<string, string>[];
  try {
    const sums: Record<string, string> = {};
    const columns = await ask(
      `SELECT table_schema || '."' || table_name || '"' AS of_table, column_name AS name
       FROM information_schema.columns NATURAL JOIN information_schema.tables
       WHERE table_type = 'BASE TABLE' ORDER BY ALL`,
    );
    for (const [table, names] of grouped(columns)) {
      const cells = names.filter((name) => !moving.has(name)).map(warehouseCell);
      const [row] = await ask(
        `SELECT COUNT(*) || ' ' || COALESCE(SUM(hash(row_of)), 0) AS sum
         FROM (SELECT ROW(${cells.join(', ')}) AS row_of FROM ${table} AS told)`,
      );
      sums[table] = row?.['sum'] ?? '';
    }
    return sums;
  } finally {
    connection.disconnectSync();
    await warehouse.close();
  }
}

/** The number of a unit is what its aggregate knows it by, and another one in each run: what counts is which unit it is. */
const numbered = `(
  SELECT MAX(known.unit)
  FROM main.experiment_unit AS known
  WHERE known.experiment = told.experiment AND known.unit_number = told.unit_number
)`;

function warehouseCell(name: string): string {
  if (name === 'unit_number') return numbered;
  if (ranked.has(name)) return `DENSE_RANK() OVER (ORDER BY "${name}")`;
  // The name of an object has the number of its batch.
  return name === 'object' ? `regexp_replace(object, '-\\d+', '')` : `"${name}"`;
}

async function databaseSums(pool: pg.Pool): Promise<Sums> {
  const sums: Record<string, string> = {};
  const { rows } = await pool.query<{ of_table: string; name: string }>(
    `SELECT relname AS of_table, attname AS name
     FROM pg_attribute INNER JOIN pg_class ON pg_class.oid = attrelid
     WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition
       AND attnum > 0 AND NOT attisdropped AND atttypid <> 'timestamptz'::regtype
     ORDER BY 1, attnum`,
  );
  for (const [table, names] of grouped(rows)) {
    if (apart.has(table)) continue;
    const cells = names
      .filter((name) => movingInServices[table]?.includes(name) !== true)
      .map((name) => spoken[`${table}.${name}`] ?? `"${name}"`);
    const { rows: found } = await pool.query<{ sum: string }>(
      `SELECT count(*) || ' ' || coalesce(sum(hashtextextended(ROW(${cells.join(', ')})::TEXT, 0)::NUMERIC), 0) AS sum
       FROM "${table}"`,
    );
    sums[table] = found[0]?.sum ?? '';
  }
  return sums;
}

function grouped(columns: readonly Record<string, string>[]): Map<string, string[]> {
  const tables = new Map<string, string[]>();
  for (const { of_table = '', name = '' } of columns) tables.set(of_table, [...(tables.get(of_table) ?? []), name]);
  return tables;
}
