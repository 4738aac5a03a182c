import { expect, it } from '@jest/globals';
import { noCountryNote } from './no-country.js';

it('says why no pledge has a country, and nothing where one has or where it was not asked', () => {
  const columns = ['day', 'country', 'pledges'];
  const nowhere = ['2026-03-01', '', 5];
  expect(noCountryNote({ columns, rows: [nowhere, ['2026-03-02', null, 1]] })).toContain('npx verdict geo status');
  expect(noCountryNote({ columns, rows: [nowhere, ['2026-03-01', 'DE', 1]] })).toBeUndefined();
  expect(noCountryNote({ columns, rows: [] })).toBeUndefined();
  expect(noCountryNote({ columns: ['day', 'value'], rows: [['2026-03-01', null]] })).toBeUndefined();
});
