import { describe, expect, it } from '@jest/globals';
import type { FactColumn } from '#libs/contracts';
import { checkMetric, type FactColumns, type WrittenMetric } from './check-metric.js';

const columns: readonly FactColumn[] = [
  { name: 'backer_id', type: 'text' },
  { name: 'time', type: 'timestamp' },
  { name: 'value', type: 'integer' },
  { name: 'score', type: 'double' },
  { name: 'kind', type: 'text' },
  { name: 'first', type: 'boolean' },
];
const columnsOf: FactColumns = (key) => (key === 'visit' ? { columns } : { refused: `there is no fact ${key}` });

const written = (change: Partial<WrittenMetric> = {}): WrittenMetric => ({
  name: 'Visits',
  description: '',
  kind: 'mean',
  numerator: { fact: 'visit', filters: [] },
  denominator: null,
  quantile: null,
  retention: null,
  cap: null,
  direction: 'increase',
  measure: 'number',
  margin: null,
  minimum_effect: null,
  readings: ['all'],
  fraud_days: 120,
  covariate_days: 14,
  ...change,
});

const over = (change: object) => ({ numerator: { fact: 'visit', filters: [], ...change } });
const filtered = (filter: object) => over({ filters: [filter] }) as Partial<WrittenMetric>;
const problems = (change: Partial<WrittenMetric>) =>
  checkMetric(written(change), columnsOf).problems.map(({ pointer, rule }) => `${pointer} ${rule}`);

describe('a metric that is written', () => {
  it('has nothing left open: its value, its days and its window', () => {
    const { definition } = checkMetric(written(), columnsOf);
    expect(definition).toMatchObject({ numerator: { value: 'value' }, act_days: 7, window_days: 7 });
    expect(checkMetric(written({ act_days: 3 }), columnsOf).definition).toMatchObject({ window_days: 3 });
    expect(checkMetric(written({ window_days: 9 }), columnsOf).definition).toMatchObject({ act_days: 9 });
    const retention = { kind: 'retention', retention: { from_day: 7, to_day: 35 } } as const;
    expect(checkMetric(written(retention), columnsOf).definition).toMatchObject({
      numerator: { value: null },
      act_days: 35,
      window_days: 35,
    });
    const counted = over({ value: null });
    expect(checkMetric(written(counted), columnsOf).definition.numerator.value).toBeNull();
  });

  it.each<[string, Partial<WrittenMetric>, string[]]>([
    ['a sound one', {}, []],
    ['a fact that is not there', { numerator: { fact: 'click', filters: [] } }, ['/numerator/fact fact']],
    ['a value that is no column', over({ value: 'price' }), ['/numerator/value unknown']],
    ['a value that does not add up exactly', over({ value: 'score' }), ['/numerator/value type']],
    ['a text as a value', over({ value: 'kind' }), ['/numerator/value type']],
    [
      'a proportion of amounts',
      { kind: 'proportion', ...over({ value: 'value' }) },
      ['/numerator/value of_another_kind'],
    ],
    ['a ratio of nothing', { kind: 'ratio' }, ['/denominator required']],
    ['a mean with a denominator', { denominator: { fact: 'visit', filters: [] } }, ['/denominator of_another_kind']],
    ['a quantile without one', { kind: 'quantile' }, ['/quantile required']],
    ['a quantile of a mean', { quantile: 0.5 }, ['/quantile of_another_kind']],
    ['a retention of no days', { kind: 'retention' }, ['/retention required']],
    [
      'a retention that ends first',
      { kind: 'retention', retention: { from_day: 5, to_day: 5 } },
      ['/retention/to_day after_from_day'],
    ],
    [
      'a retention with days of its own',
      { kind: 'retention', retention: { from_day: 0, to_day: 5 }, act_days: 7 },
      ['/act_days of_retention'],
    ],
    ['a capped share', { kind: 'proportion', cap: { absolute: 1 } }, ['/cap of_another_kind']],
    ['a window before acting ends', { act_days: 7, window_days: 6 }, ['/window_days at_least_act_days']],
    [
      'a reading without its column',
      { readings: ['all', 'normal_risk', 'net_of_fraud'] },
      ['/readings/1 column', '/readings/2 column'],
    ],
    [
      'a filter of no column',
      filtered({ column: 'city', op: '=', value: 'x' }),
      ['/numerator/filters/0/column unknown'],
    ],
    ['a filter of another type', filtered({ column: 'kind', op: '=', value: 1 }), ['/numerator/filters/0/value type']],
    ['half a number', filtered({ column: 'value', op: '>', value: 1.5 }), ['/numerator/filters/0/value type']],
    ['a list for one', filtered({ column: 'kind', op: '=', value: ['a'] }), ['/numerator/filters/0/value required']],
    ['one for a list', filtered({ column: 'kind', op: 'in', value: 'a' }), ['/numerator/filters/0/value required']],
    [
      'a list with a stranger',
      filtered({ column: 'kind', op: 'in', value: ['a', 2] }),
      ['/numerator/filters/0/value type'],
    ],
    ['a value for none', filtered({ column: 'kind', op: 'is_null', value: 'a' }), ['/numerator/filters/0/value none']],
    ['an order of truths', filtered({ column: 'first', op: '<', value: true }), ['/numerator/filters/0/op type']],
    [
      'a time that is none',
      filtered({ column: 'time', op: '>=', value: '2026-02-30T00:00:00' }),
      ['/numerator/filters/0/value type'],
    ],
    [
      'an hour that is none',
      filtered({ column: 'time', op: '>=', value: '2026-02-28T24:00:00' }),
      ['/numerator/filters/0/value type'],
    ],
    ['a sound time', filtered({ column: 'time', op: '>=', value: '2026-02-28T00:00:00' }), []],
    ['a truth', filtered({ column: 'first', op: '=', value: false }), []],
    ['what is known', filtered({ column: 'kind', op: 'is_not_null' }), []],
  ])('is refused for %s, at its field', (_, change, expected) => {
    expect(problems(change)).toEqual(expected);
  });
});
