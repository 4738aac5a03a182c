import { Inject, Injectable } from '@nestjs/common';
import { jobPayloads } from '#libs/contracts';
import type { JobContext, JobHandler } from '#libs/queue';
import { WAREHOUSE, type Warehouse } from '#libs/warehouse';
import { addDays, daysBetween } from './days.js';
import { derived } from './derived.js';

/** A month of days in one transaction: cut short, no more than that is done again. */
const chunkDays = 31;

interface Checkpoint {
  readonly next: string;
}

/**
 * Computes a derived table anew for a range of days, a chunk in each transaction: what was there of these days is replaced,
 * so that it may be cut short, repeated and run over any range.
 */
@Injectable()
export class BackfillHandler implements JobHandler {
  readonly name = 'warehouse_backfill';

  constructor(@Inject(WAREHOUSE) private readonly warehouse: Warehouse) {}

  accepts(): boolean {
    return this.warehouse.held;
  }

  async run(
    payload: unknown,
    { signal, saved, progress, checkpoint }: Pick<JobContext, 'signal' | 'saved' | 'progress' | 'checkpoint'>,
  ): Promise<object> {
    const { table, from, to } = jobPayloads.warehouse_backfill.parse(payload);
    const end = addDays(to, 1);
    const total = daysBetween(from, end);
    const { statements } = derived[table];
    let next = (saved as Checkpoint | null)?.next ?? from;
    while (next < end) {
      signal.throwIfAborted();
      const until = [addDays(next, chunkDays), end].toSorted()[0] ?? end;
      const days = { from_day: next, until_day: until };
      await this.warehouse.transaction(async (session) => {
        await session.query(`${statements}/delete_days`, days);
        await session.query(`${statements}/insert_days`, days);
      }, signal);
      next = until;
      await checkpoint({ next } satisfies Checkpoint);
      progress(daysBetween(from, next), total, `Computing ${table}`);
    }
    return { table, days: total };
  }
}
