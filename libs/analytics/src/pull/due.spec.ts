import { describe, expect, it } from '@jest/globals';
import { dueDays, lastAsked } from './due.js';

const at = (text: string): number => Date.parse(`${text}Z`);
const good = (day: string, startedAt = `${day}T03:00:00`) => ({ day, startedAt: at(startedAt) });

describe('what a schedule asks for', () => {
  it('is asked for at its hour, today or the day before', () => {
    expect(lastAsked(at('2026-03-10T03:00:00'), { atHour: 3 })).toBe(at('2026-03-10T03:00:00'));
    expect(lastAsked(at('2026-03-10T02:59:59'), { atHour: 3 })).toBe(at('2026-03-09T03:00:00'));
  });

  describe('of a table that is only known as it is now', () => {
    const rhythm = { atHour: 3, daily: false };
    it.each([
      ['never pulled', '2026-03-10T02:00:00', [], ['2026-03-10']],
      ['pulled since', '2026-03-10T04:00:00', [good('2026-03-10')], []],
      [
        'pulled today before its hour',
        '2026-03-10T04:00:00',
        [good('2026-03-10', '2026-03-10T01:00:00')],
        ['2026-03-10'],
      ],
      ['missed for a week', '2026-03-10T04:00:00', [good('2026-03-03')], ['2026-03-10']],
      ['missed yesterday, its hour not yet come', '2026-03-10T02:00:00', [good('2026-03-08')], ['2026-03-10']],
    ])('%s', (_what, now, pulls, days) => {
      expect(dueDays(at(now), rhythm, pulls)).toEqual(days);
    });
  });

  describe('of a table that has days', () => {
    const rhythm = { atHour: 3, daily: true };
    it.each([
      ['never pulled: the day that is over', '2026-03-10T04:00:00', [], ['2026-03-09']],
      ['never pulled, before its hour', '2026-03-10T02:00:00', [], ['2026-03-08']],
      ['all there', '2026-03-10T04:00:00', [good('2026-03-09')], []],
      [
        'two missed, and one before them',
        '2026-03-10T04:00:00',
        [good('2026-03-05'), good('2026-03-07')],
        ['2026-03-06', '2026-03-08', '2026-03-09'],
      ],
      ['pulled ages ago', '2026-03-10T04:00:00', [good('2025-01-01')], ['2026-03-09']],
    ])('%s', (_what, now, pulls, days) => {
      expect(dueDays(at(now), rhythm, pulls)).toEqual(days);
    });

    it('goes back a month and no further', () => {
      const days = dueDays(at('2026-03-31T04:00:00'), rhythm, [good('2026-03-01'), good('2026-02-01')]);
      expect(days).toHaveLength(29);
      expect(days[0]).toBe('2026-03-02');
    });
  });
});
