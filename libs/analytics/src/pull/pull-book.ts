import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, dayAt, type Clock } from '#libs/contracts';
import { invalid } from '#libs/errors';
import { Buckets } from '#libs/events';
import { Database, DATABASE } from '#libs/postgres';
import type { JobContext } from '#libs/queue';
import { findSource, findTable, type WantedTable } from '../source/source.repository.js';
import { hasDays } from './freshness.js';
import { findPull, finishPull, type PullResult, type PullRow } from './pull.repository.js';

/** How long after a day its end is still what a server shows: a pull that began before midnight may be tried again. */
const graceMs = 6 * 3_600_000;

/** What Postgres knows of pulls under way; only whoever holds the job writes. */
@Injectable()
export class PullBook {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(Buckets) private readonly buckets: Buckets,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @throws VerdictError `invalid` where there is none */
  async find(id: string): Promise<PullRow> {
    const pull = await findPull(this.database, id);
    if (pull === undefined) throw invalid(`There is no pull ${id}.`);
    return pull;
  }

  /** @throws VerdictError `invalid` where the description is gone, or the day cannot be known any more */
  async wanted(pull: PullRow): Promise<WantedTable> {
    const source = await findSource(this.database, pull.source);
    const table = await findTable(this.database, pull.source, pull.table);
    if (source === undefined || table === undefined)
      throw invalid(`The table ${pull.table} of the source ${pull.source} is not described any more.`);
    const isOver = dayAt(this.clock.now() - graceMs) > pull.day;
    if (isOver && !hasDays(source.definition, table.name, table.definition))
      throw invalid(`${pull.day} is over, and ${pull.table} is only known as it is now: pull today.`);
    return { source, table };
  }

  /** @returns the origin of the run that begins; what other runs left under theirs is never loaded. */
  begin({ id }: PullRow, context: JobContext): Promise<string> {
    return this.database.transaction(async (transaction) => {
      await context.hold(transaction);
      const values = { id, started_at: new Date(this.clock.now()) };
      const { attempt } = await transaction.one<{ attempt: number }>('source_pull/begin_attempt', values);
      return `pull-${id}-${attempt}`;
    });
  }

  /** Lets the warehouse load what the run brought, in the transaction that says that it ended. */
  async finish({ id }: PullRow, origin: string, result: PullResult, context: JobContext): Promise<void> {
    await this.database.transaction(async (transaction) => {
      await context.hold(transaction);
      await this.buckets.complete(origin, transaction);
      await finishPull(transaction, id, result, new Date(this.clock.now()));
    });
  }
}
