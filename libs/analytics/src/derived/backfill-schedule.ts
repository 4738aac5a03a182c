import { dayAt, derivedTables, type Clock, type DerivedTable } from '#libs/contracts';
import type { Database } from '#libs/postgres';
import type { Schedule } from '#libs/queue';
import { addDays } from './days.js';
import { derived } from './derived.js';

const everyMinutes = 5;
const freshMs = 6 * 3_600_000;

/** The injection token of the scheduled backfill. */
export const BACKFILL_SCHEDULE = Symbol('BACKFILL_SCHEDULE');

/**
 * Keeps what is derived current: its latest days are computed every six hours, on a new day, and when tables of the company
 * or geography have come since. What is due is read from the jobs, not from how long this process runs: one that is often started anew
 * would never come to it.
 */
export const backfillSchedule = (database: Database, clock: Clock): Schedule => ({
  name: 'warehouse_backfill',
  everyMinutes,
  payloads: async () => {
    const now = clock.now();
    const to = dayAt(now);
    const isCurrent = async (table: DerivedTable): Promise<boolean> => {
      const since = new Date(now - freshMs);
      const values = { table_name: table, day: to, since };
      return (await database.maybeOne('backfill/find_current', values)) !== undefined;
    };
    const due = [];
    for (const table of derivedTables) {
      if (await isCurrent(table)) continue;
      const from = addDays(to, -derived[table].recentDays);
      due.push({ payload: { table, from, to }, deduplicationKey: `${table}/${from}/${to}` });
    }
    return due;
  },
});
