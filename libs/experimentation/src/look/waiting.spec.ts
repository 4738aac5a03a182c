import { describe, expect, it } from '@jest/globals';
import type { FactDataThrough } from '#libs/contracts';
import { day, lines } from '../../testing/planned-looks.js';
import { tablesBefore, waitOf, wholeThrough } from './waiting.js';

const tables = (through: Date | null) => [
  { table: 'log', data_through: day(20).toISOString() },
  { table: 'snapshot.shop_pledges', data_through: through?.toISOString() ?? null },
];
const fact = (through: Date | null, over: Partial<FactDataThrough> = {}): FactDataThrough => ({
  fact: 'pledge',
  version: 1,
  data_through: through?.toISOString() ?? null,
  tables: tables(through),
  ...over,
});

describe('what a look waits for', () => {
  it('is every table of the plan’s metrics that is not loaded through its cut', () => {
    const loaded = { log: day(20), facts: [fact(day(13))] };
    expect(tablesBefore(day(14), loaded, lines)).toEqual([tables(day(13))[1]]);
    expect(tablesBefore(day(13), loaded, lines)).toEqual([]);
    expect(tablesBefore(day(14), { log: day(20), facts: [fact(null)] }, lines)).toEqual([tables(null)[1]]);
  });

  it('is the log always, which has the exposures, and no fact of another metric or version', () => {
    const others = [fact(day(1), { fact: 'visit' }), fact(day(1), { version: 2 })];
    expect(tablesBefore(day(14), { log: day(20), facts: others }, lines)).toEqual([]);
    const [log] = tablesBefore(day(14), { log: day(2), facts: others }, lines);
    expect(log).toEqual({ table: 'log', data_through: day(2).toISOString() });
    const added = lines.map((line) => ({ ...line, addedAt: day(3) }));
    expect(tablesBefore(day(14), { log: day(20), facts: [fact(day(13))] }, added)).toEqual([]);
  });

  it('ends where all of it is loaded through', () => {
    expect(wholeThrough({ log: day(20), facts: [fact(day(13))] }, lines)).toEqual(day(13));
    expect(wholeThrough({ log: day(20), facts: [] }, lines)).toEqual(day(20));
    expect(wholeThrough({ log: day(20), facts: [fact(null)] }, lines)).toBeUndefined();
  });
});

describe('how long a look waits', () => {
  const patience = 12 * 3_600_000;
  const later = (hours: number): Date => new Date(day(30).getTime() + hours * 3_600_000);

  it('counts from when it was found, once for each cut', () => {
    const first = waitOf(day(14), [], { now: later(0), patience, known: undefined });
    expect(first).toMatchObject({ since: later(0).toISOString(), until: later(12).toISOString() });
    expect(waitOf(day(14), [], { now: later(11), patience, known: first })).toEqual(first);
    expect(waitOf(day(14), [], { now: later(12), patience, known: first })).toBeUndefined();
    expect(waitOf(day(21), [], { now: later(12), patience, known: first })?.until).toBe(later(24).toISOString());
    expect(waitOf(day(14), [], { now: later(0), patience: 0, known: undefined })).toBeUndefined();
  });
});
