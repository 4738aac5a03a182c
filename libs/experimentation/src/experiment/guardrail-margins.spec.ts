import { describe, expect, it } from '@jest/globals';
import type { NewExperiment } from '#libs/contracts';
import { chosenReadyMade } from '../../testing/ready-made.js';
import { twoArms } from '../../testing/two-arms.js';
import type { ChosenMetrics } from '../metric/chosen-metrics.js';
import { draftOf } from './draft.js';

type Guardrails = NonNullable<NewExperiment['plan']>['guardrails'];

const keys = ['pledge_conversion', 'collected_per_visitor'];

/** The ready-made metrics, the second with a margin of its own. */
function chosen(margin: number | null): ChosenMetrics {
  const metrics = new Map(chosenReadyMade(keys));
  const second = metrics.get('collected_per_visitor');
  if (second === undefined) throw new Error('There is no collected_per_visitor.');
  return metrics.set('collected_per_visitor', { ...second, definition: { ...second.definition, margin } });
}

const kept = (guardrails: Guardrails, margin: number | null) =>
  draftOf(
    {
      ...twoArms,
      metrics: keys,
      plan: {
        metric: 'pledge_conversion',
        baseline: 0.1,
        minimum_effect: { kind: 'absolute', value: 0.05 },
        power: 0.8,
        alpha: 0.05,
        procedure: 'fixed',
        spending: 'obrien_fleming',
        look_days: 7,
        guardrails,
      },
    },
    { at: new Date('2026-01-01'), by: 'Ada' },
    chosen(margin),
  ).plan?.guardrails;

describe('the margin of a guardrail', () => {
  it('is the metric’s own where the plan names none, and the plan’s where it does', () => {
    const metric = 'collected_per_visitor';
    expect(kept([{ metric }], 0.02)).toEqual([{ metric, margin: { kind: 'relative', value: 0.02 } }]);
    const margin = { kind: 'absolute', value: 30 } as const;
    expect(kept([{ metric, margin }], 0.02)).toEqual([{ metric, margin }]);
  });

  it('has to be said where the metric has none', () => {
    expect(() => kept([{ metric: 'collected_per_visitor' }], null)).toThrow('/plan/guardrails/0/margin');
  });
});
