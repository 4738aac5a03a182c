import { describe, expect, it } from '@jest/globals';
import { missingDays } from './missing-days.js';

const asked = { from: '2026-02-26', to: '2026-03-04' };

describe('days that were never computed', () => {
  it('are all of them where nothing was', () => {
    expect(missingDays(asked, [], new Set())).toEqual([asked]);
  });

  it('are what ranges and known days leave over, joined', () => {
    const computed = [
      { from: '2026-01-01', to: '2026-02-26' },
      { from: '2026-03-04', to: '2026-12-31' },
    ];
    expect(missingDays(asked, computed, new Set(['2026-03-01']))).toEqual([
      { from: '2026-02-27', to: '2026-02-28' },
      { from: '2026-03-02', to: '2026-03-03' },
    ]);
    expect(missingDays(asked, [asked], new Set())).toEqual([]);
  });
});
