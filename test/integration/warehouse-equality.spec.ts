import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { BackfillHandler, compileFunnel, compilePaths, funnelStatement, pathStatement } from '#libs/analytics';
import { derivedTables } from '#libs/contracts';
import { readyMadeMetrics, stagedUnitValueColumns, WarehouseReader, type Reading } from '#libs/experimentation';
import { simulateCompany } from '#libs/simulation';
import { checkSelect, type Warehouse } from '#libs/warehouse';
import type { WarehouseUnderTest } from '../../libs/warehouse/testing/conformance.js';
import { engines } from '../support/engines.js';
import { rounded } from '../support/event-rows.js';
import { loadCompany, rowsOf } from '../support/loaded-company.js';
import { nothingElse, readyPinned } from '../support/pinned.js';
import { ownFiles, read } from '../support/repository.js';
import { warehouseCatalogue } from '../support/warehouse.js';

type Row = Readonly<Record<string, unknown>>;

/** What a statement answered, in the order that its text states; without one, sorted. */
interface Answered {
  readonly name: string;
  readonly rows: readonly Row[];
}

const company = simulateCompany({ seed: 5, days: 32, scale: 'small', until: new Date('2026-03-01T00:00:00Z') });
const range = { from_time: company.from, until_time: company.until };
const [from, to] = [company.from, new Date(company.until.getTime() - 1)].map((time) =>
  time.toISOString().slice(0, 10),
) as [string, string];

/** Statements that load or define; the others answer questions. */
const writers = /^(schema|load|staging|snapshot|entity|reference|setting|view|engines)\//;

/** What answers over other tables, and is held to a reference on every engine by a suite of its own. */
const elsewhere: Readonly<Record<string, string>> = {
  velocity: 'velocity-sql',
  aggregate: 'aggregate-equality',
  geo: 'geo-equality',
  relation: 'warehouse-questions',
  result: 'result-table',
};

const analytic = warehouseCatalogue
  .names()
  .filter((name) => !writers.test(name) && !name.includes('/part/') && !name.startsWith('metric/'))
  .filter((name) => elsewhere[name.split('/')[0] ?? ''] === undefined);

/** The million integers are left out: every suite that counts days stumbles where they are wrong. */
const views = analytic.filter((name) => /^published\/(?!0_schema|integers)/.test(name));

/** Everything that is asked of the warehouse: a list that has to name every analytic statement. */
async function askAll(warehouse: Warehouse, answers: Answered[]): Promise<void> {
  const ask = (name: string, ...given: unknown[]): Promise<unknown> =>
    warehouse.query(name, ...(given as [Record<string, never>]));
  const plain = { signal: new AbortController().signal, saved: null, checkpoint: () => Promise.resolve() };
  for (const table of derivedTables)
    await new BackfillHandler(warehouse).run({ table, from, to }, { ...plain, progress: () => undefined });
  await ask('pledge_country/list_days', { from_day: from, until_day: to });
  for (const breakdown of ['day', 'country', 'category'])
    await ask('live_project/summarise_days', { from_day: from, until_day: to, breakdown });
  for (const definition of company.experiments) {
    const { units, lines } = await readExperiment(warehouse, definition);
    answers.push({ name: `units of ${definition.key}`, rows: units.map((one) => ({ ...one })) });
    answers.push({ name: `lines of ${definition.key}`, rows: lines.map((one) => ({ ...one })) });
    await ask('experiment/list_influence', {
      experiment: definition.key,
      metric: definition.metrics[0],
      reading: 'all',
      from_day: from,
      until_day: to,
      sequence: 'influence',
      row_limit: 100,
    });
    await askUnits(warehouse, definition.key);
  }
  for (const { key, metrics } of company.experiments)
    await ask('interaction/list_cells', { experiment: key, metric: metrics[0], version: 1 });
  for (const steps of [1, 3, 5])
    await ask(
      pathStatement,
      { ...range, start_name: 'New user', gap_minutes: 30, row_limit: 1_000 },
      compilePaths(warehouseCatalogue, steps),
    );
  for (const unit of ['backer', 'visitor', 'project'])
    await ask(
      funnelStatement,
      {
        ...range,
        step_names: ['Page View', 'New user', 'Pledge'].join('\u001F'),
        window_minutes: 2_880,
        unit,
        property: 'device',
        value_limit: 5,
      },
      compileFunnel(warehouseCatalogue, 3),
    );
  for (const [period_days, time_zone] of [
    [1, 'America/New_York'],
    [7, 'UTC'],
  ] as const)
    await ask('retention/summarise_cohorts', {
      ...range,
      cohort_name: 'New user',
      return_name: null,
      period_days,
      periods: 5,
      time_zone,
      unit: 'backer',
      known_until: company.until,
    });
  for (const name of analytic.filter((one) => one.startsWith('status/'))) await ask(name);
  await ask('experiment/summarise_units', { since: from, until: to });
  await ask('event_name/find_event', { name: 'Pledge' });
  await ask('event_name/list_names');
  await ask('event_name/find_range');
  await ask('quarantine/count_quarantine');
  await ask('quarantine/list_refusals', { after_sequence: 0 });
}

/** What an export writes. */
const askUnits = (warehouse: Warehouse, experiment: string): Promise<void> =>
  warehouse.transaction(async (session) => {
    await session.query('staging/create_staged', {}, { table: 'staged_unit_value', columns: stagedUnitValueColumns });
    await session.query('staging/delete_staged', {}, { staged: 'staged_unit_value' });
    await session.query('experiment/stage_unit_values', { experiment });
    await session.query('experiment/summarise_staged_values');
    await session.query('experiment/list_staged_values', { after_row: 1_000, until_row: 2_000 });
  });

async function readExperiment(
  warehouse: Warehouse,
  definition: (typeof company.experiments)[number],
): Promise<Reading> {
  const { startedAt, enrolmentClosedAt, stoppedAt } = definition;
  const start = new Date(startedAt);
  const dateOf = (text: string | undefined): Date | null => (text === undefined ? null : new Date(text));
  const { reading } = await new WarehouseReader(warehouse, warehouseCatalogue, nothingElse).read(
    {
      ...definition,
      pinnedMetrics: [],
      exclusions: [],
      pinnedExclusions: [],
      reportingZone: 'UTC',
      version: 1,
      state: 'running',
      plan: null,
      layer: null,
      forced: {},
      qa: false,
      holdout: null,
      holdouts: [],
      sticky: false,
      bucketVersion: 0,
      minBucketVersion: 0,
      fallback: null,
      reweightedAt: null,
      phaseChanges: [],
      rebucketedAt: null,
      decidedVariant: null,
      createdAt: start,
      createdBy: '',
      startedAt: start,
      enrolmentClosedAt: dateOf(enrolmentClosedAt),
      stoppedAt: dateOf(stoppedAt),
      decidedAt: null,
      pauses: [{ from: new Date(start.getTime() + 86_400_000), until: new Date(start.getTime() + 90_000_000) }],
    },
    readyPinned(Object.keys(readyMadeMetrics)),
    { refreshedAt: company.until, commit: '', signal: new AbortController().signal },
  );
  return reading;
}

const isWrite = (name: string): boolean => /\/(insert|delete|stage)_/.test(name);
const isOrdered = (name: string): boolean => /\bORDER BY\b(?![\s\S]*\bFROM\b)/.test(read(`sql/warehouse/${name}.sql`));
const key = (row: Row): string => JSON.stringify(row);

/** The same warehouse, whose answers to our own statements are written down. */
function recorded(warehouse: Warehouse, answers: Answered[]): Warehouse {
  const take = <Rows extends { rows: unknown[] }>(name: string, answer: Rows): Rows => {
    // An aggregate has steps that are an engine's own: what is found is in the reading.
    if (/^(aggregate|staging)\//.test(name)) return answer;
    const rows = isWrite(name) ? [] : (answer.rows as Row[]);
    const sorted = isOrdered(name) ? rows : rows.toSorted((left, right) => (key(left) < key(right) ? -1 : 1));
    answers.push({ name, rows: rounded(sorted) as Row[] });
    return answer;
  };
  return Object.assign(Object.create(warehouse) as Warehouse, {
    query: async (name: string, ...rest: []) => take(name, await warehouse.query(name, ...rest)),
    transaction: (work: Parameters<Warehouse['transaction']>[0]) =>
      warehouse.transaction((session) =>
        work(
          Object.assign(Object.create(session) as typeof session, {
            query: async (name: string, ...rest: []) => take(name, await session.query(name, ...rest)),
          }),
        ),
      ),
  });
}

describe('the analytic statements over one simulated company', () => {
  const made: WarehouseUnderTest[] = [];
  const answers: Answered[][] = [];
  const rows = rowsOf(company);

  beforeAll(async () => {
    for (const { make } of engines) {
      const one = await make();
      made.push(one);
      await one.warehouse.open();
      await loadCompany(rows, one.warehouse, one.objects);
      // PostgreSQL would do so by itself a minute later.
      await one.rows('ANALYZE');
      const found: Answered[] = [];
      answers.push(found);
      await askAll(recorded(one.warehouse, found), found);
      await one.rows('ANALYZE');
    }
  }, 300_000);
  afterAll(async () => {
    for (const one of made) {
      await one.warehouse.close();
      await one.close();
    }
  });

  it('are all asked', () => {
    const asked = new Set(answers[0]?.map(({ name }) => name));
    expect(analytic.filter((name) => !asked.has(name) && !name.startsWith('published/'))).toEqual([]);
  });

  it('answer with equal cells on every engine', () => {
    const [duckDb, ...others] = answers;
    for (const other of others) expect(other).toEqual(duckDb);
  });

  it('find something, every one that reads', () => {
    const silent = answers[0]?.filter(({ name, rows }) => rows.length === 0 && !isWrite(name));
    expect(silent?.map(({ name }) => name)).toEqual(['status/list_quarantine', 'quarantine/list_refusals']);
  });

  it('count the units that a plain recount finds', () => {
    const isSeen = ({ time }: { time: number }): boolean => Date.parse(from) <= time && time < Date.parse(to);
    // As they were loaded: one in forty came by a test key, and a pledge is what its last word says.
    const live = rows.events.filter((_, position) => position % 40 !== 7);
    const words = live.filter(({ event }) => event === 'Pledge');
    const pledges = new Map(words.map((event) => [event.properties['pledge_id'], event])).values();
    const linked = live.flatMap(({ properties }) => ('$device_id' in properties ? [properties['$user_id']] : []));
    const backers = new Set<unknown>([...linked, ...words.map(({ distinct_id }) => distinct_id)]);
    const ids = [...new Set(live.filter(isSeen).map(({ distinct_id }) => distinct_id))];
    const projects = new Set([...pledges].filter(isSeen).map(({ properties }) => properties['project_id']));
    expect(answers[0]?.find(({ name }) => name === 'experiment/summarise_units')?.rows).toEqual([
      { unit: 'backer', units: ids.filter((id) => backers.has(id)).length },
      { unit: 'project', units: projects.size },
      { unit: 'visitor', units: ids.filter((id) => !backers.has(id)).length },
    ]);
  });

  it.each(views)('%s has equal rows on every engine', async (name) => {
    const view = name.replace('/', '.');
    const published = new Set([view]);
    const select = await checkSelect(`SELECT * FROM ${view}`, { published, pointer: '/sql' });
    const rowsOf = async ({ warehouse }: WarehouseUnderTest): Promise<unknown> => {
      const { columns, rows } = await warehouse.ask(select, [], { rows: 50_000, milliseconds: 60_000 });
      // Its number is no more than what the warehouse knows a unit by.
      const told = columns.map((column) => column !== 'unit_number');
      const cells = rows.map((row) => JSON.stringify(row.filter((_, index) => told[index])));
      return { columns, rows: cells.toSorted() };
    };
    const [first, ...rest] = await Promise.all(made.map(rowsOf));
    for (const one of rest) expect(one).toEqual(first);
  });

  it('are held to a reference elsewhere where they are not asked here', () => {
    const specs = ownFiles('test/integration', /\.spec\.ts$/);
    const folders = new Set(warehouseCatalogue.names().map((name) => name.split('/')[0]));
    for (const [folder, spec] of Object.entries(elsewhere))
      if (folders.has(folder)) expect(specs).toContain(`test/integration/${spec}.spec.ts`);
  });
});
