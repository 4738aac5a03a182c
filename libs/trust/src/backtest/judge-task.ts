import type { BacktestTally } from '#libs/scoring';
import type { BacktestRow } from './backtest.repository.js';
import type { HistorySlice } from './history.js';

/** What a thread is asked: to judge slices of history, one after the other, on connections of its own. */
export interface JudgeTask {
  readonly databaseUrl: string;
  readonly request: BacktestRow['request'];
  readonly pinned: BacktestRow['pinned'];
  readonly slices: readonly HistorySlice[];
  /** When lists and snoozes of now are asked for: now. */
  readonly nowMs: number;
}

/** What it says of each slice. */
export interface JudgedSlice {
  readonly pledges: number;
  readonly tally: BacktestTally;
}
