import type { BacktestBody, BacktestView, PinnedBacktest, PinnedRule } from '#libs/contracts';
import { notFound } from '#libs/errors';
import type { Database, Transaction } from '#libs/postgres';
import type { BacktestTally } from '#libs/scoring';
import type { RunningRule } from '../configuration/configuration.js';

export interface BacktestRow extends Omit<BacktestView, 'result' | 'state'> {
  readonly request: BacktestBody;
  readonly pinned: PinnedBacktest;
  readonly tally: BacktestTally | null;
  readonly state: BacktestView['state'] | null;
}

/** @throws VerdictError `not_found` */
export async function findBacktest(database: Database, id: string): Promise<BacktestRow> {
  const row = await database.maybeOne<BacktestRow>('backtest/find_backtest', { id });
  if (row === undefined) throw notFound('There is no backtest of this id.');
  return row;
}

/** What these versions of rules said. */
export const pinnedRules = (database: Transaction, rules: readonly PinnedRule[]): Promise<RunningRule[]> =>
  database.query<RunningRule>('backtest/list_pinned_rules', { rules: JSON.stringify(rules) });
