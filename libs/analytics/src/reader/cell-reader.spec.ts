import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { ColumnType } from '#libs/contracts';
import type { Warning } from './cell.js';
import { cellReader } from './cell-reader.js';
import { plainNumber } from './plain-number.js';

const rules = { format: 'auto', zone: 'UTC' };

function read(type: ColumnType, text: string, times = rules): unknown {
  const warnings: Warning[] = [];
  const cell = cellReader('column', type, times)(text, (why) => warnings.push(why));
  return warnings.length === 0 ? cell : [cell, ...warnings];
}

describe('a value of a column', () => {
  it.each<[ColumnType, string, unknown]>([
    ['boolean', '1', true],
    ['boolean', 'F', false],
    ['integer', '-0', 0],
    ['integer', '+0042', 42],
    ['integer', '1e3', 1_000],
    ['integer', '9007199254740991', 9_007_199_254_740_991],
    ['integer', '9007199254740993', '9007199254740993'],
    ['integer', '-9223372036854775808', '-9223372036854775808'],
    ['decimal(6,2)', '12.5', '12.50'],
    ['decimal(6,2)', '-0.0', '0.00'],
    ['decimal(6,2)', '0012.500', '12.50'],
    ['decimal(6,2)', '1.2E+3', '1200.00'],
    ['decimal(6,4)', '125e-4', '0.0125'],
    ['decimal(20,0)', '18446744073709551615', '18446744073709551615'],
    ['decimal(6,2)', 'NaN', [null, 'not_finite']],
    ['double', '1e-7', 1e-7],
    ['double', '-Infinity', [null, 'not_finite']],
    ['date', '2024-02-29', '2024-02-29'],
    ['date', '0000-00-00', [null, 'zero_date']],
    ['date', '2026-00-10', [null, 'zero_date']],
    ['date', '-infinity', [null, 'out_of_range']],
    ['date', '0044-03-15 BC', [null, 'out_of_range']],
    ['timestamp', '2026-03-01 10:00:00', '2026-03-01T10:00:00'],
    ['timestamp', '9999-12-31 23:59:59.999999+00', '9999-12-31T23:59:59.999999'],
    ['timestamp', '2026-03-01T10:00:00.5-02:30', '2026-03-01T12:30:00.500000'],
    ['timestamp', '2026-03-01', '2026-03-01T00:00:00'],
    ['timestamp', '1772323200', '2026-03-01T00:00:00'],
    ['timestamp', '0000-00-00 00:00:00.000000', [null, 'zero_date']],
    ['timestamp', 'infinity', [null, 'out_of_range']],
    ['timestamp', '12026-01-01 00:00:00', [null, 'out_of_range']],
    ['text', '🎸', '🎸'],
  ])('%s of %j is %j', (type, text, value) => {
    expect(read(type, text)).toEqual(value);
  });

  it.each<[ColumnType, string]>([
    ['boolean', '2'],
    ['integer', '1.5'],
    ['integer', ''],
    ['integer', '9223372036854775808'],
    ['decimal(6,2)', '12345'],
    ['decimal(6,2)', '1.005'],
    ['decimal(6,2)', '1,5'],
    ['double', '0x10'],
    ['double', '1e999'],
    ['date', '2026-02-30'],
    ['date', '2024-25-01T00:00:00Z'],
    ['date', '2026-03-01 10:00:00'],
    ['timestamp', '2026-03-01 24:30:00'],
    ['timestamp', '2026-13-01 10:00:00'],
    ['timestamp', '2026-03-01 12:99:00'],
    ['timestamp', '2026-03-01T10:00:00+99:99'],
    ['timestamp', 'soon'],
    ['text', 'a\0b'],
    ['text', '\ud800'],
  ])('%s has no %j, and does not say what it is', (type, text) => {
    expect(() => read(type, text)).toThrow();
    try {
      read(type, text);
    } catch (error) {
      expect(error).toMatchObject({ field: 'column' });
      if (text !== '') expect((error as Error).message).not.toContain(text);
    }
  });

  it('of a clock elsewhere, or of another format, is the same moment', () => {
    expect(read('timestamp', '2026-03-01 10:00:00.25', { format: 'auto', zone: 'America/New_York' })).toBe(
      '2026-03-01T15:00:00.250000',
    );
    expect(read('date', '1.4.2018', { format: 'DD.MM.YYYY', zone: 'UTC' })).toBe('2018-04-01');
  });

  it('is every decimal number, exactly', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 30n }), fc.integer({ min: -12, max: 12 }), (digits, exponent) => {
        const number = plainNumber(`${digits}e${exponent}`);
        const scaled = BigInt(`${number?.whole}${number?.part.padEnd(12, '0')}`);
        expect(scaled).toBe(digits * 10n ** BigInt(exponent + 12));
      }),
    );
  });
});
