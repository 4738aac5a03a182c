import { resolve } from 'node:path';
import { InvalidArgumentError, Option, type Command } from 'commander';
import {
  amountUnits,
  importFormats,
  importKinds,
  type ImportAnswer,
  type ImportKind,
  type ImportView,
  type QuarantinedLine,
} from '#libs/contracts';
import type { RunningServer } from '../client/running-server.js';
import { askingServer, type AskingOptions } from '../client/server-options.js';
import { untilEnded } from '../client/until-ended.js';
import { withServer } from '../client/with-server.js';
import { PlainError } from '../plain-error.js';
import { Progress } from '../terminal/progress.js';
import { sayJson } from '../terminal/say.js';
import { describeImport, failuresOf } from './import-report.js';
import type { LeftAside } from './left-aside.js';

interface ImportOptions extends AskingOptions {
  readonly map?: Record<string, string>;
  readonly set?: Record<string, string>;
  readonly format?: string;
  readonly amountUnit: string;
  readonly timeFormat: string;
  readonly timeZone: string;
  readonly labelDelay?: string;
  readonly labelValues?: Record<string, string>;
}

export function registerImport(program: Command): void {
  const command = program
    .command('import')
    .description('Bring in your own pledges, outcomes or events from files.')
    .argument('<kind>', importKinds.join(', '), kindOf)
    .argument('<files...>', 'CSV, TSV or newline-delimited JSON, plain or gzip; on the server’s machine')
    .option('--map <pairs>', 'our field = your column, as in pledge_id=TRANSACTION_ID,time=TX_DATETIME', pairs)
    .option('--set <pairs>', 'our field = a value for every line, as in currency=USD', pairs)
    .addOption(new Option('--format <format>', 'by the name of the file unless said').choices(importFormats))
    .addOption(
      new Option('--amount-unit <unit>', 'major: 57.16 is $57.16; minor: 5716 is')
        .choices(amountUnits)
        .default('minor'),
    )
    .option('--time-format <format>', 'auto, unix, unix_ms, unix_us or a pattern such as YYYY-MM-DD HH:mm:ss', 'auto')
    .option('--time-zone <zone>', 'IANA zone of times without an offset', 'UTC')
    .option('--label-delay <delay>', 'how long after its pledge a label became known, as in 7d')
    .option('--label-values <pairs>', 'value of the label column = label, as in 1=chargeback,0=', pairs);
  askingServer(command, 'imports:write and jobs:read')
    .addHelpText(
      'after',
      '\nThe same file counts once, and an import that was cut short goes on where it was. Fields: docs/guides/import.md.',
    )
    .action(runImports);
}

async function runImports(kind: ImportKind, files: string[], options: ImportOptions): Promise<void> {
  const finished = await withServer(options, async (server) => {
    const views: ImportView[] = [];
    for (const file of files) views.push(await importFile(server, kind, file, options));
    return views;
  });
  if (options.json === true) sayJson(finished);
  const failures = finished.flatMap(failuresOf);
  if (failures.length > 0) throw new PlainError(failures.join('\n'));
}

async function importFile(
  server: RunningServer,
  kind: ImportKind,
  file: string,
  options: ImportOptions,
): Promise<ImportView> {
  const answer = await server.post<ImportAnswer>('/v1/imports', {
    kind,
    path: resolve(file),
    ...(options.format === undefined ? {} : { format: options.format }),
    mapping: {
      map: options.map ?? {},
      set: options.set ?? {},
      amount_unit: options.amountUnit,
      time_format: options.timeFormat,
      time_zone: options.timeZone,
      ...(options.labelDelay === undefined ? {} : { label_delay: options.labelDelay }),
      ...(options.labelValues === undefined ? {} : { label_values: options.labelValues }),
    },
  });
  const path = `/v1/imports/${answer.import.id}`;
  const view = await untilEnded<ImportView>(server, path, `Importing ${file}`, new Progress());
  if (options.json !== true)
    process.stdout.write(describeImport(file, view, answer.repeated, await leftAside(server, view)));
  return view;
}

async function leftAside(server: RunningServer, { id, counts }: ImportView): Promise<LeftAside | undefined> {
  if (counts.quarantined === 0) return undefined;
  const path = `/v1/imports/${id}/quarantine`;
  return { lines: await server.get<QuarantinedLine[]>(`${path}?limit=1000`), place: server.place(path) };
}

function kindOf(text: string): ImportKind {
  const kind = importKinds.find((known) => known === text);
  if (kind === undefined) throw new InvalidArgumentError(`Choose one of ${importKinds.join(', ')}.`);
  return kind;
}

/** `a=b,c=d`, repeatable. */
function pairs(text: string, before: Record<string, string> | undefined): Record<string, string> {
  const found: Record<string, string> = { ...before };
  for (const pair of text.split(',')) {
    const at = pair.indexOf('=');
    if (at < 1) throw new InvalidArgumentError(`"${pair}" is no field=column.`);
    found[pair.slice(0, at).trim()] = pair.slice(at + 1).trim();
  }
  return found;
}
