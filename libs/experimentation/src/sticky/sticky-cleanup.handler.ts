import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, type Clock } from '#libs/contracts';
import { Database, DATABASE } from '#libs/postgres';
import type { JobContext, JobHandler, Schedule } from '#libs/queue';

/** Nobody is answered by what was given in an experiment that has ended; so long an analyst can still look at it. */
const keptMs = 30 * 86_400_000;
/** About a second's work, so that no statement holds much for long. */
const rowsAtOnce = 10_000;

/** Removes what units were given in experiments that have ended. */
@Injectable()
export class StickyCleanupHandler implements JobHandler {
  readonly name = 'sticky_cleanup';

  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async run(_payload: unknown, { signal }: Pick<JobContext, 'signal'>): Promise<{ buckets: number }> {
    const values = { ended_before: new Date(this.clock.now() - keptMs), row_limit: rowsAtOnce };
    let buckets = 0;
    for (;;) {
      signal.throwIfAborted();
      const deleted = await this.database.one<{ buckets: number }>('sticky_bucket/delete_ended', values);
      buckets += deleted.buckets;
      if (deleted.buckets < rowsAtOnce) return { buckets };
    }
  }
}

export const stickyCleanupSchedule: Schedule = {
  name: 'sticky_cleanup',
  // The clock starts with the worker, and no worker need run for a day.
  everyMinutes: 60,
  payloads: () => Promise.resolve([{ payload: {}, deduplicationKey: 'all' }]),
};

/** The injection token of the cleanup's schedule. */
export const STICKY_CLEANUP_SCHEDULE = Symbol('STICKY_CLEANUP_SCHEDULE');
