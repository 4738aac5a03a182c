import { GrowthBook } from '@growthbook/growthbook';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { assign, compileExperiment, compilePayload, Evaluation, type ExperimentDefinition } from '#libs/bucketing';
import { experimentStates, type FlagContent } from '#libs/contracts';
import { featureOf } from './feature-of.js';

const share = fc.integer({ min: 0, max: 100 }).map((hundredths) => hundredths / 100);
const seed = fc.string({ minLength: 1, maxLength: 5 });
const unitId = fc.oneof(fc.constantFrom('b_1', 'b_2', '3', '04', 'élan'), fc.string({ minLength: 1 }));

const part = fc
  .tuple(seed, share, share)
  .filter(([, one, other]) => one !== other)
  .map(([key, one, other]) => ({ key, from: Math.min(one, other), to: Math.max(one, other) }));

const experiment: fc.Arbitrary<ExperimentDefinition> = fc.record(
  {
    key: fc.constant('e'),
    unit: fc.constant('backer' as const),
    state: fc.constantFrom(...experimentStates),
    salt: seed,
    variants: share.map((weight) => [
      { key: 'control', weight },
      { key: 'treatment', weight: 1 - weight },
    ]),
    coverage: share,
    baseline: fc.constant('control'),
    decidedVariant: fc.constant('treatment'),
    version: fc.constant(1),
    layer: part,
    holdouts: fc
      .array(fc.record({ salt: seed, share }), { maxLength: 2 })
      .map((some) => some.map((one, index) => ({ ...one, key: `h${index}` }))),
    forced: fc.dictionary(unitId, fc.constantFrom('control', 'treatment', 'gone')),
  },
  { requiredKeys: ['key', 'unit', 'state', 'salt', 'variants', 'coverage', 'baseline', 'version'] },
);

const content: FlagContent = {
  description: '',
  default_value: 'none',
  rules: [{ id: 'r', kind: 'experiment', experiment: 'e', values: { control: 'control', treatment: 'treatment' } }],
  prerequisites: [],
  archived: false,
};

/** What a flag whose only rule is the experiment gives the unit. */
function flagFor(definition: ExperimentDefinition, backer: string | number) {
  const feature = featureOf('f', content, new Map([['e', definition]]));
  return new Evaluation(compilePayload({ features: { f: feature } }), { attributes: { backer } }).flag('f');
}

describe('an experiment by way of a flag', () => {
  it('gives each unit the variant that it is assigned, or none, whatever layer, holdouts and forced units there are', () => {
    const met = new Set<string>();
    fc.assert(
      fc.property(experiment, fc.array(unitId, { minLength: 5, maxLength: 5 }), (definition, units) => {
        const compiled = compileExperiment(definition);
        for (const unit of units) {
          const assigned = assign(compiled, unit);
          met.add(assigned.reason);
          const { answer, run } = flagFor(definition, unit);
          expect(answer.value).toBe(assigned.variant ?? 'none');
          if (assigned.inAnalysis) expect([run?.trial.key, run?.hashUsed]).toEqual(['e', true]);
        }
      }),
      { numRuns: 2_000 },
    );
    expect([...met].toSorted()).toEqual([
      'assigned',
      'decided',
      'draft',
      'enrolment_closed',
      'forced',
      'held_out',
      'not_in_coverage',
      'not_in_layer',
      'paused',
      'stopped',
    ]);
  });

  it('gives the same where a client of GrowthBook evaluates the flag by itself', () => {
    fc.assert(
      fc.property(experiment, unitId, (definition, backer) => {
        const features = { f: featureOf('f', content, new Map([['e', definition]])) };
        const tracked: string[] = [];
        const client = new GrowthBook({
          attributes: { backer },
          trackingCallback: ({ key: trial }, { key: variation }) => {
            tracked.push(`${trial} ${variation}`);
          },
        });
        client.initSync({ payload: { features: features as never } });
        const { answer, met } = flagFor(definition, backer);
        expect(client.getFeatureValue('f', null)).toBe(answer.value);
        expect(tracked.toSorted()).toEqual(met.map((run) => `${run.trial.key} ${run.variation.key}`).toSorted());
        client.destroy();
      }),
      { numRuns: 1_000 },
    );
  });

  it('gives whoever is held out the baseline of every experiment, as an exposure of the holdout', () => {
    fc.assert(
      fc.property(experiment, fc.constantFrom('running', 'closed', 'decided'), unitId, (given, state, unit) => {
        const { forced: _, ...rest } = given;
        const definition = { ...rest, state, holdouts: [{ key: 'h', salt: 's', share: 1 }] } as const;
        expect(assign(compileExperiment(definition), unit)).toEqual({
          experiment: 'e',
          variant: 'control',
          reason: 'held_out',
          inAnalysis: false,
        });
        const { answer, met } = flagFor(definition, unit);
        expect(answer.value).toBe('control');
        expect(met.map((run) => [run.trial.key, run.variation.key])).toEqual([['h', 'held_out']]);
      }),
    );
  });

  it('lets those who are not held out through, as an exposure of both', () => {
    const holdouts = [{ key: 'h', salt: 's', share: 0 }];
    const definition = { ...sample, holdouts };
    const { met } = flagFor(definition, 'b_1');
    expect(met.map((run) => [run.trial.key, run.variation.key])).toEqual([
      ['h', 'in'],
      ['e', assign(compileExperiment(definition), 'b_1').variant],
    ]);
  });

  it('forces a variant on an id that comes as a number', () => {
    const definition = { ...sample, coverage: 0, forced: { '3': 'treatment', '04': 'treatment' } };
    expect(flagFor(definition, 3).answer).toMatchObject({
      value: 'treatment',
      source: 'force',
      ruleId: 'r:forced:treatment',
    });
    expect(flagFor(definition, 4).answer.value).toBe('none');
  });
});

const sample: ExperimentDefinition = {
  key: 'e',
  unit: 'backer',
  state: 'running',
  salt: 'e',
  variants: [
    { key: 'control', weight: 0.5 },
    { key: 'treatment', weight: 0.5 },
  ],
  coverage: 1,
  baseline: 'control',
  version: 1,
};
