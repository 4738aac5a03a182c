import { describe, expect, it } from '@jest/globals';
import type { FactColumn } from '#libs/contracts';
import { factProblems, unitsOf } from './fact-columns.js';

const backer: FactColumn = { name: 'backer_id', type: 'text' };
const time: FactColumn = { name: 'time', type: 'timestamp' };
const rules = (...columns: FactColumn[]) => factProblems(columns).map(({ rule }) => rule);

describe('the columns of a fact', () => {
  it.each<[string, FactColumn[], string[]]>([
    ['whose and when', [backer, time], []],
    ['nobody’s', [time], ['whose']],
    ['never', [backer], ['time']],
    ['a time with a zone', [backer, { name: 'time', type: 'other' }], ['type']],
    ['a number for an id', [{ name: 'backer_id', type: 'integer' }, time], ['type']],
    ['a value that is not exact', [backer, time, { name: 'value', type: 'double' }], ['type']],
    ['a day for a time', [backer, time, { name: 'fraud_at', type: 'date' }], ['type']],
    ['the same twice', [backer, time, time], ['columns']],
    ['a name that needs quotes', [backer, time, { name: 'Price', type: 'integer' }], ['column_name']],
    ['what is nobody’s business', [backer, time, { name: 'price', type: 'other' }], []],
  ])('are refused for %s', (_, columns, expected) => {
    expect(rules(...columns)).toEqual(expected);
  });

  it('say whom they can be counted for: a visitor also by the backer that it became', () => {
    expect(unitsOf([backer, time])).toEqual(['visitor', 'backer']);
    expect(unitsOf([{ name: 'visitor_id', type: 'text' }, time])).toEqual(['visitor']);
    expect(unitsOf([{ name: 'project_id', type: 'text' }, time])).toEqual(['project']);
  });
});
