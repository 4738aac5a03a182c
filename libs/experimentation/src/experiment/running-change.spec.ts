import { describe, expect, it } from '@jest/globals';
import { chosenReadyMade } from '../../testing/ready-made.js';
import type { ChosenMetric } from '../metric/chosen-metrics.js';
import { draftOf } from './draft.js';
import type { Experiment } from './experiment.js';
import { nextVersion } from './running-change.js';

const pledged = chosenReadyMade(['pledged_per_visitor']).get('pledged_per_visitor')!;
const chosen = (metric: ChosenMetric) => new Map([[metric.key, metric]]);
const capped = {
  ...pledged,
  version: 2,
  definition: { ...pledged.definition, kind: 'quantile' as const, quantile: 0.9 },
};

const draft: Experiment = draftOf(
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
    metrics: ['pledged_per_visitor'],
    plan: {
      metric: 'pledged_per_visitor',
      baseline: 1_000,
      standard_deviation: 4_000,
      minimum_effect: { kind: 'relative', value: 0.05 },
      power: 0.8,
      alpha: 0.05,
      procedure: 'fixed',
      spending: 'obrien_fleming',
      look_days: 7,
      guardrails: [],
    },
  },
  { at: new Date(0), by: 'Ada' },
  chosen(pledged),
);

describe('a change of an experiment whose metric has got a version since that no plan can have', () => {
  const change = (before: Experiment) =>
    nextVersion(before, { hypothesis: 'It helps much.' }, new Date(1), chosen(capped));

  it('is refused for a draft, which would take that version', () => {
    expect(() => change(draft)).toThrow('/plan/metric');
  });

  it('is made of one that has started, which keeps its own', () => {
    const after = change({ ...draft, state: 'running' });
    expect(after).toMatchObject({ hypothesis: 'It helps much.', version: 2, plan: draft.plan });
  });
});
