import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';
import { Option, type Command } from 'commander';
import { inheritedEnvironment, loadConfig, projectRoot } from '#libs/config';
import type { Certificate } from '#libs/contracts';
import { boundText, certificateMarkdown, figureText } from '../certificate/certificate-markdown.js';
import { withSummary } from '../certificate/certificate-summary.js';
import { certify, withParts } from '../certificate/certify.js';
import { certificateParts } from '../certificate/parts.js';
import { counted } from '../terminal/counted.js';
import { Progress } from '../terminal/progress.js';
import { say, sayJson } from '../terminal/say.js';
import { textTable } from '../terminal/text-table.js';
import { wholeNumber } from '../terminal/whole-number.js';

interface CertifyOptions {
  readonly quick?: boolean;
  readonly part?: readonly string[];
  readonly seed: number;
  readonly threads: number;
  readonly handbook: string;
  readonly json?: boolean;
}

/** Of the simulated experiments; the errors are three times as wide. */
const QUICK = 1 / 9;

const handbookFile = '../shared/data/handbook/transactions_until_2018-08-07.csv.gz';

export function registerCertify(program: Command): void {
  program
    .command('certify')
    .description(
      'Judge statistics and scoring by simulation; the report is docs/certificate.md. Fails when a bound is broken.',
    )
    .option('--quick', 'a ninth of the experiments, few pledges, the same bounds, and no report')
    .addOption(
      new Option('--part <names...>', 'only these; the report keeps what it says of the others').choices(
        certificateParts.map(({ name }) => name),
      ),
    )
    .option('--seed <number>', 'another seed draws other experiments', wholeNumber(), 1)
    .addOption(
      new Option('--threads <number>', 'how many at once; the figures are the same')
        .argParser(wholeNumber())
        .default(availableParallelism(), 'the processor’s'),
    )
    .option('--handbook <file>', 'the Fraud Detection Handbook’s card payments; left out where it is not', handbookFile)
    .option('--json', 'the certificate as JSON, and nothing else, on standard output')
    .action(run);
}

async function run({ quick = false, part, seed, threads, handbook, json = false }: CertifyOptions): Promise<void> {
  const progress = new Progress();
  const { dataFolder } = loadConfig(inheritedEnvironment());
  const file = resolve(projectRoot(), handbook);
  const certificate = await certify({
    parts: certificateParts.filter(({ name }) => part?.includes(name) ?? true),
    seed,
    budget: quick ? QUICK : 1,
    threads,
    folder: join(dataFolder, 'certificate'),
    handbook: existsSync(file) ? file : null,
    progress: (name, done, total) => progress.update(`Judging: ${name}`, done, total),
  });
  progress.end();
  if (!quick) write(certificate);
  if (json) sayJson(certificate);
  else tell(certificate, quick);
  if (!certificate.ok) process.exitCode = 1;
}

/** The report, and what of it the README shows; parts that were not run stand as they are. */
function write(again: Certificate): void {
  const at = (name: string): string => join(projectRoot(), name);
  const before = JSON.parse(readFileSync(at('docs/certificate.json'), 'utf8')) as Certificate;
  const names = certificateParts.map(({ name }) => name);
  const certificate = withParts(before, again, names);
  writeFileSync(at('docs/certificate.md'), certificateMarkdown(certificate));
  writeFileSync(at('docs/certificate.json'), `${JSON.stringify(certificate, undefined, 2)}\n`);
  writeFileSync(at('README.md'), withSummary(readFileSync(at('README.md'), 'utf8'), certificate));
}

function tell({ parts, seconds }: Certificate, unwritten: boolean): void {
  const rows = parts.flatMap(({ rows }) => rows);
  const shown = rows.filter(({ ok }) => ok === false || unwritten);
  const cells = shown.map((row) => [
    row.ok === false ? 'BROKEN' : row.ok === null ? '' : 'holds',
    row.column === undefined ? row.what : `${row.what}, ${row.column}`,
    row.n.toLocaleString('en-US'),
    figureText(row),
    boundText(row),
  ]);
  if (cells.length > 0) say(`${textTable(['', 'what', 'of', 'figure', 'bound'], cells)}\n`);
  const broken = rows.filter(({ ok }) => ok === false).length;
  const verdict = broken === 0 ? 'Every bound holds' : `${counted(broken, 'bound')} broken`;
  say(
    `${verdict}: ${counted(rows.length, 'figure')} in ${counted(seconds, 'second')}${unwritten ? '' : '; docs/certificate.md'}.`,
  );
}
