import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isDay, timeOf } from './calendar.js';

describe('the calendar', () => {
  it('has every day that a date shows', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true }),
        (date) => {
          const text = date.toISOString();
          expect(isDay(text.slice(0, 10))).toBe(true);
          expect(timeOf(text)).toBe(date.getTime());
        },
      ),
    );
  });

  it.each([
    '2026-02-30',
    '2026-02-29',
    '2026-04-31',
    '2026-13-01',
    '2026-00-10',
    '2026-01-00',
    '2026-1-1',
    '0000-01-01',
    '0000-00-00',
    '2026-03-01x',
  ])('has no %s', (text) => {
    expect(isDay(text)).toBe(false);
    expect(timeOf(`${text}T10:00:00Z`)).toBeUndefined();
  });

  it('has no hour after the 23rd', () => {
    expect(timeOf('2026-03-01T24:00:00Z')).toBeUndefined();
    expect(timeOf('2026-03-01T23:59:59.999+02:00')).toBe(Date.UTC(2026, 2, 1, 21, 59, 59, 999));
  });

  it('has no year 0 and none after 9999, in UTC either', () => {
    expect(timeOf('0000-12-31T23:59:59-14:00')).toBeUndefined();
    expect(timeOf('0001-01-01T00:00:00+14:00')).toBeUndefined();
    expect(timeOf('9999-12-31T23:59:59-01:00')).toBeUndefined();
    expect(timeOf('0001-01-01T00:00:00Z')).toBe(Date.parse('0001-01-01T00:00:00Z'));
    expect(timeOf('9999-12-31T23:59:59.999Z')).toBe(Date.parse('9999-12-31T23:59:59.999Z'));
  });
});
