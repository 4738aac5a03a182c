import { describe, expect, it } from '@jest/globals';
import { flatten, propertyLimits } from './properties.js';

describe('flatten', () => {
  it('gives leaves as text, the names of nested ones joined by dots, and lists as lists', () => {
    expect(
      flatten({
        page: 'home',
        n: 1.5,
        ok: true,
        none: null,
        empty: '',
        utm: { source: 'x', deep: { er: 0 } },
        tags: ['a', 2, 'a', {}],
      }),
    ).toEqual({ page: 'home', n: '1.5', ok: 'true', 'utm.source': 'x', 'utm.deep.er': '0', tags: ['a', '2'] });
  });

  it.each([
    { $email: 'ann@example.com' },
    { contact: 'ann@example.com' },
    { $name: 'Ann' },
    { firstName: 'Ann' },
    { billing: { last_name: 'Lee', address: '1 Main St', phone_number: '555' } },
    { name_on_card: 'ANN LEE' },
    { list: ['ann@example.com'] },
    { number: '4111 1111 1111 1111' },
    { $birthday: '1990-01-01' },
  ])('leaves out what says who somebody is: %j', (properties) => {
    expect(flatten(properties)).toEqual({});
  });

  it('takes an address out of a text, and leaves the text', () => {
    expect(flatten({ note: 'asked ann.lee+1@mail.example.co.uk twice', project_name: 'Lamp' })).toEqual({
      note: 'asked  twice',
      project_name: 'Lamp',
    });
  });

  it('stays within its limits', () => {
    const many = Object.fromEntries(Array.from({ length: 300 }, (_, index) => [`p${index}`, 'v']));
    expect(Object.keys(flatten(many))).toHaveLength(propertyLimits.count);
    expect(flatten({ long: 'x'.repeat(1_000), ['n'.repeat(200)]: 'v' })).toEqual({
      long: 'x'.repeat(propertyLimits.value),
    });
    // Half of a pair, at the cut, is what no store takes.
    expect(flatten({ cut: `${'x'.repeat(255)}😀`, nul: 'a\0b' })).toEqual({
      cut: `${'x'.repeat(255)}\uFFFD`,
      nul: 'a\uFFFDb',
    });
  });
});
