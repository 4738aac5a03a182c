import { describe, expect, it } from '@jest/globals';
import { reportDays } from './report-days.js';

const now = Date.parse('2026-03-01T10:00:00Z');

describe('the days of a report', () => {
  it('are those that were given, or the latest that are over', () => {
    expect(reportDays({ from: '2026-01-01', to: '2026-01-31' }, now)).toEqual({ from: '2026-01-01', to: '2026-01-31' });
    expect(reportDays({ last: 1 }, now)).toEqual({ from: '2026-02-28', to: '2026-02-28' });
    expect(reportDays({ last: 30 }, now)).toEqual({ from: '2026-01-30', to: '2026-02-28' });
  });

  it('are asked for where they are not whole', () => {
    expect(() => reportDays({ from: '2026-01-01' }, now)).toThrow('Say which days: --from and --to, or --last 30');
  });
});
