import { describe, expect, it } from '@jest/globals';
import { Rates, roundAmount } from './money.js';

const from = Date.UTC(2026, 0, 1);
const day = 86_400_000;

describe('Rates', () => {
  const rates = new Rates(1, from, 30);

  it('names every currency on every day, with the company’s own at 1', () => {
    for (let index = 0; index < 30; index += 1) {
      const rows = rates.ofDay(index);
      expect(rows).toHaveLength(14);
      expect(rows[0]).toEqual({
        currency: 'USD',
        day: new Date(from + index * day).toISOString().slice(0, 10),
        per_base: 1,
      });
      expect(rows.every(({ per_base }) => per_base > 0)).toBe(true);
    }
  });

  it('turns minor units into cents at the rate of the day', () => {
    const euro = rates.ofDay(3).find(({ currency }) => currency === 'EUR')?.per_base ?? 0;
    expect(rates.inBase(10_000, 'EUR', from + 3 * day + 5)).toBe(Math.round(10_000 / euro));
    const yen = rates.ofDay(0).find(({ currency }) => currency === 'JPY')?.per_base ?? 0;
    // The yen has no minor unit.
    expect(rates.inBase(10_000, 'JPY', from)).toBe(Math.round((10_000 / yen) * 100));
    expect(rates.inBase(1_234, 'USD', from)).toBe(1_234);
  });

  it('knows no other day and no other currency', () => {
    expect(() => rates.inBase(1, 'EUR', from + 30 * day)).toThrow(RangeError);
    expect(() => rates.inBase(1, 'XXX', from)).toThrow(RangeError);
  });
});

describe('roundAmount', () => {
  it('asks for whole steps of the currency', () => {
    expect(roundAmount(25, 'USD')).toBe(2_500);
    expect(roundAmount(25, 'SEK') % 1_000).toBe(0);
    expect(roundAmount(25, 'JPY') % 100).toBe(0);
    expect(roundAmount(0.2, 'USD')).toBe(100);
  });
});
