import type { Command } from 'commander';
import { stringify } from 'yaml';
import { sourceTableSchema, type SourceTableBody, type SourceView } from '#libs/contracts';
import type { RunningServer } from '../client/running-server.js';
import { askingServer, onServer, type AskingOptions, type ServerOptions } from '../client/server-options.js';
import { withServer } from '../client/with-server.js';
import { PlainError } from '../plain-error.js';
import { counted } from '../terminal/counted.js';
import { say, sayJson } from '../terminal/say.js';
import { tablePuts } from './source-entities.js';
import { readSources, type DescribedSource } from './source-file.js';
import { pullDays, pullSource } from './source-pull.js';

export function registerSources(program: Command): void {
  const sources = program.command('sources').description('Where the company’s tables are, and pulling them.');
  askingServer(sources.command('list').description('Every table with its newest day.'), 'sources:read').action(list);
  askingServer(
    sources.command('show').description('One source, as apply takes it.').argument('<key>', 'as list names it'),
    'sources:read',
  ).action(show);
  askingServer(
    sources
      .command('apply')
      .description('Describe sources and their tables; what the file does not name stays as it is.')
      .argument('<file>', 'YAML: key → kind, location, tables; see docs/guides/sources.md'),
    'sources:write and sources:read',
  ).action(apply);
  onServer(
    sources
      .command('remove')
      .description('Describe a source, or one table of it, no more; what was pulled stays.')
      .argument('<key>', 'the source, as list names it')
      .argument('[table]', 'the source with all its tables unless said'),
    'sources:write',
  ).action(remove);
  askingServer(
    sources
      .command('pull')
      .description('Bring a source’s tables, or one of them, into the buckets and so into the warehouse.')
      .argument('<key>', 'the source, as list names it')
      .argument('[table]', 'all of the source unless said')
      .option('--day <days>', 'YYYY-MM-DD or FIRST..LAST; the day that is due unless said', pullDays)
      .option('--again', 'even if the day is there: the newer replaces')
      .option('--no-wait', 'end when it is in the buckets; the warehouse loads it, or refuses it, moments later'),
    'sources:write, sources:read and jobs:read',
  ).action(pullSource);
}

async function list(options: AskingOptions): Promise<void> {
  const sources = await withServer(options, (server) => server.get<SourceView[]>('/v1/sources'));
  if (options.json === true) return sayJson(sources);
  for (const { key, kind, tables } of sources) {
    say(`${key} (${kind})`);
    for (const { name, freshness } of tables) {
      const { day, rows, late, latest } = freshness;
      const known = day === null ? 'never pulled' : `${day}, ${counted(rows ?? 0, 'row')}`;
      const problem = latest?.error ?? latest?.refused;
      say(`  ${name.padEnd(30)} ${known}${late ? ', late' : ''}${problem ? `; ${problem}` : ''}`);
    }
  }
}

async function show(key: string, options: AskingOptions): Promise<void> {
  const source = await withServer(options, (server) => server.get<SourceView>(pathOf(key)));
  if (options.json === true) return sayJson(source);
  const { key: _, built_in: __, url_variable: ___, tables, ...definition } = source;
  const named = tables.map(({ name, definition: table }) => [name, withoutDefaults(table)]);
  process.stdout.write(stringify({ [key]: { ...definition, tables: Object.fromEntries(named) as object } }));
}

async function apply(file: string, options: AskingOptions): Promise<void> {
  const described = readSources(file);
  const applied = await withServer(options, (server) => describe(server, described));
  if (options.json === true) return sayJson(applied);
  for (const { key, url_variable, tables } of applied) {
    const named = described.find((source) => source.key === key)?.tables;
    const others = tables.filter(({ name }) => named?.has(name) !== true).map(({ name }) => name);
    const beside = others.length === 0 ? '' : `, beside ${others.join(', ')}`;
    const variable = url_variable === null ? '' : `; the worker connects by ${url_variable}`;
    say(`${key}: ${counted(named?.size ?? 0, 'table')}${beside}${variable}`);
  }
}

async function describe(server: RunningServer, described: readonly DescribedSource[]): Promise<SourceView[]> {
  const puts = tablePuts(described, await server.get<SourceView[]>('/v1/sources'));
  for (const { key, source } of described) await server.put(pathOf(key), source);
  for (const { key, name, table } of puts)
    await server.put(pathOf(key, name), table).catch((error: unknown) => {
      throw new PlainError(`${key}/${name}: ${error instanceof Error ? error.message : String(error)}`);
    });
  const applied: SourceView[] = [];
  for (const { key } of described) applied.push(await server.get<SourceView>(pathOf(key)));
  return applied;
}

async function remove(key: string, table: string | undefined, options: ServerOptions): Promise<void> {
  await withServer(options, (server) => server.delete(pathOf(key, table)));
  const what = table === undefined ? `${key} and its tables are` : `${key}/${table} is`;
  say(`${what} described no more. What was pulled stays.`);
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
