import type { Schedule } from '#libs/queue';

/** The injection token of the daily scan. */
export const INTERACTION_SCHEDULE = Symbol('INTERACTION_SCHEDULE');

const minutesOfDay = 1_440;

/** One job is of all that run. */
export const allExperiments = { payload: {}, deduplicationKey: 'all' } as const;

/** Every day: units whose window has closed meanwhile count. */
export const interactionSchedule: Schedule = {
  name: 'interaction_scan',
  everyMinutes: minutesOfDay,
  payloads: () => Promise.resolve([allExperiments]),
};
