import { Argument, InvalidArgumentError, type Command } from 'commander';
import {
  derivedTables,
  parameterTypes,
  type DerivedTable,
  type JobAnswer,
  type QueryView,
  type QuestionParameter,
  type QuestionValue,
  type RunRows,
  type RunView,
  type WarehouseView,
} from '#libs/contracts';
import type { RunningServer } from '../client/running-server.js';
import { sqlPlace } from '../client/sql-place.js';
import { askingServer, type AskingOptions } from '../client/server-options.js';
import { untilDone } from '../client/until-ended.js';
import { withServer } from '../client/with-server.js';
import { PlainError } from '../plain-error.js';
import { cellText } from '../terminal/cell-text.js';
import { counted } from '../terminal/counted.js';
import { Progress } from '../terminal/progress.js';
import { say, sayJson } from '../terminal/say.js';
import { textTable } from '../terminal/text-table.js';
import { wholeNumber } from '../terminal/whole-number.js';
import { registerPublish } from './publish.js';

interface BackfillOptions extends AskingOptions {
  readonly from: string;
  readonly to: string;
}

interface QueryOptions extends AskingOptions {
  readonly csv?: boolean;
  readonly rows: number;
  readonly value?: Given;
}

/** By the parameter's name: its type and value. */
type Given = Readonly<Record<string, { readonly type: QuestionParameter['type']; readonly value: QuestionValue }>>;

const askingScopes = 'questions:write, questions:read and jobs:read';
const example = `What can be asked about: docs/guides/warehouse.md. As in
  npx verdict warehouse query 'SELECT name, COUNT(*) AS n FROM event WHERE time >= $1 GROUP BY name' --value timestamp:2026-03-01T00:00:00Z`;

const number = (value: number): string => value.toLocaleString('en-US');

export function registerWarehouse(program: Command): void {
  const warehouse = program.command('warehouse').description('What the warehouse has, loading it, and asking it.');
  askingServer(
    warehouse.command('status').description('Each table, how new it is, and what waits.'),
    'warehouse:read',
  ).action(status);
  askingServer(
    warehouse.command('load').description('Load now what is in the log and the buckets, and wait for it.'),
    'warehouse:write, warehouse:read and jobs:read',
  ).action(load);
  askingServer(
    warehouse
      .command('backfill')
      .description('Compute a derived table anew for a range of days.')
      .addArgument(new Argument('<table>', 'what is derived').choices(derivedTables))
      .requiredOption('--from <day>', 'the first day, YYYY-MM-DD')
      .requiredOption('--to <day>', 'the last day, which is among them'),
    'warehouse:write and jobs:read',
  ).action(backfill);
  const asking = (command: Command): Command =>
    command
      .argument('<sql>', 'one SELECT over what is published; $1, $2, … are the values in their order')
      .option('--value <value>', 'type:value, as in date:2026-03-01; once for each of $1, $2, …', value)
      .addHelpText('after', `\nTypes of values: ${parameterTypes.join(', ')}; text unless said.\n${example}`);
  askingServer(
    asking(warehouse.command('query').description('Ask the warehouse, read-only, within published relations.'))
      .option('--rows <rows>', 'more are cut off', wholeNumber(), 1_000)
      .option('--csv', 'print CSV'),
    askingScopes,
  ).action(query);
  askingServer(
    asking(warehouse.command('explain').description('How the warehouse would answer, without asking it.')),
    askingScopes,
  ).action(explain);
  askingServer(
    warehouse
      .command('sql')
      .description('The SQL behind an answer, by the hash that was told with it.')
      .argument('<hash>', '64 hexadecimal digits'),
    'queries:read',
  ).action(sql);
  registerPublish(warehouse);
}

async function status(options: AskingOptions): Promise<void> {
  await withServer(options, async (server) => {
    const view = await server.get<WarehouseView>('/v1/warehouse');
    if (options.json === true) return sayJson(view);
    const { engine, checked_at, batches, waiting, tables } = view;
    if (checked_at === null) return say('No worker has looked at the warehouse yet: npx verdict warehouse load');
    say(`${engine}, ${counted(batches, 'batch', 'batches')}, looked at ${String(checked_at)}`);
    say(
      waiting.batches === 0
        ? 'Nothing waits.'
        : `${waiting.batches === 1 ? '1 batch waits' : `${number(waiting.batches)} batches wait`} (${counted(waiting.rows, 'row')}, the oldest ${waiting.seconds.toFixed(0)} s).`,
    );
    sayQuarantine(view);
    say('');
    const rows = tables.map(({ table, rows: count, latest, snapshot_on }) => [
      table,
      number(count),
      latest ?? snapshot_on ?? '',
    ]);
    say(textTable(['table', 'rows loaded', 'up to'], rows));
    say(
      '\nThese are the tables as loaded. The view pledge that questions read has each pledge that anything tells of, so more and newer ones.',
    );
  });
}

function sayQuarantine({ quarantine }: WarehouseView): void {
  if (quarantine.lines > 0) say(`${counted(quarantine.lines, 'line')} could not be loaded; --json has the latest.`);
}

async function load(options: AskingOptions): Promise<void> {
  await withServer(options, async (server) => {
    const { job_id } = await server.post<JobAnswer>('/v1/warehouse/loads', {});
    await untilDone(server, job_id, 'Loading into the warehouse', new Progress());
    const view = await server.get<WarehouseView>('/v1/warehouse');
    if (options.json === true) return sayJson(view);
    say(`All that was waiting is loaded: ${counted(view.batches, 'batch', 'batches')} in all.`);
    sayQuarantine(view);
  });
}

async function backfill(table: DerivedTable, options: BackfillOptions): Promise<void> {
  await withServer(options, async (server) => {
    const { from, to } = options;
    const { job_id } = await server.post<JobAnswer>('/v1/warehouse/backfills', { table, from, to });
    const job = await untilDone(server, job_id, `Computing ${table}`, new Progress());
    if (options.json === true) return sayJson(job);
    say(`${table}: ${from} to ${to} is computed.`);
  });
}

async function query(sql: string, options: QueryOptions): Promise<void> {
  await withServer(options, async (server) => {
    const run = await answered(server, sql, options.value, { rows: options.rows });
    if (options.csv === true) return say((await server.text(`/v1/runs/${run.id}/rows?format=csv`)).trimEnd());
    const answer = await server.get<RunRows>(`/v1/runs/${run.id}/rows`);
    if (options.json === true) return sayJson({ run, ...answer });
    say(
      textTable(
        answer.columns,
        answer.rows.map((cells) => cells.map(cellText)),
      ),
    );
    process.stderr.write(
      `\n${counted(answer.rows.length, 'row')}${answer.truncated ? ', cut off there: --rows asks for more' : ''}. ` +
        `${sqlPlace(server, run.hash)}\nDoes this look right to you?\n`,
    );
  });
}

async function explain(sql: string, options: QueryOptions): Promise<void> {
  await withServer(options, async (server) => {
    const run = await answered(server, sql, options.value, { explain: true });
    const { rows } = await server.get<RunRows>(`/v1/runs/${run.id}/rows`);
    if (options.json === true) return sayJson(rows.map(([line]) => line));
    for (const [line] of rows) say(String(line));
  });
}

async function sql(hash: string, options: AskingOptions): Promise<void> {
  await withServer(options, async (server) => {
    const query = await server.get<QueryView>(`/v1/queries/${encodeURIComponent(hash)}`);
    if (options.json === true) return sayJson(query);
    say(query.text.trimEnd());
    process.stderr.write(`\n${query.name}, ${query.engine}, first used ${query.first_used_at}.\n`);
  });
}

async function answered(server: RunningServer, sql: string, given: Given | undefined, over: object): Promise<RunView> {
  const named = Object.entries(given ?? {});
  const asked = await server.post<RunView>('/v1/queries', {
    sql,
    parameters: named.map(([name, { type }]) => ({ name, type })),
    values: Object.fromEntries(named.map(([name, one]) => [name, one.value])),
    ...over,
  });
  if (asked.job_id === null) throw new PlainError('The question has no job.');
  await untilDone(server, asked.job_id, 'Asking the warehouse', new Progress());
  return server.get<RunView>(`/v1/runs/${asked.id}`);
}

/** `date:2026-03-01`; the first colon ends the type, and what has none is a text. */
function value(text: string, before: Given = {}): Given {
  const at = text.indexOf(':');
  const said = at < 0 ? 'text' : text.slice(0, at);
  const type = parameterTypes.find((known) => known === said);
  if (type === undefined)
    throw new InvalidArgumentError(
      `${said} is no type: ${parameterTypes.join(', ')}. A text with a colon is given as text:${text}`,
    );
  return { ...before, [`p${Object.keys(before).length + 1}`]: { type, value: typed(type, text.slice(at + 1)) } };
}

function typed(type: QuestionParameter['type'], text: string): QuestionValue {
  if (type === 'boolean') {
    if (text !== 'true' && text !== 'false') throw new InvalidArgumentError(`${text} is neither true nor false.`);
    return text === 'true';
  }
  if (type !== 'integer' && type !== 'double') return text;
  if (text.trim() === '' || Number.isNaN(Number(text))) throw new InvalidArgumentError(`${text} is no number.`);
  return Number(text);
}
