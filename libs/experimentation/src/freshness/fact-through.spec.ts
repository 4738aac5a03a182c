import { describe, expect, it } from '@jest/globals';
import { cutAt, factThrough, tablesBehind, type KnownThrough } from './fact-through.js';
import { tablesOfPulls, type LoadedPull } from './loaded-tables.js';

const time = (text: string): Date => new Date(`2026-01-${text}Z`);
const log = time('10T08:00:00.000');
const shop = time('10T03:00:00.000');
const exported = time('09T00:00:00.000');

const known: KnownThrough = {
  log,
  snapshots: new Map([['snapshot.shop_pledges', shop]]),
  events: new Map([['events.mixpanel_raw', exported]]),
  entities: new Map([['pledge', 'snapshot.shop_pledges']]),
};

const through = (relations: readonly string[], over: Partial<KnownThrough> = {}, latest: Date | null = null) =>
  factThrough({ key: 'f', version: 2 }, tablesBehind(relations, { ...known, ...over }), latest);

describe('through when a fact is known', () => {
  it('follows the log, and the table that a company maps', () => {
    expect(through(['published.pledge', 'published.outcome'])).toEqual({
      fact: 'f',
      version: 2,
      data_through: shop.toISOString(),
      tables: [
        { table: 'log', data_through: log.toISOString() },
        { table: 'snapshot.shop_pledges', data_through: shop.toISOString() },
      ],
    });
    expect(through(['published.pledge'], { entities: new Map() }).data_through).toBe(log.toISOString());
    expect(through(['published.exposure']).tables).toHaveLength(1);
  });

  it('follows the exports of events that come by a schedule, where it reads events', () => {
    expect(through(['published.event']).data_through).toBe(exported.toISOString());
    expect(through(['published.identity']).data_through).toBe(exported.toISOString());
    expect(through(['published.event'], { events: new Map() }).data_through).toBe(log.toISOString());
  });

  it('is that of a snapshot by its name, and nothing where it was mapped and never loaded', () => {
    expect(through(['snapshot.shop_pledges']).data_through).toBe(shop.toISOString());
    expect(through(['published.pledge'], { snapshots: new Map() }, log).data_through).toBeNull();
    expect(through(['snapshot.shop_other'], {}, log).data_through).toBeNull();
  });

  it('is the newest row of a table that somebody else loads', () => {
    const latest = time('08T12:00:00.000');
    expect(through(['finance.ledger', 'published.pledge'], {}, latest).data_through).toBe(latest.toISOString());
    expect(through(['finance.ledger'], {}, null).data_through).toBeNull();
  });

  it('is not held back by what is never late, and never beyond the cut', () => {
    const [fact] = cutAt([through(['published.rate', 'published.integers'])], log);
    expect(fact).toMatchObject({ data_through: log.toISOString(), tables: [] });
    expect(cutAt([through(['published.pledge'])], time('02T00:00:00.000'))[0]?.data_through).toBe(
      '2026-01-02T00:00:00.000Z',
    );
    expect(cutAt([through(['finance.ledger'])], log)[0]?.data_through).toBeNull();
  });
});

describe('tables that were pulled', () => {
  const pull = (day: number, over: Partial<LoadedPull> = {}): LoadedPull => {
    const text = String(day).padStart(2, '0');
    const next = new Date(Date.UTC(2026, 0, day + 1));
    return { name: 'a_b', is_events: true, is_scheduled: true, day: `2026-01-${text}`, holds_through: next, ...over };
  };

  it('are there through the newest moment that a snapshot holds', () => {
    const at = (text: string) => ({ is_events: false, is_scheduled: false, holds_through: time(text) });
    const { snapshots, events } = tablesOfPulls([pull(8, at('09T02:00:00')), pull(9, at('09T01:00:00'))]);
    expect([...snapshots]).toEqual([['snapshot.a_b', time('09T02:00:00')]]);
    expect(events.size).toBe(0);
  });

  it('are there as far as no day of events is missing or cut short', () => {
    const of = (pulls: readonly LoadedPull[]) => tablesOfPulls(pulls).events.get('events.a_b')?.toISOString();
    expect(of([pull(3), pull(4), pull(6)])).toBe('2026-01-05T00:00:00.000Z');
    expect(of([pull(3), pull(4), pull(5), pull(6)])).toBe('2026-01-07T00:00:00.000Z');
    expect(of([pull(3), pull(4, { holds_through: time('04T11:00:00') }), pull(5)])).toBe('2026-01-04T11:00:00.000Z');
    // What was imported long ago is no beginning, and what comes when somebody asks holds nothing back.
    expect(of([pull(-40, { day: '2025-11-20' }), pull(3), pull(4)])).toBe('2026-01-05T00:00:00.000Z');
    expect(of([pull(3, { is_scheduled: false })])).toBeUndefined();
  });
});
