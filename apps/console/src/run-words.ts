import type { RunState } from '#libs/contracts';
import type { Question } from './api.js';
import type { Tone } from './components/badge.js';

export const runTone: Readonly<Record<RunState, Tone>> = { waiting: 'plain', answered: 'good', failed: 'bad' };

export const runWords: Readonly<Record<RunState, string>> = {
  waiting: 'Waiting',
  answered: 'Answered',
  failed: 'No answer',
};

/** The day by which it was needed is over, in UTC, and its last run has no answer. */
export const isOverdue = ({ needed_by, last_run, archived_at }: Question, now: number): boolean =>
  archived_at === null && last_run?.state !== 'answered' && new Date(now).toISOString().slice(0, 10) > needed_by;
