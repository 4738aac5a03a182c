import type { Job } from './api.js';
import type { Tone } from './components/badge.js';
import { duration, words } from './format.js';

export const jobTone: Readonly<Record<Job['state'], Tone>> = {
  pending: 'plain',
  running: 'plain',
  done: 'good',
  failed: 'bad',
  cancelled: 'warn',
};

/** One job imports both; which of them, its import knows. */
export const jobName = (name: string): string =>
  name === 'import_pledges' ? 'Import pledges or outcomes' : words(name);

export const isUnfinished = ({ state }: Job): boolean => state === 'pending' || state === 'running';

export const isFinished = (job: Job): boolean => !isUnfinished(job);

/** How long a job has waited, runs, or took. */
export function timeOf({ state, created_at, started_at, finished_at }: Job, now: number): string {
  const [created, started, finished] = [created_at, started_at, finished_at].map((at) => (at ? Date.parse(at) : now));
  if (created === undefined || started === undefined || finished === undefined) return '–';
  if (state === 'pending') return `waiting ${duration(now - created)}`;
  if (state === 'running') return `running ${duration(now - started)}`;
  return started_at === null ? 'never ran' : `took ${duration(finished - started)}`;
}
