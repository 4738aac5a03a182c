import { expect, it } from '@jest/globals';
import { wholeNumber } from './whole-number.js';

it('takes digits from the least one on, and nothing else', () => {
  expect(wholeNumber()('1')).toBe(1);
  expect(wholeNumber(0)('0')).toBe(0);
  for (const text of ['0', '-1', '1.5', '1e3', ' 7', '', 'ten', '12345678901'])
    expect(() => wholeNumber()(text)).toThrow('It takes a whole number, 1 at least.');
});
