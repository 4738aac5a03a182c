import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import { quantile } from 'simple-statistics';
import { describeShared } from '../../../test/support/shared.js';
import { Identifiers } from './identifiers.js';
import { planProjects } from './project-plan.js';
import { SUCCESS_SHARE } from './project-shape.js';
import { scaleOf } from './scale.js';

const DAY = 86_400_000;
const until = Date.UTC(2026, 10, 24);
const period = { from: until - 85 * DAY, until };
const plan = (scale: 'small' | 'medium' | 'large') => planProjects(1, scaleOf(scale, 85), period, new Identifiers(1));

const days = ({ launchedAt, deadline }: { launchedAt: number; deadline: number }): number =>
  Math.round((deadline - launchedAt) / DAY);

describe('planProjects', () => {
  const projects = plan('large');

  it('is the same for the same seed, in order of launch, within the history', () => {
    expect(plan('small')).toEqual(plan('small'));
    const launches = projects.map(({ launchedAt }) => launchedAt);
    expect(launches).toEqual(launches.toSorted((left, right) => left - right));
    expect(launches[0]).toBeGreaterThanOrEqual(period.from);
    expect(launches.at(-1)).toBeLessThan(until);
    expect(new Set(projects.map(({ id }) => id)).size).toBe(projects.length);
  });

  it('runs most projects for 30 days and none for more than 60', () => {
    const lengths = projects.map((each) => days(each));
    expect(Math.max(...lengths)).toBe(60);
    expect(lengths.filter((length) => length === 30).length / lengths.length).toBeCloseTo(0.46, 1);
  });

  it('means every target to be reached or missed as intended', () => {
    const wrong = projects.filter(({ intended, target, goalInDollars }) => {
      return target > goalInDollars !== (intended === 'successful');
    });
    expect(wrong).toEqual([]);
  });

  it.each(['small', 'medium', 'large'] as const)('means about the listing’s share to succeed, when %s', (scale) => {
    const ended = plan(scale).filter(({ intended }) => intended !== 'canceled');
    const share = ended.filter(({ intended }) => intended === 'successful').length / ended.length;
    expect(Math.abs(share - SUCCESS_SHARE)).toBeLessThan(0.06);
  });
});

describeShared('planProjects beside the public listing', 'data/kickstarter/projects_sample.csv.gz', (path) => {
  interface Listed {
    readonly state: string;
    readonly launched: string;
    readonly deadline: string;
    readonly usd_goal_real: string;
  }
  let rows: Listed[] = [];
  beforeAll(() => {
    rows = parse(gunzipSync(readFileSync(path)), { columns: true, relax_quotes: true });
  });
  const projects = plan('large');
  const goals = projects.map(({ goalInDollars }) => goalInDollars);

  it.each([0.1, 0.25, 0.5, 0.75, 0.9])('has its goals at the quantile %d', (share) => {
    const listed = quantile(
      rows.map(({ usd_goal_real: goal }) => Number(goal)),
      share,
    );
    expect(Math.abs(Math.log(quantile(goals, share) / listed))).toBeLessThan(0.2);
  });

  it('has its share of successes and its lengths', () => {
    const recent = rows.filter(({ launched }) => launched > '2011-06-15');
    const count = (state: string): number => recent.filter((row) => row.state === state).length;
    expect(count('successful') / (count('successful') + count('failed'))).toBeCloseTo(SUCCESS_SHARE, 1);
    const lengths = recent.map(({ launched, deadline }) =>
      Math.round((Date.parse(deadline) - Date.parse(launched.slice(0, 10))) / DAY),
    );
    const ours = projects.map((each) => days(each));
    for (const share of [0.1, 0.25, 0.5, 0.75, 0.9])
      expect(Math.abs(quantile(ours, share) - quantile(lengths, share))).toBeLessThanOrEqual(3);
  });
});
