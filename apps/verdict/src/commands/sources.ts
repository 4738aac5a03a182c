import type { Command } from 'commander';
import { stringify } from 'yaml';
import { sourceTableSchema, type SourceTableBody, type SourceView } from '#libs/contracts';
import { RunningServer } from '../client/running-server.js';
import type { ServerOptions } from '../client/with-server.js';
import { PlainError } from '../plain-error.js';
import { counted } from '../terminal/counted.js';
import { tablePuts } from './source-entities.js';
import { readSources } from './source-file.js';
import { pullDays, pullSource } from './source-pull.js';

interface SourcesOptions extends ServerOptions {
  readonly json?: boolean;
}

export function registerSources(program: Command): void {
  const sources = program.command('sources').description('Where the company’s tables are, and pulling them.');
  onServer(sources.command('list').description('Every table with its newest day.')).action(list);
  onServer(sources.command('show').description('One source, as apply takes it.').argument('<key>')).action(show);
  onServer(
    sources
      .command('apply')
      .description('Describe sources and their tables; what the file does not name stays as it is.')
      .argument('<file>', 'YAML: key → kind, location, tables; see docs/guides/sources.md'),
  ).action(apply);
  onServer(
    sources
      .command('remove')
      .description('Describe a source, or one table of it, no more; what was pulled stays.')
      .argument('<key>')
      .argument('[table]', 'the source with all its tables unless said'),
  ).action(remove);
  onServer(
    sources
      .command('pull')
      .description('Bring a source’s tables, or one of them, into the buckets and so into the warehouse.')
      .argument('<key>')
      .argument('[table]', 'all of the source unless said')
      .option('--day <days>', 'YYYY-MM-DD or FIRST..LAST; the day that is due unless said', pullDays)
      .option('--again', 'even if the day is there: the newer replaces')
      .option('--no-wait', 'end when it is in the buckets; the warehouse loads it, or refuses it, moments later'),
  ).action(pullSource);
}

const onServer = (command: Command): Command =>
  command
    .option('--url <url>', 'a server elsewhere; the one on the data folder unless said')
    .option('--key <key>', 'a key with the scope sources:read, or sources:write to change and pull, with --url')
    .option('--json', 'print JSON');

async function list(options: SourcesOptions): Promise<void> {
  const sources = await RunningServer.find(options).get<SourceView[]>('/v1/sources');
  if (options.json === true) return print(sources);
  for (const { key, kind, tables } of sources) {
    process.stdout.write(`${key} (${kind})\n`);
    for (const { name, freshness } of tables) {
      const { day, rows, late, latest } = freshness;
      const known = day === null ? 'never pulled' : `${day}, ${counted(rows ?? 0, 'row')}`;
      const problem = latest?.error ?? latest?.refused;
      process.stdout.write(`  ${name.padEnd(30)} ${known}${late ? ', late' : ''}${problem ? `; ${problem}` : ''}\n`);
    }
  }
}

async function show(key: string, options: SourcesOptions): Promise<void> {
  const source = await RunningServer.find(options).get<SourceView>(pathOf(key));
  if (options.json === true) return print(source);
  const { key: _, built_in: __, url_variable: ___, tables, ...definition } = source;
  const named = tables.map(({ name, definition: table }) => [name, withoutDefaults(table)]);
  process.stdout.write(stringify({ [key]: { ...definition, tables: Object.fromEntries(named) as object } }));
}

async function apply(file: string, options: SourcesOptions): Promise<void> {
  const described = readSources(file);
  const server = RunningServer.find(options);
  const puts = tablePuts(described, await server.get<SourceView[]>('/v1/sources'));
  for (const { key, source } of described) await server.put(pathOf(key), source);
  for (const { key, name, table } of puts)
    await server.put(pathOf(key, name), table).catch((error: unknown) => {
      throw new PlainError(`${key}/${name}: ${error instanceof Error ? error.message : String(error)}`);
    });
  const applied: SourceView[] = [];
  for (const { key, tables } of described) {
    const view = await server.get<SourceView>(pathOf(key));
    applied.push(view);
    const others = view.tables.filter(({ name }) => !tables.has(name)).map(({ name }) => name);
    const variable = view.url_variable === null ? '' : `; the worker connects by ${view.url_variable}`;
    if (options.json !== true)
      process.stdout.write(
        `${key}: ${counted(tables.size, 'table')}${others.length === 0 ? '' : `, beside ${others.join(', ')}`}${variable}\n`,
      );
  }
  if (options.json === true) print(applied);
}

async function remove(key: string, table: string | undefined, options: SourcesOptions): Promise<void> {
  await RunningServer.find(options).delete(pathOf(key, table));
  const what = table === undefined ? `${key} and its tables are` : `${key}/${table} is`;
  process.stdout.write(`${what} described no more. What was pulled stays.\n`);
}

const pathOf = (key: string, table?: string): string =>
  `/v1/sources/${encodeURIComponent(key)}${table === undefined ? '' : `/tables/${encodeURIComponent(table)}`}`;

function withoutDefaults(table: SourceTableBody): object {
  const usual = sourceTableSchema.parse({});
  const said = Object.entries(table).filter(
    ([name, value]) => JSON.stringify(value) !== JSON.stringify(usual[name as keyof SourceTableBody]),
  );
  return Object.fromEntries(said);
}

const print = (value: unknown): void => void process.stdout.write(`${JSON.stringify(value, undefined, 2)}\n`);
