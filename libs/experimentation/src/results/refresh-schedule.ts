import { Logger } from '@nestjs/common';
import type { Clock } from '#libs/contracts';
import type { Database } from '#libs/postgres';
import type { Schedule } from '#libs/queue';
import { ExperimentRepository } from '../experiment/experiment.repository.js';
import { forecastOf, latestCosts, type RefreshBudget } from './refresh-cost.js';

/** Outcomes arrive late: one more week after the last window. */
const slackDays = 7;

interface Refreshing {
  readonly everyMinutes: number;
  readonly budget: RefreshBudget;
}

/**
 * Refreshes whatever still changes: experiments that enrol, and those whose windows are not all closed. One that would go
 * beyond the budget waits for a person.
 */
export function refreshSchedule(database: Database, clock: Clock, { everyMinutes, budget }: Refreshing): Schedule {
  const experiments = new ExperimentRepository(database);
  const logger = new Logger('RefreshSchedule');
  const told = new Set<string>();
  const isWithin = async (key: string, now: Date): Promise<boolean> => {
    const experiment = await experiments.find(key);
    if (experiment === undefined) return false;
    const { within_budget, text } = forecastOf(experiment, await latestCosts(database, [key]), budget, now);
    if (within_budget) told.delete(key);
    else if (!told.has(key)) logger.warn(`The refresh of ${key} waits for somebody to ask for it. ${text}`);
    if (!within_budget) told.add(key);
    return within_budget;
  };
  return {
    name: 'experiment_refresh',
    everyMinutes: Math.max(1, everyMinutes),
    payloads: async () => {
      const now = new Date(clock.now());
      const keys = await experiments.listRefreshable(now, slackDays);
      const due: string[] = [];
      for (const key of keys) if (await isWithin(key, now)) due.push(key);
      return due.map((key) => ({ payload: { experiment_key: key }, deduplicationKey: key }));
    },
  };
}
