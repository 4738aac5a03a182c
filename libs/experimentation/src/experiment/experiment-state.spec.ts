import { describe, expect, it } from '@jest/globals';
import { experimentActions, experimentStates, type ExperimentAction, type ExperimentState } from '#libs/contracts';
import { actionsFrom, stateAfter } from './experiment-state.js';

/** Written down a second time, on purpose: state, action, where it leads. Everything else is refused. */
const allowed: readonly [ExperimentState, ExperimentAction, ExperimentState][] = [
  ['draft', 'start', 'running'],
  ['running', 'close', 'closed'],
  ['running', 'pause', 'paused'],
  ['running', 'stop', 'stopped'],
  ['running', 'decide', 'decided'],
  ['closed', 'pause', 'paused'],
  ['closed', 'stop', 'stopped'],
  ['closed', 'decide', 'decided'],
  ['paused', 'resume', 'running'],
  ['paused', 'stop', 'stopped'],
  ['paused', 'decide', 'decided'],
  ['stopped', 'decide', 'decided'],
];

describe('the life of an experiment', () => {
  const every = experimentStates.flatMap((state) => experimentActions.map((action) => [state, action] as const));

  it.each(every)('from %s, %s leads where it should or is refused with what is possible', (state, action) => {
    const expected = allowed.find((one) => one[0] === state && one[1] === action)?.[2];
    const act = () => stateAfter(action, { key: 'x', state, enrolmentClosed: false });
    if (expected === undefined) expect(act).toThrow(new RegExp(`The experiment x is ${state}; ${action} needs `));
    else expect(act()).toBe(expected);
  });

  it('comes back from a pause to where it was', () => {
    expect(stateAfter('resume', { key: 'x', state: 'paused', enrolmentClosed: true })).toBe('closed');
  });

  it('offers the actions that it allows, in the order of a life', () => {
    expect(actionsFrom('running')).toEqual(['close', 'pause', 'stop', 'decide']);
    expect(actionsFrom('decided')).toEqual([]);
  });
});
