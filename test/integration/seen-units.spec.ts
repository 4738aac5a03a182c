import { describe, expect, it } from '@jest/globals';
import { linesOf, SeenReader, type MetricLine, type PinnedFact } from '#libs/experimentation';
import { engines } from '../support/engines.js';
import { insertion } from '../support/hand-made-warehouse.js';
import { nothingElse, readyPinned } from '../support/pinned.js';
import { warehouseCatalogue } from '../support/warehouse.js';

const seen = (distinct_id: string, time: string, live = true) => ({
  table: 'event',
  row: {
    identity: `${distinct_id}${time}`.padEnd(32, '0').slice(0, 32),
    source: 'app',
    name: 'Page View',
    distinct_id,
    time,
    properties: '{}',
    live,
  },
});
const pledge = (pledge_id: string, backer_id: string, base_amount: number, time: string) => ({
  table: 'pledge',
  row: { pledge_id, backer_id, project_id: 'j1', base_amount, time, live: true },
});
const identity = (visitor_id: string, backer_id: string) => ({
  table: 'identity',
  row: { visitor_id, backer_id, linked_at: '2026-01-01', live: true },
});

/** Known until noon of 20 January: the past ends with the 19th. Of two days and a window of seven it begins on the 11th. */
const rows = [
  // First seen on the 11th, with two pledges within its week and one after it.
  seen('v1', '2026-01-11 10:00:00'),
  seen('v1', '2026-01-15'),
  identity('v1', 'b1'),
  pledge('p1', 'b1', 1_000, '2026-01-11 10:00:00'),
  pledge('p2', 'b1', 500, '2026-01-18 09:59:59'),
  pledge('p3', 'b1', 9_000, '2026-01-18 10:00:00'),
  // Seen before, too: what counts is from the first time of these days on.
  seen('v2', '2026-01-05'),
  seen('v2', '2026-01-12 23:00:00'),
  identity('v2', 'b2'),
  pledge('p4', 'b2', 700, '2026-01-06'),
  // Its window is not closed yet.
  seen('v3', '2026-01-13'),
  // A test key's, a backer's own id, somebody of the staff, and what has not been for a whole day.
  seen('v4', '2026-01-11', false),
  seen('b1', '2026-01-11'),
  seen('v5', '2026-01-11 12:00:00'),
  seen('v6', '2026-01-20 11:59:59'),
  seen('v7', '2026-01-12'),
];

const staff: PinnedFact = {
  key: 'staff',
  version: 1,
  sql: "SELECT event.distinct_id AS visitor_id, event.time AS time, 'staff' AS reason FROM event WHERE event.distinct_id = 'v5'",
  scale: 0,
  columns: [
    { name: 'visitor_id', type: 'text' },
    { name: 'time', type: 'timestamp' },
    { name: 'reason', type: 'text' },
  ],
};
const lineOf = (key: string): MetricLine => readyPinned([key], ['all']).flatMap(linesOf)[0]!;

describe.each(engines)('units of the past on $name', ({ make }) => {
  it('have what they did from the first time on, are counted by day, and leave nothing behind', async () => {
    const made = await make();
    await made.warehouse.open();
    try {
      for (const row of rows) await made.rows(insertion(row));
      const reader = new SeenReader(made.warehouse, warehouseCatalogue, nothingElse);
      const read = (key: string, over: object = {}) =>
        reader.read({
          line: lineOf(key),
          unit: 'visitor',
          days: 2,
          zone: 'UTC',
          exclusions: [staff],
          now: new Date('2026-06-01T00:00:00Z'),
          signal: new AbortController().signal,
          ...over,
        });
      const amounts = await read('pledged_per_visitor');
      expect(amounts.beganAt.toISOString()).toBe('2026-01-11T00:00:00.000Z');
      expect(amounts.endedAt.toISOString()).toBe('2026-01-20T00:00:00.000Z');
      expect(amounts.arrivals.slice(0, 4)).toEqual([
        { day: '2026-01-11', units: 1 },
        { day: '2026-01-12', units: 2 },
        { day: '2026-01-13', units: 1 },
        { day: '2026-01-14', units: 0 },
      ]);
      expect(amounts.arrivals).toHaveLength(9);
      expect(amounts.sums).toMatchObject({ units: 4, closed_units: 3, closed_total: '1500' });
      expect(amounts.groups).toEqual([
        { count: 2, units: 1, sums: [0], products: [[0]] },
        { count: 1, units: 1, sums: [1_500], products: [[2_250_000]] },
      ]);
      expect(amounts.query.text).toContain('FROM met');
      expect(amounts.query.text).not.toContain('/*{');
      expect((await read('pledge_conversion')).sums).toMatchObject({ closed_units: 3, closed_total: '1' });
      // Of a backer and of a project: each from its own first time.
      const backers = await read('pledged_per_visitor', { unit: 'backer', exclusions: [] });
      expect(backers.sums).toMatchObject({ closed_units: 1, closed_total: '1000' });
      const projects = await read('pledged_per_visitor', { unit: 'project', exclusions: [] });
      expect(projects.sums).toMatchObject({ closed_units: 1, closed_total: '1500' });
      const nobody = await read('pledged_per_visitor', { now: new Date('2026-01-03T00:00:00Z') });
      expect(nobody).toMatchObject({ sums: null, groups: [], arrivals: [] });
      for (const table of ['experiment_unit', 'experiment_unit_amount', 'experiment_sum', 'experiment_line'])
        expect(await made.rows(`SELECT experiment FROM ${table}`)).toEqual([]);
    } finally {
      await made.warehouse.close();
      await made.close();
    }
  });

  it('are none of an empty warehouse, which says so', async () => {
    const made = await make();
    await made.warehouse.open();
    try {
      const reader = new SeenReader(made.warehouse, warehouseCatalogue, nothingElse);
      const asked = {
        line: lineOf('pledge_conversion'),
        unit: 'visitor',
        days: 2,
        zone: 'UTC',
        exclusions: [],
      } as const;
      const signal = new AbortController().signal;
      await expect(reader.read({ ...asked, now: new Date(), signal })).rejects.toMatchObject({ kind: 'invalid' });
    } finally {
      await made.warehouse.close();
      await made.close();
    }
  });
});
