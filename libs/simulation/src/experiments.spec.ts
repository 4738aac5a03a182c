import { validateDefinition } from '#libs/bucketing';
import { describe, expect, it } from '@jest/globals';
import { planExperiments, runningDefinition } from './experiments.js';

const DAY = 86_400_000;
const from = Date.UTC(2026, 0, 1);

describe('planExperiments', () => {
  it('plans one of each kind, as the product accepts them', () => {
    const planned = planExperiments(from, 85);
    expect(planned.map(({ truth }) => truth.kind).sort()).toEqual(['broken_split', 'money_loser', 'null', 'winner']);
    for (const each of planned) expect(validateDefinition(runningDefinition(each))).toEqual([]);
  });

  it('leaves the money loser’s windows time to close: 14 days to enrol, 7 to pledge, 60 for the longest project', () => {
    const loser = planExperiments(from, 85).find(({ truth }) => truth.kind === 'money_loser');
    expect(loser?.definition.enrolmentClosedAt).toBe(new Date(from + 14 * DAY).toISOString());
    expect(from + (14 + 7 + 60) * DAY).toBeLessThan(from + 85 * DAY);
  });

  it('ends what was planned a window of 7 days before the history does', () => {
    const planned = planExperiments(from, 85).filter(({ definition }) => definition.plan !== undefined);
    expect(planned.map(({ truth }) => truth.kind)).toEqual(['winner', 'null', 'money_loser']);
    for (const { closes } of planned) expect(closes + 7 * DAY).toBeLessThan(from + 85 * DAY);
  });

  it('stays within a shorter history', () => {
    for (const { opens, closes } of planExperiments(from, 21)) {
      expect(opens).toBeLessThan(closes);
      expect(closes).toBeLessThanOrEqual(from + 21 * DAY);
    }
  });
});
