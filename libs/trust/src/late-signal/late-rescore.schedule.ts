import type { Clock } from '#libs/contracts';
import type { Database } from '#libs/postgres';
import type { Schedule } from '#libs/queue';
import { noteSignal, type GeographySubject } from './signal.js';

/** The injection token of the look at what became known. */
export const LATE_RESCORE_SCHEDULE = Symbol('LATE_RESCORE_SCHEDULE');

const everySeconds = 2;
const signalsAtOnce = 100;

/** A job for each signal that waits; of geography, what the warehouse has taken in is one. */
export const lateRescoreSchedule = (database: Database, clock: Clock): Schedule => ({
  name: 'late_rescore',
  everyMinutes: everySeconds / 60,
  payloads: async () => {
    const fresh = await database.query<GeographySubject>('late_signal/list_new_geographies');
    for (const subject of fresh) await noteSignal(database, clock, { kind: 'geo_database', subject });
    const waiting = await database.query<{ id: string }>('late_signal/list_waiting', { row_limit: signalsAtOnce });
    return waiting.map(({ id }) => ({ payload: { signal_id: id }, deduplicationKey: id }));
  },
});
