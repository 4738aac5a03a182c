import { resolve } from 'node:path';
import { Argument, Option, type Command } from 'commander';
import { geoKinds, type GeoLoadView, type GeoKind } from '#libs/contracts';
import { askingServer, type AskingOptions } from '../client/server-options.js';
import { untilDone } from '../client/until-ended.js';
import { withServer } from '../client/with-server.js';
import { Progress } from '../terminal/progress.js';
import { say, sayJson } from '../terminal/say.js';
import { textTable } from '../terminal/text-table.js';

interface LoadOptions extends AskingOptions {
  readonly kind?: GeoKind;
  readonly validFrom?: string;
  readonly addresses?: readonly string[];
}

export function registerGeo(program: Command): void {
  const geo = program.command('geo').description('Where addresses are, in the warehouse.');
  askingServer(
    geo
      .command('load')
      .description('Load a geographic database, and wait for it.')
      .addArgument(new Argument('<files...>', '.mmdb, or GeoIP2’s CSV as .zip, folder or files; one kind at a time'))
      .addOption(new Option('--kind <kind>', 'as the files say of themselves unless said').choices(geoKinds))
      .option('--valid-from <time>', 'from when on events are looked up in it, as in 2026-03-01T00:00:00Z')
      .option('--addresses <networks...>', 'IPv4 networks to explode to single addresses too'),
    'warehouse:write, warehouse:read and jobs:read',
  ).action(load);
  askingServer(
    geo.command('status').description('Which version is valid when, and what each has.'),
    'warehouse:read',
  ).action(status);
}

async function load(files: readonly string[], options: LoadOptions): Promise<void> {
  await withServer(options, async (server) => {
    const { kind, validFrom: valid_from, addresses } = options;
    const paths = files.map((file) => resolve(file));
    const { id, job_id } = await server.post<GeoLoadView>('/v1/geo/loads', { paths, kind, valid_from, addresses });
    if (job_id !== null) await untilDone(server, job_id, 'Loading geography', new Progress());
    const view = await server.get<GeoLoadView>(`/v1/geo/loads/${id}`);
    if (options.json === true) return sayJson(view);
    say(textTable(columns, [cells(view)]));
  });
}

async function status(options: AskingOptions): Promise<void> {
  await withServer(options, async (server) => {
    const loads = await server.get<GeoLoadView[]>('/v1/geo/loads');
    if (options.json === true) return sayJson(loads);
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
