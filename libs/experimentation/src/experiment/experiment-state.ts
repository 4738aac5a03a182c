import type { ExperimentAction, ExperimentState } from '#libs/contracts';
import { conflict } from '#libs/errors';

interface Transition {
  readonly from: readonly ExperimentState[];
  /** `as_before_the_pause`: running, or closed where enrolment had been closed. */
  readonly to: ExperimentState | 'as_before_the_pause';
}

/**
 * The life of an experiment. A draft is edited; running units meet variants and count; closed ones meet them and no
 * longer count; while paused and once stopped all get the baseline; once decided all get one variant, for good.
 */
export const experimentTransitions: Readonly<Record<ExperimentAction, Transition>> = {
  start: { from: ['draft'], to: 'running' },
  close: { from: ['running'], to: 'closed' },
  pause: { from: ['running', 'closed'], to: 'paused' },
  resume: { from: ['paused'], to: 'as_before_the_pause' },
  stop: { from: ['running', 'closed', 'paused'], to: 'stopped' },
  decide: { from: ['running', 'closed', 'paused', 'stopped'], to: 'decided' },
};

/** A holdout holds out until it ends: nothing is decided by it, and a pause would let everybody in. */
const ofHoldouts: ReadonlySet<ExperimentAction> = new Set(['start', 'close', 'stop']);

/** What can be done in a state, in the order of an experiment's life. */
export const actionsFrom = (state: ExperimentState, isHoldout = false): ExperimentAction[] =>
  (Object.keys(experimentTransitions) as ExperimentAction[]).filter(
    (action) => experimentTransitions[action].from.includes(state) && (!isHoldout || ofHoldouts.has(action)),
  );

/** @throws VerdictError `conflict` naming what is possible instead. */
export function stateAfter(
  action: ExperimentAction,
  {
    key,
    state,
    enrolmentClosed,
    isHoldout = false,
  }: { key: string; state: ExperimentState; enrolmentClosed: boolean; isHoldout?: boolean },
): ExperimentState {
  if (isHoldout && !ofHoldouts.has(action))
    throw conflict(`${key} is a holdout (possible: ${actionsFrom(state, true).join(', ') || 'nothing more'}).`);
  const { from, to } = experimentTransitions[action];
  if (!from.includes(state)) {
    const possible = actionsFrom(state);
    const hint = possible.length === 0 ? 'nothing more can be done with it' : `possible: ${possible.join(', ')}`;
    throw conflict(`The experiment ${key} is ${state}; ${action} needs ${from.join(' or ')} (${hint}).`);
  }
  if (to !== 'as_before_the_pause') return to;
  return enrolmentClosed ? 'closed' : 'running';
}
