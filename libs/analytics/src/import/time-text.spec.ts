import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { timeReader } from './time-text.js';

const iso = (micros: number | undefined): string | undefined =>
  micros === undefined ? undefined : new Date(micros / 1_000).toISOString();

describe('times of a file', () => {
  it.each([
    ['2018-04-01 00:00:31', 'UTC', '2018-04-01T00:00:31.000Z'],
    ['2018-04-01T00:00:31Z', 'America/New_York', '2018-04-01T00:00:31.000Z'],
    ['2018-04-01T00:00:31.25+02:00', 'UTC', '2018-03-31T22:00:31.250Z'],
    ['2018-04-01', 'UTC', '2018-04-01T00:00:00.000Z'],
    ['2018-04-01 00:00', 'America/New_York', '2018-04-01T04:00:00.000Z'],
    // The clocks there went forward at 2:00: 2:30 did not exist, and counts from the offset before.
    ['2018-03-11 02:30:00', 'America/New_York', '2018-03-11T07:30:00.000Z'],
    // And back at 2:00: 1:30 came twice, the first is meant.
    ['2018-11-04 01:30:00', 'America/New_York', '2018-11-04T05:30:00.000Z'],
    ['1522540831', 'UTC', '2018-04-01T00:00:31.000Z'],
    ['1522540831250', 'UTC', '2018-04-01T00:00:31.250Z'],
    [1_522_540_831.25, 'UTC', '2018-04-01T00:00:31.250Z'],
    ['1522540831250000', 'UTC', '2018-04-01T00:00:31.250Z'],
  ])('auto reads %s in %s as %s', (text, zone, time) => {
    expect(iso(timeReader('auto', zone)(text))).toBe(time);
  });

  it.each([
    '2018-02-30',
    '2018-13-01 10:00',
    '2018-25-03',
    '2018-00-05',
    '2018-99-31',
    '2018-04-00',
    '2018-04-01 24:01:00',
    '2018-04-01 12:60',
    '2018-04-01 12:00:60',
    '0018-04-01',
    '2018-04-01T00:00:31+99:99',
    '2018-04-01T00:00:31-14:01',
    '2018-04-01T00:00:31+01:60',
    'yesterday',
    '',
    '1/4/2018',
  ])('auto refuses %j', (text) => {
    expect(timeReader('auto', 'UTC')(text)).toBeUndefined();
    expect(timeReader('auto', 'America/New_York')(text)).toBeUndefined();
  });

  it('reads the clocks that are furthest ahead', () => {
    expect(iso(timeReader('auto', 'UTC')('2018-04-01T14:00:00+14:00'))).toBe('2018-04-01T00:00:00.000Z');
  });

  it('refuses a month of a pattern that is none', () => {
    expect(timeReader('DD/MM/YYYY', 'UTC')('04/25/2018')).toBeUndefined();
  });

  it('reads a pattern', () => {
    expect(iso(timeReader('DD.MM.YYYY HH:mm', 'Europe/Berlin')('1.4.2018 02:05'))).toBe('2018-04-01T00:05:00.000Z');
    expect(timeReader('DD.MM.YYYY', 'UTC')('2018-04-01')).toBeUndefined();
    expect(timeReader('YYYY-MM-DD HH:mm:ss.SSSSSS', 'UTC')('2018-04-01 00:00:31.000001')).toBe(1_522_540_831_000_001);
  });

  it.each(['HH:mm', 'YYYY-MM-DD YYYY', 'noon YYYY-MM-DD'])('refuses the pattern %j', (format) => {
    expect(() => timeReader(format, 'UTC')).toThrow(RangeError);
  });

  it('refuses a zone that does not exist', () => {
    expect(() => timeReader('auto', 'Mars/Olympus')).toThrow(RangeError);
  });

  it('reads back what a clock of any zone shows, the hours that come twice apart', () => {
    const zones = ['America/New_York', 'Europe/Berlin', 'Asia/Kolkata', 'Australia/Lord_Howe', 'UTC'];
    fc.assert(
      fc.property(fc.constantFrom(...zones), fc.integer({ min: 0, max: 1_900_000_000 }), (zone, seconds) => {
        const shown = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' });
        const text = shown.format(seconds * 1_000);
        const read = timeReader('auto', zone)(text);
        expect(read).toBeLessThanOrEqual(seconds * 1_000_000);
        expect(shown.format((read ?? 0) / 1_000)).toBe(text);
      }),
    );
  });
});
