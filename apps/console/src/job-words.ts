import type { Job } from './api.js';
import type { Tone } from './components/badge.js';
import { duration } from './format.js';

export const jobTone: Readonly<Record<Job['state'], Tone>> = {
  pending: 'plain',
  running: 'info',
  done: 'good',
  failed: 'bad',
  cancelled: 'warn',
};

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
