import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { addDays, daysOf, dayStart, nextDay, outside, spansOf, zonedDays } from './days.js';

const day = fc.integer({ min: 0, max: 40 }).map((days) => addDays('2026-02-20', days));

describe('days', () => {
  it('are added over months', () => {
    expect(addDays('2026-02-28', 1)).toBe('2026-03-01');
    expect(addDays('2026-03-01', -1)).toBe('2026-02-28');
  });

  it('are spans without gaps', () => {
    expect(spansOf(['2026-03-02', '2026-02-28', '2026-03-01', '2026-03-05'])).toEqual([
      { from: '2026-02-28', until: '2026-03-03' },
      { from: '2026-03-05', until: '2026-03-06' },
    ]);
  });

  it('are all in their spans, and the rest outside of them', () => {
    fc.assert(
      fc.property(fc.array(day, { maxLength: 12 }), day, day, (days, one, other) => {
        const [from, until] = [one, other].toSorted() as [string, string];
        const spans = spansOf(days);
        expect(spans.flatMap(daysOf)).toEqual([...new Set(days)].toSorted());
        const rest = outside({ from, until }, spans).flatMap(daysOf);
        expect(rest).toEqual(daysOf({ from, until }).filter((each) => !days.includes(each)));
      }),
    );
  });

  it('begin where their zone has their first moment, also where clocks leave midnight or the whole day out', () => {
    const start = (text: string, zone: string): string => new Date(dayStart(text, zone)).toISOString();
    expect(start('2026-03-08', 'UTC')).toBe('2026-03-08T00:00:00.000Z');
    // Clocks go forward at two o'clock of the 8th.
    expect(start('2026-03-08', 'America/New_York')).toBe('2026-03-08T05:00:00.000Z');
    expect(start('2026-03-09', 'America/New_York')).toBe('2026-03-09T04:00:00.000Z');
    expect(start('2026-03-08', 'Asia/Kolkata')).toBe('2026-03-07T18:30:00.000Z');
    // From 23:59:59 to 01:00:00, at UTC − 3.
    expect(start('2018-11-04', 'America/Sao_Paulo')).toBe('2018-11-04T03:00:00.000Z');
    // Samoa had no 30 December: the next moment is the 31st, at UTC + 14.
    expect(start('2011-12-30', 'Pacific/Apia')).toBe('2011-12-30T10:00:00.000Z');
    expect(start('2011-12-31', 'Pacific/Apia')).toBe('2011-12-30T10:00:00.000Z');
  });

  it('that have not begun are those after a moment, or at it', () => {
    const midnight = Date.parse('2026-03-09T04:00:00Z');
    expect(nextDay(midnight, 'America/New_York')).toBe('2026-03-09');
    expect(nextDay(midnight + 1, 'America/New_York')).toBe('2026-03-10');
    expect(nextDay(midnight - 1, 'America/New_York')).toBe('2026-03-09');
  });

  it('of another zone may begin or end beside those of UTC', () => {
    expect(zonedDays(['2026-03-01'], 'UTC')).toEqual(['2026-03-01']);
    expect(zonedDays(['2026-03-01'], 'Asia/Tokyo')).toEqual(['2026-02-28', '2026-03-01', '2026-03-02']);
  });
});
