import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, type Clock } from '#libs/contracts';
import { Database, DATABASE } from '#libs/postgres';
import type { Schedule } from '#libs/queue';
import { listSources, listTables, type WantedTable } from '../source/source.repository.js';
import { lastAsked, type Rhythm } from './due.js';
import { duePulls, recentPulls, rhythmOf } from './freshness.js';
import type { PullRow } from './pull.repository.js';
import { PullService } from './pull.service.js';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** Submits what is due, and what became due while no worker was up. One that failed waits for an hour. */
@Injectable()
export class PullSchedule implements Schedule {
  readonly name = 'source_pull';
  readonly everyMinutes = 1;

  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(PullService) private readonly pulls: PullService,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Each row with its job is there already: whoever asks finds it by its key, and brings it into the queue. */
  async payloads(): Promise<{ payload: { pull_id: string }; deduplicationKey: string }[]> {
    const due: { payload: { pull_id: string }; deduplicationKey: string }[] = [];
    for (const { wanted, day } of await this.due()) {
      const { row, job } = await this.database.transaction((transaction) =>
        this.pulls.submit(transaction, wanted, day, true, 'system'),
      );
      if (job !== undefined) due.push({ payload: { pull_id: row.id }, deduplicationKey: row.id });
    }
    return due;
  }

  private async due(): Promise<{ wanted: WantedTable; day: string }[]> {
    const now = this.clock.now();
    const recent = await recentPulls(this.database, now);
    const sources = new Map((await listSources(this.database)).map((source) => [source.key, source]));
    const due: { wanted: WantedTable; day: string }[] = [];
    for (const table of await listTables(this.database)) {
      const source = sources.get(table.source);
      const rhythm = source === undefined ? undefined : rhythmOf(source.definition, table.name, table.definition);
      const pulls = recent.get(`${table.source}/${table.name}`) ?? [];
      if (source === undefined || rhythm === undefined) continue;
      for (const day of duePulls(now, rhythm, pulls))
        if (
          mayBegin(
            now,
            rhythm,
            pulls.find((pull) => pull.day === day),
          )
        )
          due.push({ wanted: { source, table }, day });
    }
    return due;
  }
}

/**
 * `last`: the newest pull of that day. A failed one begins again each hour of its first day, and then waits for a person.
 * What a person cancelled, or the warehouse refused, stays so until the schedule asks the next time.
 */
function mayBegin(now: number, rhythm: Rhythm, last: PullRow | undefined): boolean {
  if (last === undefined || last.job_state === null) return true;
  const endedAt = (last.finished_at ?? last.ended_at)?.getTime() ?? now;
  if (last.refused !== null || last.job_state === 'cancelled') return endedAt < lastAsked(now, rhythm);
  if (last.finished_at !== null) return true;
  return last.job_state === 'failed' && now - endedAt >= hourMs && now - last.created_at.getTime() < dayMs;
}
