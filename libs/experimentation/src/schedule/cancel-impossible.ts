import type { Actor, Warning } from '#libs/contracts';
import type { Transaction } from '#libs/postgres';
import type { Experiment } from '../experiment/experiment.js';
import { stateAfter } from '../experiment/experiment-state.js';
import { stateProblems } from './check-schedule.js';
import { listPending } from './scheduled-row.js';

/** What was done, so that some of what was to come cannot happen any more. */
interface Cause {
  readonly action: string;
  readonly actor: Actor | undefined;
  readonly at: Date;
}

/**
 * Ends what an experiment's state will refuse, as cancelled and with the reason: it would wait for its time in vain. A pause
 * may be over by then, and ends nothing.
 */
export async function cancelImpossible(experiment: Experiment, cause: Cause, transaction: Transaction): Promise<void> {
  const pending = await listPending({ kind: 'experiment', key: experiment.key }, transaction);
  const asked = pending.flatMap(({ id, action, at }) => (action === 'publish' ? [] : [{ action, at, pointer: id }]));
  const enrolmentClosed = experiment.enrolmentClosedAt !== null;
  const state =
    experiment.state === 'paused' ? stateAfter('resume', { ...experiment, enrolmentClosed }) : experiment.state;
  for (const { pointer, rule } of stateProblems({ ...experiment, state }, asked))
    if (rule === 'possible_step') await cancel(pointer, cause, transaction);
}

/**
 * The same for a draft that was written anew: the start was of what it was before, and with it goes what was to come after.
 * @returns what is cancelled, for whoever has written it
 */
export async function cancelOutdated(
  experiment: Experiment,
  cause: Cause,
  transaction: Transaction,
): Promise<Warning[]> {
  const subject = { kind: 'experiment', key: experiment.key } as const;
  const before = await listPending(subject, transaction);
  const start = before.find(({ action }) => action === 'start');
  if (start === undefined) return [];
  await cancel(start.id, cause, transaction);
  await cancelImpossible(experiment, cause, transaction);
  const left = new Set((await listPending(subject, transaction)).map(({ id }) => id));
  return before
    .filter(({ id }) => !left.has(id))
    .map(({ action, at }) => ({
      pointer: '',
      rule: 'schedule_cancelled',
      detail: `${action} at ${at.toISOString()} was of the draft before this change and is cancelled: schedule it again`,
    }));
}

/** The same for a flag whose draft is gone or another: what was to be published is not there any more. */
export async function cancelPublication(key: string, cause: Cause, transaction: Transaction): Promise<void> {
  for (const { id } of await listPending({ kind: 'flag', key }, transaction)) await cancel(id, cause, transaction);
}

const cancel = (id: string, { action, actor, at }: Cause, transaction: Transaction): Promise<unknown> =>
  transaction.query('schedule/cancel_schedule', {
    id,
    ended_at: at,
    reason: `Cancelled, since ${actor?.name ?? 'Verdict'} did ${action} meanwhile.`,
  });
