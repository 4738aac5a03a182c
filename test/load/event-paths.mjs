import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compilePaths, pathStatement } from '../../dist/libs/analytics/src/index.js';
import { FolderStore } from '../../dist/libs/objects/src/index.js';
import { SqlCatalogue } from '../../dist/libs/postgres/src/index.js';
import { DuckDbWarehouse } from '../../dist/libs/warehouse/src/duckdb/duckdb-warehouse.js';

const catalogue = SqlCatalogue.load(join(import.meta.dirname, '../../sql/warehouse'));
const byHand = readFileSync(join(import.meta.dirname, 'paths-by-hand.sql'), 'utf8');
const eventsPerSession = 8;
const rowsAtOnce = 2_000_000;
const rounds = 3;
const dayMs = 86_400_000;
const began = Date.UTC(2026, 0, 1);
const days = 5;

/**
 * What people do in the three steps after "New user", over so many events of five days, within a limit of memory; beside
 * it the best query for DuckDB alone. Both answers must be equal.
 * @returns the median round's seconds, and the most memory that the process had meanwhile, in bytes
 */
export async function measureEventPaths(folder, total, memoryBytes) {
  const warehouse = new DuckDbWarehouse(catalogue, {
    path: join(folder, 'paths.duckdb'),
    objects: new FolderStore(join(folder, 'buckets')),
    folders: [],
    companyCurrency: 'USD',
    fetchFolder: join(folder, 'loading'),
    threads: 2,
    memoryBytes,
  });
  await warehouse.open();
  try {
    await fill(warehouse, total);
    const values = {
      start_name: 'New user',
      from_time: new Date(began),
      until_time: new Date(began + days * dayMs),
      gap_minutes: 30,
      row_limit: 100,
    };
    const slots = compilePaths(catalogue, 3);
    const ours = () => warehouse.query(pathStatement, values, slots);
    const hand = () => handWritten(warehouse, Object.values(values));
    if (JSON.stringify((await ours()).rows) !== JSON.stringify(await hand())) throw new Error('The answers differ.');
    // In turn, so that a machine that slows down slows both.
    const pairs = [];
    let memory = 0;
    const watching = setInterval(() => (memory = Math.max(memory, process.memoryUsage.rss())), 100);
    for (let round = 0; round < rounds; round++) pairs.push({ ours: await seconds(ours), hand: await seconds(hand) });
    clearInterval(watching);
    const [middle] = pairs
      .toSorted((left, right) => left.ours / left.hand - right.ours / right.hand)
      .slice(rounds >> 1);
    return { ...middle, memory };
  } finally {
    await warehouse.close();
  }
}

async function handWritten(warehouse, values) {
  const { timestampValue } = await import('@duckdb/node-api');
  const connection = await warehouse.connect();
  const bound = values.map((value) =>
    value instanceof Date ? timestampValue(BigInt(value.getTime()) * 1_000n) : value,
  );
  const reader = await connection.runAndReadAll(byHand, bound);
  connection.disconnectSync();
  return reader
    .getRowObjects()
    .map((row) =>
      Object.fromEntries(
        Object.entries(row).map(([name, value]) => [name, typeof value === 'bigint' ? Number(value) : value]),
      ),
    );
}

/** Sessions of eight events, a third of the people known as backers from some event on; names as skewed as an app's. */
async function fill(warehouse, total) {
  const connection = await warehouse.connect();
  const sessions = Math.ceil(total / eventsPerSession);
  const people = Math.ceil(total / 25);
  for (let from = 0; from < sessions; from += rowsAtOnce / eventsPerSession) {
    const until = Math.min(sessions, from + rowsAtOnce / eventsPerSession);
    await connection.run(`
      INSERT INTO event
      WITH session AS (
        SELECT
          range AS number,
          hash(range) % ${people} AS person,
          CAST(range * ${(days * dayMs) / sessions} AS BIGINT) AS began
        FROM range(${from}, ${until})
      ),
      step AS (
        SELECT
          *,
          number * ${eventsPerSession} + range AS position,
          epoch_ms(${began} + began + CAST(range * (1000 + hash(position) % 120000) AS BIGINT)) AS time,
          hash(position + 13) % 1000 AS dice
        FROM session, range(${eventsPerSession})
      )
      SELECT
        printf('%032x', position), 'app',
        CASE
          WHEN range = 0 AND dice < 40 THEN 'New user'
          WHEN dice < 500 THEN 'Page View'
          WHEN dice < 750 THEN 'Project View'
          WHEN dice < 850 THEN 'Search'
          WHEN dice < 900 THEN 'Reward View'
          WHEN dice < 945 THEN 'Pledge'
          ELSE 'Event ' || dice % 20
        END,
        CASE WHEN range > 5 AND person % 3 = 0 THEN 'b_' ELSE 'v_' END || printf('%016x', hash(person)),
        time, 'i' || position, NULL, NULL, NULL, '{}', TRUE, number, position
      FROM step
      ORDER BY time`);
  }
  await connection.run(`
    INSERT INTO "identity"
    SELECT 'v_' || printf('%016x', hash(range)), 'b_' || printf('%016x', hash(range)), epoch_ms(${began}), TRUE, 1, range
    FROM range(0, ${people}, 3)`);
  connection.disconnectSync();
}

async function seconds(work) {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1_000;
}
