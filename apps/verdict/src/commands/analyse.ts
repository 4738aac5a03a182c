import { writeFileSync } from 'node:fs';
import { totalmem } from 'node:os';
import { join } from 'node:path';
import { InvalidArgumentError, Option, type Command } from 'commander';
import { projectRoot, sourceCommit } from '#libs/config';
import { analyseFile, analyseLooks, fileFormats, formatOf, type FileFormat } from '#libs/experimentation';
import { SqlCatalogue } from '#libs/postgres';
import { looksPage } from '../file-readout/looks-page.js';
import { looksText } from '../file-readout/looks-text.js';
import { readoutPage } from '../file-readout/page.js';
import { paletteFor, type Palette } from '../file-readout/palette.js';
import { readoutText } from '../file-readout/text.js';
import { PlainError } from '../plain-error.js';
import { Progress } from '../terminal/progress.js';
import { say, sayJson } from '../terminal/say.js';
import { wholeNumber } from '../terminal/whole-number.js';

interface AnalyseCommand {
  readonly unit?: string;
  readonly variant?: string;
  readonly metrics?: readonly string[];
  readonly kind?: readonly string[];
  readonly date?: string;
  readonly covariate?: readonly string[];
  readonly cap?: readonly string[];
  readonly missing: 'leave-out' | 'zero';
  readonly looks?: string;
  readonly rows?: 'daily' | 'cumulative';
  readonly planned?: string;
  readonly procedure?: 'group-sequential' | 'confidence-sequence';
  readonly every: number;
  readonly weights?: readonly string[];
  readonly baseline?: string;
  readonly alpha: number;
  readonly format?: FileFormat;
  readonly html?: string;
  readonly json?: boolean;
}

/** What does not fit into it is set aside on the disk. */
const mostMemory = 1_073_741_824;

export function registerAnalyse(program: Command): void {
  const command = program
    .command('analyse')
    .description('Read an experiment from a file: the whole readout, with no server and nothing to define.')
    .argument('[file]', 'rows of units: CSV or TSV, Parquet, or newline-delimited JSON; CSV and JSON plain or gzip')
    .option('--unit <column>', 'whom a row is about, as user_id; rows of one unit are added up')
    .option('--variant <column>', 'what the unit met')
    .option('--metrics <columns...>', 'what is measured, as visits,spend; a ratio as spend/visits')
    .option(
      '--kind <pairs...>',
      'spend=mean, proportion or a quantile as p90; a proportion where all have 0 or 1 unless said',
    )
    .option('--date <column>', 'the day of a row, YYYY-MM-DD…: results and split from day to day')
    .option('--covariate <columns...>', 'the same from before, to narrow intervals: prior_spend, or spend=prior_spend')
    .option('--cap <pairs...>', 'the most that a unit counts with: spend=500, or spend=p99 of all units')
    .addOption(
      new Option('--missing <rule>', 'a unit without a value is left out of that metric, or has 0')
        .choices(['leave-out', 'zero'])
        .default('leave-out'),
    )
    .option(
      '--looks <file>',
      'in place of rows: a table with day, variant, metric, n, and mean and sd or sum and sum_of_squares',
    )
    .addOption(
      new Option('--rows <what>', 'of the table: what came each day, or all so far').choices(['daily', 'cumulative']),
    )
    .option('--planned <end>', 'where looks end: a number of units of all variants, or a day')
    .addOption(
      new Option(
        '--procedure <name>',
        'of looks: group-sequential with a plan and confidence-sequence without, unless said',
      ).choices(['group-sequential', 'confidence-sequence']),
    )
    .option('--every <days>', 'from one look to the next', wholeNumber(), 1);
  everyReadout(command)
    .addHelpText(
      'after',
      '\nA file of rows needs --unit, --variant and --metrics; a table needs --looks and --rows.\nWhat is done with them, and why: docs/guides/analyse.md.',
    )
    .action(run);
}

const everyReadout = (command: Command): Command =>
  command
    .option('--baseline <variant>', 'what all is compared with; control, or the first by the alphabet, unless said')
    .option('--weights <pairs...>', 'the planned split, as control=50,new=50; equal unless said')
    .option('--alpha <level>', 'the error rate of the whole readout', levelOf, 0.05)
    .addOption(new Option('--format <format>', 'by the name of the file unless said').choices(fileFormats))
    .option('--html <path>', 'write the readout as one page, too')
    .option('--json', 'the readout as JSON, and nothing else, on standard output');

/** One readout in each of its forms. */
interface Shown {
  readonly value: unknown;
  readonly page: () => string;
  readonly text: (columns: number, palette: Palette) => string;
}

async function run(path: string | undefined, options: AnalyseCommand): Promise<void> {
  const { html, json } = options;
  const progress = new Progress();
  const shown = await (options.looks === undefined
    ? ofRows(path, options, progress)
    : ofTable(path, options, progress));
  progress.end();
  if (html !== undefined) writeFileSync(html, shown.page());
  if (json === true) sayJson(shown.value);
  else say(shown.text(process.stdout.columns ?? 100, paletteFor(process.stdout)));
}

async function ofRows(path: string | undefined, options: AnalyseCommand, progress: Progress): Promise<Shown> {
  const { unit, variant, metrics, format, date, kind, cap, covariate, missing } = options;
  if (path === undefined || unit === undefined || variant === undefined || metrics === undefined)
    throw new PlainError('A file of rows needs --unit, --variant and --metrics; a table of summaries is --looks FILE.');
  const asked = {
    ...common(options),
    path,
    format: format ?? formatOf(path),
    unit,
    variant,
    metrics,
    date: date ?? null,
    kinds: kind ?? [],
    caps: cap ?? [],
    covariates: covariate ?? [],
    missing: missing === 'zero' ? ('zero' as const) : ('leave_out' as const),
  };
  const value = await analyseFile(asked, analysing(progress));
  return {
    value,
    page: () => readoutPage(value),
    text: (columns, palette) => readoutText(value, columns, palette),
  };
}

async function ofTable(path: string | undefined, options: AnalyseCommand, progress: Progress): Promise<Shown> {
  const { looks = '', rows, planned, procedure, every, format } = options;
  if (path !== undefined) throw new PlainError('--looks takes the table in place of a file of rows: one of them.');
  if (rows === undefined)
    throw new PlainError(
      '--rows daily says that a row is of what came on its day, --rows cumulative that it is of all so far.',
    );
  const asked = {
    ...common(options),
    path: looks,
    format: format ?? formatOf(looks),
    rows,
    planned: planned ?? null,
    procedure: procedure === undefined ? null : procedures[procedure],
    every,
  };
  const value = await analyseLooks(asked, analysing(progress));
  return { value, page: () => looksPage(value), text: (columns, palette) => looksText(value, columns, palette) };
}

const procedures = { 'group-sequential': 'group_sequential', 'confidence-sequence': 'confidence_sequence' } as const;

const common = ({ baseline, weights, alpha }: AnalyseCommand) => ({
  baseline: baseline ?? null,
  weights: weights ?? [],
  alpha,
});

const analysing = (progress: Progress) => ({
  catalogue: SqlCatalogue.load(join(projectRoot(), 'sql/warehouse')),
  commit: sourceCommit(projectRoot()),
  memoryBytes: Math.min(mostMemory, totalmem() / 4),
  step: (text: string) => progress.step(text),
});

function levelOf(text: string): number {
  const level = Number(text);
  if (level > 0 && level <= 0.5) return level;
  throw new InvalidArgumentError('It takes a level above 0, 0.5 at most.');
}
