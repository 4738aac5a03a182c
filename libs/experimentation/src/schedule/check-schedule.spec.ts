import { describe, expect, it } from '@jest/globals';
import type { ExperimentState } from '#libs/contracts';
import { draftOf } from '../experiment/draft.js';
import type { Experiment } from '../experiment/experiment.js';
import { stateProblems, timeProblems, type Asked } from './check-schedule.js';

const draft = draftOf(
  {
    key: 'form',
    hypothesis: 'It helps.',
    unit: 'visitor',
    variants: [
      { key: 'control', weight: 0.5 },
      { key: 'short', weight: 0.5 },
    ],
    baseline: 'control',
    coverage: 1,
    metrics: ['pledge_conversion'],
  },
  { at: new Date(0), by: 'Ada' },
  undefined,
);
const experiment = (state: ExperimentState): Experiment => ({
  ...draft,
  state,
  enrolmentClosedAt: state === 'closed' ? new Date(0) : null,
});
type Act = 'start' | 'close' | 'stop';
const asked = (times: Partial<Record<Act, number>>): Asked<Act>[] =>
  (['start', 'close', 'stop'] as const).flatMap((action) => {
    const at = times[action];
    return at === undefined ? [] : [{ action, at: new Date(at), pointer: `/${action}_at` }];
  });

describe('a schedule of an experiment', () => {
  it.each([
    ['draft', { start: 1, close: 2, stop: 3 }, []],
    ['draft', { start: 1, stop: 2 }, []],
    ['draft', { stop: 2 }, ['/stop_at possible_step']],
    ['draft', { start: 2, stop: 1 }, ['/stop_at schedule_order']],
    ['draft', { start: 1, close: 3, stop: 3 }, ['/stop_at schedule_order']],
    ['running', { start: 1 }, ['/start_at possible_step']],
    ['running', { close: 1, stop: 2 }, []],
    ['closed', { close: 1, stop: 2 }, ['/close_at possible_step']],
    ['paused', { stop: 2 }, []],
    ['stopped', { stop: 2 }, ['/stop_at possible_step']],
  ] as const)('of a %s one, %j is refused for %j', (state, times, expected) => {
    const problems = stateProblems(experiment(state), asked(times));
    expect(problems.map(({ pointer, rule }) => `${pointer} ${rule}`)).toEqual(expected);
  });

  it('says of a step out of order what it must come after', () => {
    expect(stateProblems(experiment('draft'), asked({ start: 2, close: 1 }))).toMatchObject([
      { pointer: '/close_at', detail: 'close must come after start' },
    ]);
  });

  it('lies ahead', () => {
    const problems = timeProblems(asked({ start: 1_000, close: 1_001 }), new Date(1_000));
    expect(problems.map(({ pointer, rule }) => `${pointer} ${rule}`)).toEqual(['/start_at in_the_future']);
  });
});
