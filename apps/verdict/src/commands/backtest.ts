import type { Command } from 'commander';
import type { BacktestView, PledgeCounts } from '#libs/contracts';
import { askingServer, type AskingOptions } from '../client/server-options.js';
import { untilEnded } from '../client/until-ended.js';
import { withServer } from '../client/with-server.js';
import { PlainError } from '../plain-error.js';
import { Progress } from '../terminal/progress.js';
import { say, sayJson } from '../terminal/say.js';
import { textTable } from '../terminal/text-table.js';
import { wholeNumber } from '../terminal/whole-number.js';

interface BacktestOptions extends AskingOptions {
  readonly days: number;
  readonly to?: string;
  readonly add: readonly string[];
  readonly remove: readonly string[];
  readonly shadow?: boolean;
  readonly lists: 'then' | 'now';
  readonly asOf?: string;
}

const dayMs = 86_400_000;

export function registerBacktest(program: Command): void {
  askingServer(
    program
      .command('backtest')
      .description('Try a policy on stored pledges beside the one of now, and show what moves and how much money.')
      .option('--days <number>', 'how many days of pledges', wholeNumber(), 30)
      .option('--to <time>', 'until when, as in 2026-03-01T00:00:00Z; now unless said')
      .option('--add <rules...>', 'ids of rules, drafts and those in shadow, that count as live', [])
      .option('--remove <rules...>', 'ids of live rules that do not count', [])
      .option('--shadow', 'all rules in shadow count as live')
      .option('--lists <when>', 'entries as they were for each pledge, or of now: then or now', 'then')
      .option('--as-of <time>', 'what was stored later does not count: the same time gives the same answer again'),
    'jobs:write, rules:read and jobs:read',
  ).action(run);
}

async function run(options: BacktestOptions): Promise<void> {
  await withServer(options, async (server) => {
    const { days, add, remove, shadow = false, lists, asOf: as_of } = options;
    const end = options.to === undefined ? Date.now() : Date.parse(options.to);
    if (Number.isNaN(end)) throw new PlainError('--to is no time, as in 2026-03-01T00:00:00Z.');
    const [from, to] = [end - days * dayMs, end].map((at) => new Date(at).toISOString());
    const asked = await server.post<BacktestView>('/v1/backtests', { from, to, add, remove, shadow, lists, as_of });
    const view = await untilEnded<BacktestView>(server, `/v1/backtests/${asked.id}`, 'Judging', new Progress());
    if (options.json === true) sayJson(view);
    if (view.result === null) throw new PlainError(view.error ?? `The backtest was ${view.state}.`);
    if (options.json !== true) say(tables(view.result));
  });
}

const tables = ({ all, moves, rules, baseline, candidate }: NonNullable<BacktestView['result']>): string =>
  [
    textTable(
      ['', 'pledges', 'money', 'fraud', 'good', 'money of fraud', 'money of good'],
      [
        ['all', ...counts(all)],
        ...(['accept', 'manual_review', 'reject'] as const).flatMap((action) => [
          [`${action} now`, ...counts(baseline[action])],
          [`${action} then`, ...counts(candidate[action])],
        ]),
        ...moves.map(({ from, to, ...moved }) => [`${from} → ${to}`, ...counts(moved)]),
      ],
    ),
    textTable(
      ['rule', 'action', 'hits', 'precision', 'recall', 'alone', 'reviews', 'unknown'],
      rules.map(({ label, action, hits, quality, alone, reviews, unknown }) => [
        label,
        action,
        whole(hits.pledges),
        share(quality.known_now.precision),
        share(quality.known_now.recall),
        whole(alone.pledges),
        whole(reviews),
        whole(unknown),
      ]),
    ),
  ].join('\n\n');

const counts = ({ pledges, money, known_now: { fraud, good, fraud_money, good_money } }: PledgeCounts): string[] =>
  [pledges, money, fraud, good, fraud_money, good_money].map(whole);

const whole = (number: number): string => number.toLocaleString('en-US');

const share = (part: number | null): string => (part === null ? '' : `${(100 * part).toFixed(1)} %`);
