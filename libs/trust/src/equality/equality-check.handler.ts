import { Inject, Injectable, Logger } from '@nestjs/common';
import { CLOCK, newId, type Clock } from '#libs/contracts';
import { Database, DATABASE } from '#libs/postgres';
import type { JobContext, JobHandler, Schedule } from '#libs/queue';
import { EqualityCheck } from '../replay/equality.js';
import { ReplayService } from '../replay/replay.service.js';
import { liveOrigin } from '../velocity/observation.js';

/** The injection token of its schedule. */
export const EQUALITY_CHECK_SCHEDULE = Symbol('EQUALITY_CHECK_SCHEDULE');

const dayMs = 86_400_000;
/** What was stamped within these may not be stored yet. */
const settledMs = 10 * 60_000;
/** Of the day so many times, drawn anew each day, and so many pledges after each. */
const places = 10;
const pledgesEach = 100;
const shownExamples = 3;

interface Checked {
  readonly answers: number;
  readonly compared: number;
  readonly differing: number;
}

/**
 * Compares a sample of the day before: what live scoring said of a pledge, what SQL says of all of them at once, and what a
 * replay says of each. What differs and is not marked is kept, counted by a figure, and calls for somebody.
 */
@Injectable()
export class EqualityCheckHandler implements JobHandler {
  readonly name = 'equality_check';
  readonly atOnce = 1;
  private readonly logger = new Logger(EqualityCheckHandler.name);

  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(ReplayService) private readonly replays: ReplayService,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async run(_payload: unknown, context: Pick<JobContext, 'signal' | 'hold' | 'progress'>): Promise<Checked> {
    const now = this.clock.now();
    const check = new EqualityCheck(this.database, this.replays);
    let done = 0;
    let counts = check.counted;
    for await (const found of check.sample(stampsOf(now), pledgesEach)) {
      context.signal.throwIfAborted();
      counts = found;
      context.progress(++done, null, 'Comparing');
    }
    const { answers, attempts, values: compared, marked, sqlDiffering, replayDiffering, examples } = counts;
    const differing = sqlDiffering + replayDiffering;
    await this.database.transaction(async (transaction) => {
      await transaction.query('equality_check/insert_check', {
        id: newId(this.clock),
        checked_at: new Date(now),
        answers: answers + attempts,
        compared,
        marked,
        differing,
        examples: JSON.stringify(examples),
      });
      await context.hold(transaction);
    });
    if (differing > 0)
      this.logger.error({
        message: `Of ${answers + attempts} pledges of the last day ${differing} values are not what live scoring said.`,
        first: examples.slice(0, shownExamples),
      });
    return { answers: answers + attempts, compared, differing };
  }
}

/** µs; each day from another moment. */
function stampsOf(nowMs: number): number[] {
  const { from_stamp, until_stamp } = dayBefore(nowMs);
  const step = (until_stamp - from_stamp) / places;
  const drawn = ((Math.floor(nowMs / dayMs) * 0.618_033_988_749_895) % 1) * step;
  return Array.from({ length: places }, (_, place) => Math.floor(from_stamp + place * step + drawn));
}

const dayBefore = (nowMs: number) => ({
  from_stamp: (nowMs - settledMs - dayMs) * 1_000,
  until_stamp: (nowMs - settledMs) * 1_000,
});

/** Values that differed when it was last looked. */
export async function countUnequal(database: Database): Promise<number> {
  const latest = await database.maybeOne<{ differing: number }>('equality_check/find_latest');
  return latest?.differing ?? 0;
}

/** Once a day, where there are pledges: what is due is read from what there is, not from how long a worker runs. */
export const equalityCheckSchedule = (database: Database, clock: Clock): Schedule => ({
  name: 'equality_check',
  everyMinutes: 15,
  payloads: async () => {
    const now = clock.now();
    const asked = { checked_since: new Date(now - dayMs), origin: liveOrigin, ...dayBefore(now) };
    const due = await database.maybeOne('equality_check/find_due', asked);
    return due === undefined ? [] : [{ payload: {}, deduplicationKey: 'all' }];
  },
});
