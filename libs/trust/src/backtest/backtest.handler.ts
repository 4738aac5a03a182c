import { availableParallelism } from 'node:os';
import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '#libs/config';
import { CLOCK, jobPayloads, type Clock } from '#libs/contracts';
import { unavailable } from '#libs/errors';
import { Database, DATABASE } from '#libs/postgres';
import type { JobContext, JobHandler } from '#libs/queue';
import { addCounts, type BacktestTally } from '#libs/scoring';
import { threadItems } from '#libs/threads';
import { findBacktest, type BacktestRow } from './backtest.repository.js';
import { beginning, slicesAfter, type HistoryPosition } from './history.js';
import { judgeSlices } from './judge-slices.js';
import type { JudgedSlice, JudgeTask } from './judge-task.js';

const entry = new URL('./judge.thread.js', import.meta.url);

/** Some tenths of a second of work each. */
const sliceRows = 5_000;
/** So many at most: the database has as much to do as they have. */
const mostThreads = 4;

interface Saved {
  readonly after: HistoryPosition;
  readonly done: number;
  readonly tally: BacktestTally | Record<string, never>;
}

/**
 * Judges the stored pledges of a time by two policies. The time is cut into slices that threads read and judge beside each
 * other; they are counted in their order, and a run that was cut short goes on after the last one that was.
 */
@Injectable()
export class BacktestHandler implements JobHandler {
  readonly name = 'backtest';
  readonly atOnce = 1;

  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Pick<Config, 'databaseUrl'>,
  ) {}

  async run(payload: unknown, context: JobContext): Promise<{ pledges: number }> {
    const { backtest_id: id } = jobPayloads.backtest.parse(payload);
    const row = await findBacktest(this.database, id);
    if (row.tally !== null) return { pledges: row.tally.all.pledges };
    const tally = await this.count(row, context);
    await this.database.transaction(async (transaction) => {
      const values = { id, tally: JSON.stringify(tally), answered_at: new Date(this.clock.now()) };
      await transaction.query('backtest/finish_backtest', values);
      await context.hold(transaction);
    });
    return { pledges: tally.all.pledges };
  }

  private async count({ request, pinned }: BacktestRow, context: JobContext): Promise<BacktestTally> {
    const { databaseUrl } = this.config;
    if (databaseUrl === undefined) throw unavailable('DATABASE_URL is not set.');
    const saved = (context.saved ?? { after: beginning, done: 0, tally: {} }) as Saved;
    const { tally } = saved;
    let { done } = saved;
    const period = { from: request.from, to: request.to, as_of: pinned.as_of };
    const slices = await slicesAfter(this.database, period, saved.after, sliceRows);
    const most = done + slices.length * sliceRows;
    const judging = this.judge({ databaseUrl, request, pinned, slices, nowMs: this.clock.now() }, context.signal);
    try {
      for (const [index, { until }] of slices.entries()) {
        const step = await judging[index % judging.length]?.next();
        if (step === undefined || step.done === true) throw new Error('A thread ended before its slices did.');
        addCounts(tally, step.value.tally);
        done += step.value.pledges;
        context.progress(done, most, 'Judging');
        await context.checkpoint({ after: until, done, tally } satisfies Saved);
        context.signal.throwIfAborted();
      }
    } finally {
      await Promise.allSettled(judging.map((one) => one.return(undefined)));
    }
    return tally as BacktestTally;
  }

  /** The slices in turn, by as many threads as there are processors; a single one is done before a thread has started. */
  private judge(task: JudgeTask, signal: AbortSignal): AsyncGenerator<JudgedSlice>[] {
    const { slices, request } = task;
    if (slices.length === 1) return [judgeSlices(this.database, task)];
    // Lists of now are read by each thread that judges by them, and may be large.
    const threads = request.lists === 'now' ? 1 : Math.min(slices.length, availableParallelism(), mostThreads);
    return Array.from({ length: threads }, (_, thread) => {
      const own = slices.filter((_slice, index) => index % threads === thread);
      return threadItems<JudgedSlice>(entry, { ...task, slices: own }, { signal });
    });
  }
}
