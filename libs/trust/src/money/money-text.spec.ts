import { describe, expect, it } from '@jest/globals';
import { moneyIn } from './money-text.js';

describe('moneyIn', () => {
  it.each([
    ['USD', 250_000, '$2,500.00'],
    ['EUR', 5, '€0.05'],
    ['JPY', 500, '¥500'],
    ['KWD', 500, 'KWD\u00a00.500'],
    ['IQD', 500, 'IQD\u00a00.500'],
  ])('writes minor units of %s with the digits that ISO 4217 gives it', (currency, minorUnits, text) => {
    expect(moneyIn(currency)(minorUnits)).toBe(text);
  });
});
