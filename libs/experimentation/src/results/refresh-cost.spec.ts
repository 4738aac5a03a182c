import { describe, expect, it } from '@jest/globals';
import { twoArms } from '../../testing/two-arms.js';
import { draftOf } from '../experiment/draft.js';
import type { Experiment } from '../experiment/experiment.js';
import { costSignature, forecastOf, type RefreshCost } from './refresh-cost.js';

const at = new Date('2026-03-01T00:00:00Z');
const experiment: Experiment = {
  ...draftOf({ ...twoArms, key: 'x', metrics: ['m'] }, { at, by: 'Ada' }, undefined),
  state: 'running',
  startedAt: at,
  pinnedMetrics: [{ metric: 'm', version: 1, facts: { f: 1 }, added_at: null }],
};
const cost = (over: Partial<RefreshCost> = {}): RefreshCost => ({
  experiment: 'x',
  refreshedAt: new Date('2026-03-31T00:00:00Z'),
  signature: costSignature(experiment),
  read: 'whole',
  rows: 30_000,
  seconds: 60,
  days: 30,
  ...over,
});
const none = { rows: null, seconds: null };
const now = new Date('2026-03-31T01:00:00Z');
const forecast = (
  costs: readonly RefreshCost[],
  budget: typeof none | { rows: number | null; seconds: number | null } = none,
) => forecastOf(experiment, costs, budget, now);

describe('what a refresh is expected to take', () => {
  it('is what the last one took that went on from the one before', () => {
    const changed = cost({ read: 'changed', rows: 900, seconds: 2.5, refreshedAt: new Date('2026-03-31T00:30:00Z') });
    const found = forecast([cost(), changed]);
    expect(found.predicted).toEqual({ read: 'changed', rows: 900, seconds: 2.5 });
    expect(found.last).toMatchObject({ read: 'changed', refreshed_at: '2026-03-31T00:30:00.000Z' });
    expect(found.text).toBe('What has changed is read: about 3 s and 900 rows.');
  });

  it('is a day’s share of a reading of everything, for each day since, and never more than all of it', () => {
    expect(forecast([cost()]).predicted).toEqual({ read: 'changed', rows: 1_000, seconds: 2 });
    const old = cost({ refreshedAt: new Date('2026-03-26T01:00:00Z') });
    expect(forecast([old]).predicted).toEqual({ read: 'changed', rows: 5_000, seconds: 10 });
    const older = cost({ refreshedAt: new Date('2026-01-01T00:00:00Z') });
    expect(forecast([older]).predicted).toMatchObject({ rows: 30_000, seconds: 60 });
  });

  it('is all of it once what decides what is read has changed', () => {
    const changed = cost({ read: 'changed', rows: 900, seconds: 2.5, refreshedAt: now });
    const other = { ...experiment, rebucketedAt: new Date('2026-03-20T00:00:00Z') };
    expect(forecastOf(other, [cost(), changed], none, now).predicted).toEqual({
      read: 'whole',
      rows: 30_000,
      seconds: 60,
    });
  });

  it('is unknown before the first one, and of its own experiment', () => {
    const found = forecast([cost({ experiment: 'y' })], { rows: 1, seconds: 1 });
    expect(found).toMatchObject({ last: null, predicted: null, within_budget: true });
    expect(found.text).toContain('never read');
  });

  it('is held against the budget, naming each setting that it exceeds', () => {
    expect(forecast([cost()], { rows: 1_000, seconds: 2 }).within_budget).toBe(true);
    const found = forecast([cost()], { rows: 999, seconds: 1 });
    expect(found.within_budget).toBe(false);
    expect(found.text).toBe(
      'What has changed is read: about 2 s and 1,000 rows, beyond the budget of 1 s (REFRESH_BUDGET_SECONDS) and 999 rows (REFRESH_BUDGET_ROWS).',
    );
  });
});
