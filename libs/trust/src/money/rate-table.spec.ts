import { describe, expect, it } from '@jest/globals';
import { RateTable } from './rate-table.js';

const table = new RateTable('USD', [
  { currency: 'EUR', day: '2026-02-01', per_base: 0.8 },
  { currency: 'EUR', day: '2026-01-01', per_base: 0.5 },
  { currency: 'JPY', day: '2026-01-01', per_base: 100 },
  { currency: 'KWD', day: '2026-01-01', per_base: 0.25 },
]);

describe('RateTable', () => {
  it('takes the latest rate of a day not after the pledge', () => {
    expect(table.toBase(1_000, 'EUR', '2026-01-31')).toBe(2_000);
    expect(table.toBase(1_000, 'EUR', '2026-02-01')).toBe(1_250);
    expect(table.toBase(1_000, 'EUR', '2027-01-01')).toBe(1_250);
  });

  it('knows nothing before the first rate and of an unknown currency', () => {
    expect(table.toBase(1_000, 'EUR', '2025-12-31')).toBeUndefined();
    expect(table.toBase(1_000, 'XXX', '2026-01-01')).toBeUndefined();
    expect(table.isKnown('XXX')).toBe(false);
  });

  it('reads minor units by their currency: none in yen, three in Kuwaiti dinars', () => {
    expect(table.toBase(500, 'JPY', '2026-01-01')).toBe(500);
    expect(table.toBase(500, 'KWD', '2026-01-01')).toBe(200);
  });

  it('leaves the company’s own currency alone', () => {
    expect(table.toBase(1_234, 'USD', '1999-01-01')).toBe(1_234);
  });
});
