import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { amountReader } from './amount-text.js';

describe('amounts of a file', () => {
  it.each([
    ['57.16', 2, 5_716],
    ['57.1', 2, 5_710],
    ['57', 2, 5_700],
    ['57.', 2, 5_700],
    ['57.160', 2, 5_716],
    ['500', 0, 500],
    ['1.005', 3, 1_005],
    // What programs print of binary fractions.
    ['85.64999999999999', 2, 8_565],
    ['52.300000000000004', 2, 5_230],
    ['99.99999999999999', 2, 10_000],
    [0.1 + 0.2, 2, 30],
  ])('major units %s with %i digits are %i', (text, digits, amount) => {
    expect(amountReader('major')(text, digits)).toBe(amount);
  });

  it.each(['57.165', '-5', '1,000.00', '$5', '', '1e5', '57.1600001', '9007199254740993'])('no amount: %j', (text) => {
    expect(amountReader('major')(text, 2)).toBeUndefined();
  });

  it('takes whole numbers as minor units only', () => {
    expect(amountReader('minor')('5716', 2)).toBe(5_716);
    expect(amountReader('minor')('57.16', 2)).toBeUndefined();
  });

  it('is exact for every amount, with or without noise', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10_000_000 }), (cents) => {
        expect(amountReader('major')((cents / 100).toFixed(2), 2)).toBe(cents);
        expect(amountReader('major')(cents / 100, 2)).toBe(cents);
      }),
    );
  });
});
