import type { Clock } from '#libs/contracts';
import type { Schedule } from '#libs/queue';
import type { ExperimentRepository } from '../experiment/experiment.repository.js';

/** Outcomes arrive late: one more week after the last window. */
const slackDays = 7;

/** Refreshes whatever still changes: experiments that enrol, and those whose windows are not all closed. */
export function refreshSchedule(experiments: ExperimentRepository, clock: Clock, everyMinutes: number): Schedule {
  return {
    name: 'experiment_refresh',
    everyMinutes: Math.max(1, everyMinutes),
    payloads: async () => {
      const keys = await experiments.listRefreshable(new Date(clock.now()), slackDays);
      return keys.map((key) => ({ payload: { experiment_key: key }, deduplicationKey: key }));
    },
  };
}
