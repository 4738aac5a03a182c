import { resolve } from 'node:path';
import { Argument, Option, type Command } from 'commander';
import { geoKinds, type GeoLoadView, type GeoKind } from '#libs/contracts';
import { untilDone } from '../client/until-done.js';
import { withServer, type ServerOptions } from '../client/with-server.js';
import { Progress } from '../terminal/progress.js';
import { textTable } from '../terminal/text-table.js';

interface StatusOptions extends ServerOptions {
  readonly json?: boolean;
}

interface LoadOptions extends StatusOptions {
  readonly kind?: GeoKind;
  readonly validFrom?: string;
  readonly addresses?: readonly string[];
}

export function registerGeo(program: Command): void {
  const geo = program.command('geo').description('Where addresses are, in the warehouse.');
  onServer(
    geo
      .command('load')
      .description('Load a geographic database, and wait for it.')
      .addArgument(new Argument('<files...>', '.mmdb, or GeoIP2’s CSV as .zip, folder or files; one kind at a time'))
      .addOption(new Option('--kind <kind>', 'as the files say of themselves unless said').choices(geoKinds))
      .option('--valid-from <time>', 'from when on events are looked up in it, as in 2026-03-01T00:00:00Z')
      .option('--addresses <networks...>', 'IPv4 networks to explode to single addresses too'),
  ).action(load);
  onServer(geo.command('status').description('Which version is valid when, and what each has.')).action(status);
}

const onServer = (command: Command): Command =>
  command
    .option('--url <url>', 'a server elsewhere; the one on the data folder unless said, started if it is not running')
    .option('--key <key>', 'a key with the scopes warehouse:read, warehouse:write to load, and jobs:read, with --url')
    .option('--json', 'print JSON');

async function load(files: readonly string[], options: LoadOptions): Promise<void> {
  await withServer(options, async (server) => {
    const { kind, validFrom: valid_from, addresses } = options;
    const paths = files.map((file) => resolve(file));
    const { id, job_id } = await server.post<GeoLoadView>('/v1/geo/loads', { paths, kind, valid_from, addresses });
    if (job_id !== null) await untilDone(server, job_id, 'Loading geography', new Progress());
    const view = await server.get<GeoLoadView>(`/v1/geo/loads/${id}`);
    if (options.json === true) return say(JSON.stringify(view, null, 2));
    say(textTable(columns, [cells(view)]));
  });
}

async function status(options: StatusOptions): Promise<void> {
  await withServer(options, async (server) => {
    const loads = await server.get<GeoLoadView[]>('/v1/geo/loads');
    if (options.json === true) return say(JSON.stringify(loads, null, 2));
    if (loads.length === 0) return say('Nothing was loaded yet: npx verdict geo load FILE');
    say(textTable(columns, loads.map(cells)));
  });
}

const columns = ['version', 'kind', 'database', 'built', 'valid from', 'until', 'state', 'IPv4', 'IPv6', 'facts'];

function cells(view: GeoLoadView): string[] {
  const { geo_version, kind, database_type, built_at, valid_from, valid_until, state, counts } = view;
  const count = (name: 'ipv4_ranges' | 'ipv6_ranges' | 'facts'): string => counts?.[name].toLocaleString('en-US') ?? '';
  return [
    String(geo_version),
    kind ?? '',
    database_type ?? '',
    ...[built_at, valid_from, valid_until].map((time) => (time === null ? '' : String(time).slice(0, 10))),
    state,
    count('ipv4_ranges'),
    count('ipv6_ranges'),
    count('facts'),
  ];
}

const say = (text: string): void => void process.stdout.write(`${text}\n`);
