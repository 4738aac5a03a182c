import { availableParallelism } from 'node:os';
import type { Command } from 'commander';
import { Protocol, readCardPayments, type ProtocolFigures } from '#libs/trust';
import { Progress } from '../terminal/progress.js';
import { say, sayJson } from '../terminal/say.js';
import { textTable } from '../terminal/text-table.js';
import { wholeNumber } from '../terminal/whole-number.js';

interface HandbookOptions {
  readonly days: number;
  readonly weeks: number;
  readonly seed: number;
  readonly live?: boolean;
  readonly json?: boolean;
}

/** The random forest of the Handbook, which of its models is the best by this protocol. */
const published = ['published: random forest', '7', '', '', '0.658', '0.867', '0.287', ''];

export function registerModel(program: Command): void {
  const command = program.command('model').description('Judge the model that is trained from labels.');
  command
    .command('handbook')
    .description('Train and test on the Fraud Detection Handbook’s card payments, by its published protocol.')
    .argument('<file>', 'CSV, plain or gzip, with TX_DATETIME, CUSTOMER_ID, TERMINAL_ID, TX_AMOUNT and TX_FRAUD')
    .option('--days <number>', 'how many days are learnt from', wholeNumber(), 28)
    .option('--weeks <number>', 'how many test weeks, from the last one back', wholeNumber(), 2)
    .option('--seed <number>', 'another seed draws other bags', wholeNumber(), 1)
    .option('--live', 'only the features that live scoring has')
    .option('--json', 'the figures as JSON, and nothing else, on standard output')
    .action(runHandbook);
}

async function runHandbook(file: string, { days, weeks, seed, live, json }: HandbookOptions): Promise<void> {
  const progress = new Progress();
  progress.update('Reading', 0, weeks);
  const protocol = new Protocol(await readCardPayments(file));
  const figures: ProtocolFigures[] = [];
  for (let weeksBack = 0; weeksBack < weeks; weeksBack++) {
    const options = { trainDays: days, features: live === true ? 'live' : 'all', seed, weeksBack } as const;
    const run = { signal: new AbortController().signal, threads: availableParallelism(), progress: () => undefined };
    figures.push(await protocol.run(options, run));
    progress.update('Weeks', figures.length, weeks);
  }
  progress.end();
  if (json === true) sayJson(figures);
  else say(textTable(columns, [...figures.map((one) => cellsOf(one, days)), published]));
}

const columns = ['tested week', 'days', 'payments', 'frauds', 'AP', 'AUC', 'card precision@100', 'calibration error'];

const cellsOf = ({ tested_from, tested, tested_frauds, metrics }: ProtocolFigures, days: number): string[] => [
  tested_from,
  String(days),
  String(tested),
  String(tested_frauds),
  metrics.average_precision?.toFixed(3) ?? '',
  metrics.auc?.toFixed(3) ?? '',
  metrics.card_precision_100.toFixed(3),
  metrics.calibration_error.toFixed(5),
];
