import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseDecimal, toNumber } from './rational.js';

describe('parseDecimal', () => {
  it('reads what a warehouse writes, exactly', () => {
    expect(parseDecimal('-12.50')).toEqual({ numerator: -1250n, denominator: 100n });
    expect(parseDecimal('+7')).toEqual({ numerator: 7n, denominator: 1n });
    expect(parseDecimal('12345678901234567890123456789012345678')).toEqual({
      numerator: 12345678901234567890123456789012345678n,
      denominator: 1n,
    });
  });

  it.each(['', '.', '.5', '1e3', '0x10', '1,000', '1 2', '--1', 'Infinity'])('refuses %j', (text) => {
    expect(parseDecimal(text)).toBeUndefined();
  });
});

describe('toNumber', () => {
  it('is the nearest double of every decimal, as the parser of the language is', () => {
    const digits = fc.bigInt({ min: -(10n ** 60n), max: 10n ** 60n });
    fc.assert(
      fc.property(digits, fc.integer({ min: 0, max: 80 }), (numerator, places) => {
        expect(toNumber({ numerator, denominator: 10n ** BigInt(places) })).toBe(Number(`${numerator}e-${places}`));
      }),
    );
  });

  it('rounds ties to even and sees what lies beyond the 66th bit', () => {
    expect(toNumber({ numerator: 2n ** 53n + 1n, denominator: 1n })).toBe(2 ** 53);
    expect(toNumber({ numerator: (2n ** 53n + 1n) * 2n ** 90n + 1n, denominator: 2n ** 90n })).toBe(2 ** 53 + 2);
  });

  it('reaches both ends of the range', () => {
    expect(toNumber({ numerator: 10n ** 300n, denominator: 1n })).toBe(1e300);
    expect(toNumber({ numerator: 1n, denominator: 10n ** 300n })).toBe(1e-300);
    expect(toNumber({ numerator: 10n ** 400n, denominator: 10n ** 399n })).toBe(10);
    expect(toNumber({ numerator: -(10n ** 400n), denominator: 1n })).toBe(Number.NEGATIVE_INFINITY);
  });
});
