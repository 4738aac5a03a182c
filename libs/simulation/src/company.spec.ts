import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { collect, company, UNTIL } from '../testing/company-data.js';
import { simulateCompany } from './company.js';
import type { SimulatedCompany } from './company.js';
import { History } from './history.js';
import { planHistory } from './plans.js';

const DAY = 86_400_000;

function hashOf(source: SimulatedCompany): string {
  const hash = createHash('sha256');
  for (const record of source.records()) hash.update(JSON.stringify(record));
  return hash.digest('hex');
}

describe('simulateCompany', () => {
  it('tells the same history for the same seed and end, byte for byte, and another for another', () => {
    const source = company(1, 'small', 21);
    const first = hashOf(source);
    expect(hashOf(source)).toBe(first);
    expect(hashOf(company(1, 'small', 21))).toBe(first);
    expect(hashOf(company(2, 'small', 21))).not.toBe(first);
    expect(hashOf(company(2 ** 32 + 1, 'small', 21))).not.toBe(first);
    expect(JSON.stringify(company(1, 'small', 21).truths)).toBe(JSON.stringify(source.truths));
  });

  it.each([
    [{ seed: 0.5, days: 85 }, 'seed'],
    [{ seed: 1, days: 20 }, '21 to 1000 days'],
    [{ seed: 1, days: 85, until: new Date(UNTIL.getTime() + 1) }, 'UTC midnight'],
    [{ seed: 1, days: 85, until: new Date(Number.NaN) }, 'UTC midnight'],
  ])('refuses %j', (options, rule) => {
    expect(() => simulateCompany({ scale: 'small', until: UNTIL, ...options })).toThrow(rule);
  });
});

describe('a small company', () => {
  const source = company(1);
  const data = collect(source);
  const { records, events, backers, pledges, outcomes, projects } = data;

  it('is as large as it says', () => {
    expect(events.length).toBeGreaterThan(100_000);
    expect(events.length).toBeLessThan(140_000);
    expect(Math.abs(pledges.length - 5_000)).toBeLessThan(700);
    expect(Math.abs(records.length / source.expectedRecords - 1)).toBeLessThan(0.05);
  });

  it('is told in order of time, within its days', () => {
    const times = records.map(({ time }) => time);
    expect(times.filter((time, index) => time < (times[index - 1] ?? source.from.getTime()))).toEqual([]);
    expect(times.at(-1)).toBeLessThan(UNTIL.getTime());
    expect(outcomes.every(({ known_at }) => Date.parse(known_at) < UNTIL.getTime())).toBe(true);
  });

  it('has every id once', () => {
    const distinct = (ids: readonly string[]): boolean => new Set(ids).size === ids.length;
    expect(distinct(events.map(({ insert_id }) => insert_id))).toBe(true);
    expect(distinct(pledges.map(({ pledge_id, revision }) => `${pledge_id} ${revision}`))).toBe(true);
    expect(distinct(outcomes.map(({ outcome_id }) => outcome_id))).toBe(true);
    expect(distinct(backers.map(({ backer_id }) => backer_id))).toBe(true);
    expect(distinct(backers.map(({ visitor_id }) => visitor_id))).toBe(true);
  });

  it('tells pledges and outcomes as rows and as events alike', () => {
    const ofEvent = (name: string, id: string): unknown[] =>
      events.filter(({ event }) => event === name).map(({ properties }) => properties[id]);
    expect(ofEvent('Pledge', 'pledge_id')).toEqual(pledges.map(({ pledge_id }) => pledge_id));
    expect(ofEvent('Pledge Outcome', 'outcome_id')).toEqual(outcomes.map(({ outcome_id }) => outcome_id));
  });

  it('links a visitor to one backer before she pledges, and calls her by the new id from then on', () => {
    const signedUp = new Map(backers.map((row) => [row.visitor_id, Date.parse(row.signed_up_at)]));
    const known = new Map(backers.map((row) => [row.backer_id, Date.parse(row.signed_up_at)]));
    expect(pledges.filter((row) => Date.parse(row.time) < (known.get(row.backer_id) ?? Infinity))).toEqual([]);
    const stale = events.filter(({ event, distinct_id, time }) => {
      return event !== '$experiment_started' && time > (signedUp.get(distinct_id) ?? Infinity);
    });
    expect(stale).toEqual([]);
  });

  it('collects all or nothing: only of projects that reached their goal, only after the deadline', () => {
    const byPledge = new Map(pledges.map((row) => [row.pledge_id, row]));
    const collected = outcomes.filter(({ kind }) => kind === 'collected');
    expect(collected.length).toBeGreaterThan(1_500);
    const wrong = collected.filter(({ pledge_id, occurred_at, amount }) => {
      const pledge = byPledge.get(pledge_id);
      const project = projects.get(pledge?.project_id ?? '');
      return project?.state !== 'successful' || occurred_at <= project.deadline || amount !== pledge?.amount;
    });
    expect(wrong).toEqual([]);
    for (const { state, pledged, goal } of projects.values())
      if (state === 'successful' || state === 'failed') expect(pledged >= goal).toBe(state === 'successful');
  });

  it('has projects whose money is the sum of their pledges', () => {
    const gone = new Set(outcomes.filter(({ kind }) => kind === 'cancelled').map(({ pledge_id }) => pledge_id));
    const refused = new Set(
      outcomes.filter(({ kind, amount }) => kind === 'declined' && amount === undefined).map((row) => row.pledge_id),
    );
    const sums = new Map<string, Map<string, number>>();
    for (const { pledge_id, project_id, amount } of pledges) {
      const own = sums.get(project_id) ?? new Map<string, number>();
      sums.set(project_id, own);
      if (!gone.has(pledge_id) && !refused.has(pledge_id)) own.set(pledge_id, amount);
    }
    for (const { project_id, state, pledged, backers: count } of projects.values()) {
      if (state !== 'successful' && state !== 'failed') continue;
      const own = [...(sums.get(project_id)?.values() ?? [])];
      expect(own.reduce((sum, amount) => sum + amount, 0)).toBe(pledged);
      expect(own.length).toBe(count);
    }
  });

  it('has the listing’s share of successes, and projects that are still live', () => {
    const count = (state: string): number => [...projects.values()].filter((row) => row.state === state).length;
    const share = count('successful') / (count('successful') + count('failed'));
    expect(Math.abs(share - 0.406)).toBeLessThan(0.08);
    expect(count('live')).toBeGreaterThan(50);
    expect(count('canceled')).toBeGreaterThan(5);
  });

  it('takes pledges of projects that are live, in their currency, for amounts above zero', () => {
    const wrong = pledges.filter(({ project_id, currency, amount, base_amount, time }) => {
      const project = projects.get(project_id);
      const closed = project?.state === 'canceled' ? project.state_changed_at : project?.deadline;
      const live = time >= (project?.launched_at ?? '~') && time < (closed ?? '');
      return !live || currency !== project?.currency || amount <= 0 || base_amount <= 0;
    });
    expect(wrong).toEqual([]);
  });

  it('has the noise of honest life', () => {
    const honest = pledges.filter(({ label }) => label === '');
    const backersOf = (key: (row: (typeof honest)[number]) => string): number[] => {
      const groups = new Map<string, Set<string>>();
      for (const row of honest) groups.set(key(row), (groups.get(key(row)) ?? new Set()).add(row.backer_id));
      return [...groups.values()].map((group) => group.size).filter((size) => size > 1);
    };
    // Households and carriers share addresses; cards and devices are personal.
    expect(backersOf(({ ip }) => ip).length).toBeGreaterThan(50);
    expect(backersOf(({ card }) => card)).toHaveLength(0);
    expect(honest.some(({ card_funding }) => card_funding === 'prepaid')).toBe(true);
    expect(honest.filter(({ revision }) => revision === 2).length).toBeGreaterThan(40);
    const repeated = honest.length - new Set(honest.map(({ backer_id }) => backer_id)).size;
    expect(repeated / honest.length).toBeGreaterThan(0.25);
    const categories = new Set(outcomes.filter(({ kind }) => kind === 'disputed').map(({ category }) => category));
    expect(categories.has('not_received')).toBe(true);
  });

  it('filters one telling for each kind of row', () => {
    const short = company(3, 'small', 21);
    const { length } = [...short.records()];
    const parts = [short.rates(), short.projects(), short.backers(), short.pledges(), short.outcomes(), short.events()];
    expect(parts.reduce((sum, part) => sum + [...part].length, 0)).toBe(length);
  });
});

describe('a long history', () => {
  it('holds what lies ahead, not what is told', () => {
    const days = 240;
    const history = new History(planHistory({ seed: 1, days, scale: 'small', until: UNTIL }));
    const middle = UNTIL.getTime() - (days / 2) * DAY;
    let told = 0;
    const most = { before: 0, after: 0 };
    for (const { time } of history.records()) {
      told += 1;
      if (told % 2_000 !== 0) continue;
      const half = time < middle ? 'before' : 'after';
      most[half] = Math.max(most[half], history.held);
    }
    expect(told).toBeGreaterThan(300_000);
    expect(most.before).toBeLessThan(told / 20);
    expect(most.after).toBeLessThan(most.before * 1.2);
  });
});
