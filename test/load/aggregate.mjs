import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ExperimentAggregate } from '../../dist/libs/experimentation/src/index.js';
import { FolderStore } from '../../dist/libs/objects/src/index.js';
import { SqlCatalogue } from '../../dist/libs/postgres/src/index.js';
import { checkSelect, isOfEventDays } from '../../dist/libs/warehouse/src/index.js';
import { DuckDbWarehouse } from '../../dist/libs/warehouse/src/duckdb/duckdb-warehouse.js';

const catalogue = SqlCatalogue.load(join(import.meta.dirname, '../../sql/warehouse'));
const byHand = readFileSync(join(import.meta.dirname, 'aggregate-by-hand.sql'), 'utf8');
const rounds = 3;
const published = new Set(['published.event', 'snapshot.bench_order']);

const visits = "SELECT distinct_id AS backer_id, time AS time FROM event WHERE name = 'Visit'";
const orders =
  'SELECT backer_id AS backer_id, time AS time, amount AS amount, items AS items, risk_level AS risk_level FROM snapshot.bench_order';

/**
 * Ten metrics of an experiment of sixty days, over so many units and rows of facts: read whole, brought up to date by one
 * more day, and beside it the best query for DuckDB alone. All answers must be equal.
 * @returns seconds of CPU of the middle round of each pair: by the clock, whoever works beside it counts too
 */
export async function measureAggregate(folder, { units, facts, memoryBytes }) {
  const warehouse = new DuckDbWarehouse(catalogue, {
    path: join(folder, 'aggregate.duckdb'),
    objects: new FolderStore(join(folder, 'buckets')),
    folders: [],
    companyCurrency: 'USD',
    fetchFolder: join(folder, 'loading'),
    threads: 2,
    memoryBytes,
  });
  await warehouse.open();
  const connection = await warehouse.connect();
  try {
    await fill(connection, units, facts);
    const aggregate = new ExperimentAggregate(warehouse, catalogue);
    const lines = await linesOf();
    const refresh = (day, anew) => aggregate.refresh(askedOf(lines, day), undefined, anew);
    const hand = async () => (await connection.runAndReadAll(byHand)).getRows();
    const whole = [];
    const changed = [];
    for (let round = 0; round < rounds; round++) {
      const [all, ours] = await timed(() => refresh('2026-03-16', true));
      const [found, best] = await timed(hand);
      if (shape(all.sums) !== shape(rowsOf(found))) throw new Error('The answers differ.');
      whole.push({ ours, best });
      await refresh('2026-03-15', true);
      const [again, day] = await timed(() => refresh('2026-03-16', false));
      if (again.read !== 'changed' || shape(again.sums) !== shape(all.sums))
        throw new Error('The day made another answer.');
      changed.push({ day, ours });
    }
    const { ours, best } = middle(whole, (pair) => pair.ours / pair.best);
    const share = middle(changed, (pair) => pair.day / pair.ours);
    return { ours, best, day: (share.day / share.ours) * ours };
  } finally {
    connection.disconnectSync();
    await warehouse.close();
  }
}

async function linesOf() {
  const fact = async (key, columns, text) => ({
    key,
    version: 1,
    columns,
    ofEventDays: await isOfEventDays(text),
    select: await checkSelect(text, { published, pointer: '/sql' }),
  });
  const visit = await fact('visits', ['backer_id', 'time'], visits);
  const order = await fact('orders', ['backer_id', 'time', 'amount', 'items', 'risk_level'], orders);
  const plain = { scale: null, conditions: [], conditionColumns: [], withoutFraud: false };
  const line = (measured, over = {}) => ({
    metric: 'm',
    version: 1,
    reading: 'all',
    numerator: { ...plain, ...measured },
    denominator: null,
    fromDay: 0,
    actDays: 7,
    windowDays: 7,
    covariateDays: 14,
    isShare: false,
    cap: null,
    percentile: null,
    quantile: null,
    // The text by hand makes the same numbers: it cubes nothing either.
    isShaped: false,
    isBeside: false,
    ...over,
  });
  const [visited, ordered] = [
    { fact: visit, value: null },
    { fact: order, value: null },
  ];
  const amount = { fact: order, value: 'amount' };
  const normal = { conditions: ["final_fact.risk_level = 'normal'"], conditionColumns: ['risk_level'] };
  return [
    line(visited),
    line(visited, { isShare: true }),
    line(visited, { actDays: 14, windowDays: 14 }),
    line(visited, { fromDay: 1, isShare: true }),
    line(ordered, { isShare: true }),
    line(amount),
    line({ fact: order, value: 'items' }),
    line({ ...amount, ...normal }),
    line(amount, { cap: '50000' }),
    line(ordered, { actDays: 30, windowDays: 30 }),
  ];
}

const askedOf = (lines, until) => ({
  experiment: 'x',
  unit: 'backer',
  enrolmentEndsAt: null,
  pauses: [],
  exclusions: [],
  forced: [],
  phasesFrom: [],
  zone: 'UTC',
  lines,
  startedAt: new Date('2026-01-15'),
  dataThrough: new Date(until),
});

/** As `list_sums` has them: by line, variant and day. */
function rowsOf(found) {
  const rows = [];
  for (const [variant, day, units, ...sums] of found)
    for (let line = 1; line <= 10; line++) {
      const [sum_y, sum_yy, sum_c, sum_cc, sum_cy] = sums.slice((line - 1) * 5).map(String);
      rows.push({ line, variant, cohort_day: String(day), units: Number(units), sum_y, sum_yy, sum_c, sum_cc, sum_cy });
    }
  return rows;
}

const shape = (sums) =>
  sums
    .map(({ line, variant, cohort_day, units, sum_y, sum_yy, sum_c, sum_cc, sum_cy }) =>
      [line, variant, cohort_day, units, sum_y, sum_yy, sum_c, sum_cc, sum_cy].join(),
    )
    .toSorted()
    .join('\n');

const middle = (pairs, ratio) => pairs.toSorted((left, right) => ratio(left) - ratio(right))[pairs.length >> 1];

async function timed(work) {
  const before = process.cpuUsage();
  const result = await work();
  const { user, system } = process.cpuUsage(before);
  return [result, (user + system) / 1e6];
}

/** Sixty days of exposures, and facts from a fortnight before; each table in the order of time, as it is loaded. */
async function fill(connection, units, facts) {
  const [visitRows, orderRows] = [Math.floor(facts * 0.7), Math.floor(facts * 0.3)];
  const who = (salt) => `'backer-' || lpad(CAST(hash(n, ${salt}) % ${Math.floor(units * 1.1)} AS VARCHAR), 10, '0')`;
  const moment = (rows) =>
    `TIMESTAMP '2026-01-01' + to_microseconds(CAST(CAST(n AS HUGEINT) * 6393600000000 // ${rows} AS BIGINT))`;
  await connection.run(
    `INSERT INTO exposure
     SELECT 'x', CASE WHEN hash(u) % 2 = 0 THEN 'control' ELSE 'treatment' END, 'backer-' || lpad(CAST(u AS VARCHAR), 10, '0'),
       'backer', TIMESTAMP '2026-01-15' + to_microseconds(CAST(k * 86400000000 + hash(u, k) % 86400000000 AS BIGINT)), TRUE, 1, 1
     FROM (SELECT n AS u, unnest([CAST(hash(n, 7) % 60 AS BIGINT), CAST(hash(n, 8) % 600 AS BIGINT)]) AS k FROM range(${units}) r(n))
     WHERE k < 60
     ORDER BY 5`,
  );
  await connection.run(
    `INSERT INTO event (identity, source, name, distinct_id, time, properties, live, log_transaction, log_position)
     SELECT '00000000000000000000000000000000', 'app', 'Visit', ${who(1)}, ${moment(visitRows)}, '{}', TRUE, 1, n
     FROM range(${visitRows}) r(n)`,
  );
  await connection.run(
    `CREATE TABLE snapshot.bench_order AS
     SELECT ${who(11)} AS backer_id, ${moment(orderRows)} AS time, CAST(hash(n, 12) % 30000 AS BIGINT) AS amount,
       CAST(hash(n, 13) % 3 AS BIGINT) AS items, CASE WHEN hash(n, 14) % 20 = 0 THEN 'high' ELSE 'normal' END AS risk_level
     FROM range(${orderRows}) r(n)`,
  );
  await connection.run('CHECKPOINT');
}
