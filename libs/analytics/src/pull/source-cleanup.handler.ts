import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, type Clock } from '#libs/contracts';
import { AbandonedBatches } from '#libs/events';
import { OBJECTS, type ObjectStore } from '#libs/objects';
import { Database, DATABASE } from '#libs/postgres';
import type { JobContext, JobHandler, Schedule } from '#libs/queue';

/** Somebody may want to see what a run left; after two days nobody does. */
const keptMs = 2 * 86_400_000;

/** Nothing is a day in being written. */
const unfinishedMs = 86_400_000;

/** Removes what runs of pulls that were cut short, and writes whose process was killed, have left in the buckets. */
@Injectable()
export class SourceCleanupHandler implements JobHandler {
  readonly name = 'source_cleanup';

  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(AbandonedBatches) private readonly batches: AbandonedBatches,
    @Inject(OBJECTS) private readonly objects: ObjectStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async run(_payload: unknown, { signal }: JobContext): Promise<{ batches: number; unfinished: number }> {
    const running = await this.database.query<{ origin: string }>('source_pull/list_running');
    const kept = running.map(({ origin }) => origin);
    const now = this.clock.now();
    const batches = await this.batches.remove('pull-', new Date(now - keptMs), kept, signal);
    const unfinished = (await this.objects.sweep?.(new Date(now - unfinishedMs))) ?? 0;
    return { batches, unfinished };
  }
}

/** The injection token of the cleanup's schedule. */
export const SOURCE_CLEANUP_SCHEDULE = Symbol('SOURCE_CLEANUP_SCHEDULE');

export const sourceCleanupSchedule: Schedule = {
  name: 'source_cleanup',
  // The clock starts with the worker, and no worker need run for a day.
  everyMinutes: 60,
  payloads: () => Promise.resolve([{ payload: {}, deduplicationKey: 'all' }]),
};
