import { describe, expect, it } from '@jest/globals';
import type { ExperimentPlan, NewExperiment } from '#libs/contracts';
import { chosenReadyMade } from '../../testing/ready-made.js';
import { adviceOn, type Surroundings } from './advice.js';
import { draftOf } from './draft.js';
import type { Experiment } from './experiment.js';

const readable = chosenReadyMade(['pledge_conversion']).get('pledge_conversion')!;
const alone: Surroundings = { plannedDays: undefined, dailyUnits: undefined, others: [] };
const experiment = (change: Partial<NewExperiment> = {}): Experiment =>
  draftOf(
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
      ...change,
    },
    { at: new Date(0), by: 'Ada' },
    new Map([['pledge_conversion', readable]]),
  );
const weights = (...all: number[]) => ({
  variants: all.map((weight, index) => ({ key: `v${index}`, weight })),
  baseline: 'v0',
});
const plan = {
  metric: 'pledge_conversion',
  baseline: 0.1,
  minimum_effect: { kind: 'absolute', value: 0.02 },
  power: 0.8,
  alpha: 0.05,
  procedure: 'fixed',
  spending: 'obrien_fleming',
  look_days: 7,
  guardrails: [] as ExperimentPlan['guardrails'],
} as const;

describe('advice on an experiment', () => {
  const rules = (one: Experiment, surroundings: Partial<Surroundings> = {}) =>
    adviceOn(one, { ...alone, ...surroundings }).map(({ pointer, rule }) => `${pointer} ${rule}`);

  it.each([
    ['nothing to say of a sound one', experiment(), {}, []],
    ['weights that are ten times another', experiment(weights(0.91, 0.09)), {}, ['/variants uneven_weights']],
    ['weights that are not', experiment(weights(0.9, 0.1)), {}, []],
    ['a variant that nobody meets', experiment(weights(0.5, 0.5, 0)), {}, ['/variants/2/weight weight_of_nothing']],
    ['91 days', experiment(), { plannedDays: 91 }, [' long_experiment']],
    ['90 days', experiment(), { plannedDays: 90 }, []],
    [
      '91 planned days',
      experiment({ plan: { ...plan, days: 91 } }),
      { plannedDays: 91 },
      ['/plan/days long_experiment'],
    ],
    ['two others', experiment(), { others: ['a', 'b'] }, []],
    ['three others', experiment(), { others: ['a', 'b', 'c'] }, ['/unit shared_units']],
    ['too few units', experiment({ plan }), { plannedDays: 10, dailyUnits: 767 }, ['/plan too_few_units']],
    ['enough units', experiment({ plan }), { plannedDays: 10, dailyUnits: 769 }, []],
    [
      'half of enough',
      experiment({ plan, coverage: 0.5 }),
      { plannedDays: 10, dailyUnits: 769 },
      ['/plan too_few_units'],
    ],
    ['what nobody knows', experiment({ plan }), { plannedDays: 10 }, []],
  ] as const)('has %s', (_, one, surroundings, expected) => {
    expect(rules(one, surroundings)).toEqual(expected);
  });

  it('counts metrics', () => {
    const many: Experiment = {
      ...experiment(),
      metrics: Array.from({ length: 11 }, () => 'pledge_conversion'),
    };
    expect(rules(many)).toEqual(['/metrics many_metrics']);
  });

  it('tells what is very long in years', () => {
    const [warning] = adviceOn(experiment(), { ...alone, plannedDays: 26_713 });
    expect(warning?.detail).toContain('73 years are long');
  });

  it('says how long it would take instead', () => {
    const [warning] = adviceOn(experiment({ plan }), { ...alone, plannedDays: 10, dailyUnits: 100 });
    expect(warning?.detail).toContain('about 1000 of type visitor will take part in 10 days');
    expect(warning?.detail).toContain('it would take 77 days');
  });
});
