import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { engines } from '../support/engines.js';
import { openedWarehouse } from '../support/opened-warehouse.js';
import { eventsFrom, fillEvents, personOf, rounded, type Link, type LoggedEvent } from '../support/event-rows.js';

interface Asked {
  readonly cohort: string;
  readonly back: string | null;
  readonly from: string;
  readonly until: string;
  readonly days: 1 | 7;
  readonly periods: number;
  readonly zone: string;
  readonly unit: 'backer' | 'visitor' | 'project';
  readonly known: number;
}

const hour = 3_600_000;
const dayMs = 24 * hour;
const monday = Date.parse('2026-03-02T00:00:00Z');
const all: Asked = {
  cohort: 'New user',
  back: null,
  from: '2026-03-02',
  until: '2026-03-30',
  days: 1,
  periods: 3,
  zone: 'UTC',
  unit: 'backer',
  known: monday + 30 * dayMs,
};

/** What the clocks of a zone show, as if it were UTC: by this machine's own tables of zones. */
function localTime(at: number, zone: string): number {
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  }).formatToParts(new Date(at));
  const part = (type: string): string => parts.find((one) => one.type === type)?.value ?? '';
  return Date.parse(
    `${part('year')}-${part('month')}-${part('day')}T${part('hour')}:${part('minute')}:${part('second')}Z`,
  );
}

/** Days from 1970, or the Monday before: 1970 began on a Thursday. */
const periodOf = (local: number, days: 1 | 7): number => {
  const day = Math.floor(local / dayMs);
  return days === 1 ? day : day - ((day + 3) % 7);
};

function retention(events: readonly LoggedEvent[], links: readonly Link[], asked: Asked): Record<string, unknown>[] {
  const person = personOf(links);
  const unitOf = ({ who, properties }: LoggedEvent): string | undefined => {
    if (asked.unit === 'project') return properties?.['project_id'];
    return asked.unit === 'visitor' ? who : person(who);
  };
  const live = events.filter((event) => event.live !== false && unitOf(event) !== undefined);
  const firsts = new Map<string, number>();
  for (const event of live)
    if (event.name === asked.cohort) {
      const unit = unitOf(event)!;
      firsts.set(unit, Math.min(firsts.get(unit) ?? Infinity, event.at));
    }
  const cohorts = new Map<number, { units: number; back: Set<string>[] }>();
  for (const [unit, first] of firsts) {
    const local = localTime(first, asked.zone);
    if (local < Date.parse(asked.from) || local >= Date.parse(asked.until)) continue;
    const start = periodOf(local, asked.days);
    const cohort = cohorts.get(start) ?? { units: 0, back: Array.from({ length: asked.periods }, () => new Set()) };
    cohorts.set(start, cohort);
    cohort.units++;
    for (const event of live)
      if (unitOf(event) === unit && event.at >= first && (asked.back === null || event.name === asked.back))
        cohort.back[(periodOf(localTime(event.at, asked.zone), asked.days) - start) / asked.days]?.add(unit);
  }
  const known = localTime(asked.known, asked.zone);
  return [...cohorts]
    .toSorted(([left], [right]) => left - right)
    .flatMap(([start, { units, back }]) =>
      back
        .map((who, period) => ({
          cohort: new Date(start * dayMs).toISOString().slice(0, 10),
          period,
          units,
          returned: who.size,
          share: who.size / units,
          whole: (start + (period + 1) * asked.days) * dayMs <= known,
        }))
        .filter(({ period }) => (start + period * asked.days) * dayMs <= known),
    );
}

describe.each(engines)('retention, in $name', ({ make }) => {
  const made = openedWarehouse(make);

  const ask = async (asked: Asked): Promise<Record<string, unknown>[]> => {
    const values = {
      cohort_name: asked.cohort,
      return_name: asked.back,
      from_time: `${asked.from} 00:00:00`,
      until_time: `${asked.until} 00:00:00`,
      period_days: asked.days,
      periods: asked.periods,
      time_zone: asked.zone,
      unit: asked.unit,
      known_until: new Date(asked.known),
    };
    return (await made.warehouse.query<Record<string, unknown>>('retention/summarise_cohorts', values)).rows;
  };
  const at = eventsFrom(monday, hour);

  it('counts who came back, by the day of the first time ever', async () => {
    const events = [
      at('New user', 'b1', 1),
      at('Page View', 'v1', 25),
      at('New user', 'b1', 49),
      at('New user', 'b2', 23),
      at('New user', 'b3', -1),
      at('New user', 'b3', 5),
      at('Page View', 'b4', 5),
    ];
    await fillEvents(made, events, [{ visitor: 'v1', backer: 'b1' }]);
    const rows = await ask({ ...all, known: monday + 60 * hour });
    expect(rows.map(({ cohort, period, units, returned, whole }) => [cohort, period, units, returned, whole])).toEqual([
      ['2026-03-02', 0, 2, 2, true],
      ['2026-03-02', 1, 2, 1, true],
      ['2026-03-02', 2, 2, 1, false],
    ]);
    const viewed = await ask({ ...all, back: 'Page View' });
    expect(viewed.map(({ returned }) => returned)).toEqual([0, 1, 0]);
  });

  it('equals what is found unit by unit, in any zone, whatever happened', async () => {
    const who = fc.constantFrom('v1', 'v2', 'v3', 'b1', 'b2');
    const event = fc.record({
      name: fc.constantFrom('New user', 'Page View', 'Page View'),
      who,
      // Over the change of the clocks in America and in Europe.
      at: fc.integer({ min: -100, max: 1_000 }).map((hours) => monday + hours * hour),
      live: fc.constantFrom(true, true, true, false),
      properties: fc.constantFrom({}, { project_id: 'p1' }, { project_id: 'p2' }),
    });
    const link = fc.record({ visitor: who, backer: who });
    const links = fc.uniqueArray(link, { selector: ({ visitor }) => visitor, maxLength: 3 });
    const asked = fc.record({
      back: fc.constantFrom(null, 'Page View', 'New user'),
      days: fc.constantFrom(1 as const, 7 as const),
      periods: fc.integer({ min: 1, max: 8 }),
      zone: fc.constantFrom('UTC', 'America/New_York', 'Europe/Berlin', 'Pacific/Auckland'),
      unit: fc.constantFrom('backer' as const, 'visitor' as const, 'project' as const),
      known: fc.integer({ min: 0, max: 1_000 }).map((hours) => monday + hours * hour),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(event, { maxLength: 50 }), links, asked, async (events, linked, drawn) => {
        await fillEvents(made, events, linked);
        const question = { ...all, ...drawn };
        expect(rounded(await ask(question))).toEqual(rounded(retention(events, linked, question)));
      }),
      { numRuns: 20 },
    );
  });
});
