import { describe, expect, it } from '@jest/globals';
import { overBody, overDraft, plainBody } from './metric-draft.js';

const columns = [
  { name: 'kind', type: 'text' },
  { name: 'price', type: 'decimal' },
  { name: 'first', type: 'boolean' },
] as const;
const filter = (column: string, op: '=' | 'in' | 'is_null', value = '') => ({ key: 0, column, op, value });

describe('a metric in a form', () => {
  it('sends values by the type of their column, and lists', () => {
    const filters = [filter('kind', 'in', 'a, b'), filter('price', '=', '1.5'), filter('first', '=', 'true')];
    expect(
      overBody({ fact: 'visit', value: '', filters: [...filters, filter('kind', 'is_null')] }, 'mean', columns),
    ).toEqual({
      fact: 'visit',
      value: null,
      filters: [
        { column: 'kind', op: 'in', value: ['a', 'b'] },
        { column: 'price', op: '=', value: 1.5 },
        { column: 'first', op: '=', value: true },
        { column: 'kind', op: 'is_null' },
      ],
    });
    expect(overBody({ fact: 'visit', value: 'price', filters: [] }, 'proportion', columns)).not.toHaveProperty('value');
  });

  it('holds what it is given, and gives the same back', () => {
    const over = { fact: 'visit', value: 'price', filters: [{ column: 'kind', op: 'in', value: ['a', 'b'] }] } as const;
    expect(overBody(overDraft(over), 'mean', columns)).toEqual(over);
  });

  it('sends shares as shares, and leaves out what its kind has not', () => {
    const texts = {
      name: 'Visits',
      margin: '5',
      cap: '99',
      cap_kind: 'percentile',
      cap_look: '2',
      from_day: '7',
      to_day: '35',
    };
    expect(plainBody(texts, 'mean', ['all'])).toMatchObject({
      margin: 0.05,
      cap: { percentile: 0.99, frozen_at_look: 2 },
      retention: null,
      quantile: null,
      minimum_effect: null,
    });
    expect(plainBody(texts, 'retention', ['all'])).toMatchObject({ cap: null, retention: { from_day: 7, to_day: 35 } });
    expect(plainBody(texts, 'retention', ['all'])).not.toHaveProperty('act_days');
  });
});
