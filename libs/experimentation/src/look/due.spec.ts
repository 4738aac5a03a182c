import { describe, expect, it } from '@jest/globals';
import type { NewExperiment } from '#libs/contracts';
import { chosenReadyMade, pinnedReadyMade } from '../../testing/ready-made.js';
import { twoArms } from '../../testing/two-arms.js';
import { draftOf } from '../experiment/draft.js';
import { linesOf } from '../metric/metric-line.js';
import type { Experiment } from '../experiment/experiment.js';
import { closesAt } from './closes-at.js';
import { lastWholeDay, nextLook, type LooksSoFar } from './due.js';

const keys = ['pledge_conversion', 'collected_per_visitor'];
/** Windows of 7 and 67 days; the readings without fraud are no part of it. */
const lines = pinnedReadyMade(keys, { readings: ['all'] }).flatMap(linesOf);
const hour = 3_600_000;
const at = (day: number, hours = 0): Date => new Date(Date.UTC(2026, 0, 1) + (24 * day + hours) * hour);

const experiment = (
  over: Partial<Experiment> = {},
  plan: Partial<NonNullable<NewExperiment['plan']>> = {},
): Experiment => ({
  ...draftOf(
    {
      ...twoArms,
      metrics: ['pledge_conversion', 'collected_per_visitor'],
      plan: {
        metric: 'pledge_conversion',
        baseline: 0.1,
        minimum_effect: { kind: 'absolute', value: 0.05 },
        power: 0.8,
        alpha: 0.05,
        procedure: 'group_sequential',
        spending: 'obrien_fleming',
        look_days: 7,
        guardrails: [],
        ...plan,
      },
    },
    { at: at(0), by: 'Ada' },
    chosenReadyMade(keys),
  ),
  state: 'running',
  // In the middle of a day: weeks are counted from its end.
  startedAt: at(0, 10),
  ...over,
});
const none: LooksSoFar = { lastCut: undefined, isJudged: false, hasFinal: false };
const next = (one: Experiment, looks: Partial<LooksSoFar> = {}) => {
  const found = nextLook(one, lines, { ...none, ...looks });
  return found && [found.kind, found.cut];
};

describe('the next look', () => {
  it('is a week of whole days after the last one; the first once the windows of a whole day are closed', () => {
    expect(next(experiment())).toEqual(['scheduled', at(15)]);
    expect(next(experiment({}, { look_days: 1 }))).toEqual(['scheduled', at(9)]);
    expect(next(experiment(), { lastCut: at(15) })).toEqual(['scheduled', at(22)]);
    // One that was declared moves no other.
    expect(next(experiment(), { lastCut: at(11) })).toEqual(['scheduled', at(15)]);
    expect(next(experiment({ startedAt: null }))).toBeUndefined();
  });

  it('is where the windows of the primary metric close, then where all have', () => {
    const closed = experiment({ state: 'closed', enrolmentClosedAt: at(20, 3) });
    expect(closesAt(closed, lines.slice(0, 1))).toEqual(at(28));
    expect(next(closed, { lastCut: at(15) })).toEqual(['scheduled', at(22)]);
    expect(next(closed, { lastCut: at(22) })).toEqual(['scheduled', at(28)]);
    expect(next(closed, { lastCut: at(28) })).toEqual(['final', at(88)]);
    expect(next(closed, { lastCut: at(88), hasFinal: true })).toBeUndefined();
  });

  it('is the final one alone once everything is judged', () => {
    expect(next(experiment(), { lastCut: at(8), isJudged: true })).toBeUndefined();
    const closed = experiment({ state: 'closed', enrolmentClosedAt: at(20, 3) });
    expect(next(closed, { lastCut: at(8), isJudged: true })).toEqual(['final', at(88)]);
  });

  it('is the only one of a plan that is read once, and none without a plan', () => {
    expect(next(experiment({}, { procedure: 'fixed' }))).toBeUndefined();
    const closed = experiment({ state: 'closed', enrolmentClosedAt: at(20) }, { procedure: 'fixed' });
    expect(next(closed)).toEqual(['scheduled', at(27)]);
    expect(next(closed, { lastCut: at(27) })).toEqual(['final', at(87)]);
    expect(next({ ...closed, plan: null })).toBeUndefined();
  });

  it('begins anew where all units were divided anew', () => {
    expect(next(experiment({ rebucketedAt: at(10, 1) }))).toEqual(['scheduled', at(25)]);
  });
});

describe('looks of a company that counts its days elsewhere', () => {
  const zone = { reportingZone: 'America/New_York' };
  const utc = (text: string): Date => new Date(`2026-${text}Z`);

  it('are cut at its midnights, before and after the clocks change', () => {
    const started = experiment({ ...zone, startedAt: utc('03-01T03:00') }, { look_days: 1 });
    // The start is on the last day of February there; 8 March has 23 hours.
    expect(next(started)).toEqual(['scheduled', utc('03-09T04:00')]);
    expect(next(started, { lastCut: utc('03-09T04:00') })).toEqual(['scheduled', utc('03-10T04:00')]);
    expect(lastWholeDay(started, utc('03-08T04:59'))).toEqual(utc('03-07T05:00'));
    const closed = { ...started, enrolmentClosedAt: utc('03-02T04:59') } as const;
    expect(closesAt(closed, lines.slice(0, 1))).toEqual(utc('03-09T04:00'));
  });
});

describe('a declared look', () => {
  it('is at the end of the last whole day, once there is one', () => {
    expect(lastWholeDay(experiment(), at(1, 23))).toBeUndefined();
    expect(lastWholeDay(experiment(), at(3, 23))).toEqual(at(3));
  });
});
