import { describe, expect, it } from '@jest/globals';
import { definition } from '../../testing/definition.js';
import { assign } from './assignment.js';
import { compileSnapshot } from './snapshot.js';

describe('compileSnapshot', () => {
  it('knows no experiment by the names that every object has', () => {
    const { experiments } = compileSnapshot([definition()], 7);
    for (const name of ['__proto__', 'constructor', 'toString']) expect(experiments.get(name)).toBeUndefined();
  });

  it('keeps its version and all experiments, also beside one that is broken', () => {
    const broken = definition({ key: 'broken', variants: [], coverage: Number.NaN, baseline: 'none' });
    const both = compileSnapshot([broken, definition()], 8);
    expect(both.version).toBe(8);
    expect([...both.experiments.keys()]).toEqual(['broken', 'checkout']);
    const reasons = [...both.experiments.values()].map((experiment) => assign(experiment, 'b1').reason);
    expect(reasons).toEqual(['not_in_coverage', 'assigned']);
  });
});
