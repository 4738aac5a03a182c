import { describe, expect, it } from '@jest/globals';
import { definition } from '../../testing/definition.js';
import { assign, compileExperiment } from './assignment.js';
import { assignAll, compileSnapshot } from './snapshot.js';

const snapshot = compileSnapshot(
  [definition(), definition({ key: 'cover', unit: 'project' }), definition({ key: 'later', state: 'draft' })],
  7,
);

describe('assignAll', () => {
  it('answers each key in its place, with what is wrong as a reason', () => {
    const answers = assignAll(snapshot, { type: 'backer', id: 'b1' }, [
      'later',
      'nothing',
      'cover',
      'checkout',
      'later',
    ]);
    expect(answers.map(({ experiment, reason }) => [experiment, reason])).toEqual([
      ['later', 'draft'],
      ['nothing', 'unknown_experiment'],
      ['cover', 'wrong_unit'],
      ['checkout', 'assigned'],
      ['later', 'draft'],
    ]);
    expect(answers[3]).toEqual(assign(compileExperiment(definition()), 'b1'));
    expect(answers[1]).toEqual({
      experiment: 'nothing',
      variant: null,
      reason: 'unknown_experiment',
      inAnalysis: false,
    });
  });

  it('knows no experiment by the names that every object has', () => {
    const answers = assignAll(snapshot, { type: 'backer', id: 'b1' }, ['__proto__', 'constructor', 'toString']);
    expect(new Set(answers.map(({ reason }) => reason))).toEqual(new Set(['unknown_experiment']));
  });

  it('says that there is no unit', () => {
    expect(assignAll(snapshot, { type: 'backer', id: '' }, ['checkout'])).toMatchObject([{ reason: 'no_unit' }]);
  });
});

describe('compileSnapshot', () => {
  it('keeps its version and all experiments, also beside one that is broken', () => {
    const broken = definition({ key: 'broken', variants: [], coverage: Number.NaN, baseline: 'none' });
    const both = compileSnapshot([broken, definition()], 8);
    expect(both.version).toBe(8);
    expect([...both.experiments.keys()]).toEqual(['broken', 'checkout']);
    expect(assignAll(both, { type: 'backer', id: 'b1' }, ['broken', 'checkout'])).toMatchObject([
      { variant: null, reason: 'not_in_coverage' },
      { reason: 'assigned' },
    ]);
  });
});
