import { describe, expect, it } from '@jest/globals';
import { definition } from '../../testing/definition.js';
import type { ExperimentDefinition } from './definition.js';
import { validateDefinition } from './validate-definition.js';

const even = (count: number): { key: string; weight: number }[] =>
  Array.from({ length: count }, (_, index) => ({ key: index === 0 ? 'control' : `v${index}`, weight: 1 / count }));

describe('validateDefinition', () => {
  it.each<[string, Partial<ExperimentDefinition>]>([
    ['the plain one', {}],
    ['thirds with six decimals', { variants: even(3).map(({ key }) => ({ key, weight: 0.333333 })) }],
    ['twenty variants', { variants: even(20) }],
    ['a variant without traffic', { variants: [...even(2), { key: 'silent', weight: 0 }] }],
    ['no coverage', { coverage: 0 }],
    ['a decision', { state: 'decided', decidedVariant: 'treatment' }],
  ])('has nothing against %s', (_, change) => {
    expect(validateDefinition(definition(change))).toEqual([]);
  });

  it.each<[string, Partial<ExperimentDefinition>, { pointer: string; rule: string }[]]>([
    ['no key', { key: '' }, [{ pointer: '/key', rule: 'not_empty' }]],
    ['no salt', { salt: '' }, [{ pointer: '/salt', rule: 'not_empty' }]],
    ['one variant', { variants: even(1) }, [{ pointer: '/variants', rule: 'variant_count' }]],
    ['21 variants', { variants: even(21) }, [{ pointer: '/variants', rule: 'variant_count' }]],
    [
      'weights that miss one by more than a millionth',
      { variants: even(2).map(({ key }) => ({ key, weight: 0.499999 })) },
      [{ pointer: '/variants', rule: 'weights_sum_to_one' }],
    ],
    [
      'a negative weight',
      {
        variants: [
          { key: 'control', weight: 1.5 },
          { key: 'b', weight: -0.5 },
        ],
      },
      [
        { pointer: '/variants/0/weight', rule: 'weight_range' },
        { pointer: '/variants/1/weight', rule: 'weight_range' },
      ],
    ],
    [
      'a weight that is no number',
      {
        variants: [
          { key: 'control', weight: Number.NaN },
          { key: 'b', weight: 1 },
        ],
      },
      [
        { pointer: '/variants/0/weight', rule: 'weight_range' },
        { pointer: '/variants', rule: 'weights_sum_to_one' },
      ],
    ],
    [
      'one key twice',
      { variants: even(2).map(({ weight }) => ({ key: 'control', weight })) },
      [{ pointer: '/variants/1/key', rule: 'unique_variant_keys' }],
    ],
    [
      'a variant without a key',
      { variants: even(2).map(({ weight }, index) => ({ key: index === 0 ? 'control' : '', weight })) },
      [{ pointer: '/variants/1/key', rule: 'not_empty' }],
    ],
    ['too much coverage', { coverage: 1.01 }, [{ pointer: '/coverage', rule: 'coverage_range' }]],
    ['coverage that is no number', { coverage: Number.NaN }, [{ pointer: '/coverage', rule: 'coverage_range' }]],
    ['an unknown baseline', { baseline: 'Control' }, [{ pointer: '/baseline', rule: 'baseline_is_a_variant' }]],
    [
      'a decision for nothing',
      { state: 'decided' },
      [{ pointer: '/decidedVariant', rule: 'decided_variant_is_a_variant' }],
    ],
    [
      'a decision for a stranger',
      { decidedVariant: 'other' },
      [{ pointer: '/decidedVariant', rule: 'decided_variant_is_a_variant' }],
    ],
  ])('names the field and the rule of %s', (_, change, problems) => {
    expect(validateDefinition(definition(change))).toEqual(
      problems.map((problem) => ({ ...problem, detail: expect.stringMatching(/^[A-Z].*\.$/) })),
    );
  });
});
