import type { ExperimentAction, ScheduledAction } from '#libs/contracts';
import { VerdictError, type FieldProblem } from '#libs/errors';
import type { Experiment } from '../experiment/experiment.js';
import { stateAfter } from '../experiment/experiment-state.js';

/** Something that is asked for, and the field that asks for it. */
export interface Asked<Action extends ScheduledAction = ScheduledAction> {
  readonly action: Action;
  readonly at: Date;
  readonly pointer: string;
}

/** Times must lie ahead: what is to be done at once is done by hand. */
export function timeProblems(asked: readonly Asked[], now: Date): FieldProblem[] {
  return asked
    .filter(({ at }) => at <= now)
    .map(({ pointer, at }) => ({
      pointer,
      rule: 'in_the_future',
      detail: `${at.toISOString()} is past: it is ${now.toISOString()}`,
    }));
}

type Act = Extract<ScheduledAction, ExperimentAction>;

/**
 * What an experiment's state would refuse, were nothing else done to it meanwhile. `asked` is in the order of its life:
 * each time after the one before.
 */
export function stateProblems(experiment: Experiment, asked: readonly Asked<Act>[]): FieldProblem[] {
  const problems: FieldProblem[] = [];
  let { state } = experiment;
  let before: Asked<Act> | undefined;
  for (const step of asked) {
    const { pointer, action } = step;
    if (before !== undefined && step.at <= before.at)
      problems.push({ pointer, rule: 'schedule_order', detail: `${action} must come after ${before.action}` });
    try {
      state = stateAfter(action, {
        key: experiment.key,
        state,
        enrolmentClosed: experiment.enrolmentClosedAt !== null,
      });
    } catch (error) {
      if (!(error instanceof VerdictError)) throw error;
      problems.push({ pointer, rule: 'possible_step', detail: error.message });
    }
    before = step;
  }
  return problems;
}
