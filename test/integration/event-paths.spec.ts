import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { compilePaths, pathStatement } from '#libs/analytics';
import { engines } from '../support/engines.js';
import { openedWarehouse } from '../support/opened-warehouse.js';
import {
  eventsFrom,
  fillEvents,
  personOf,
  quantile,
  rounded,
  type Link,
  type LoggedEvent,
} from '../support/event-rows.js';
import { warehouseCatalogue } from '../support/warehouse.js';

interface Asked {
  readonly start: string;
  readonly from: number;
  readonly until: number;
  readonly gapMinutes: number;
  readonly steps: number;
  readonly rows: number;
}

const minute = 60_000;
const noon = Date.parse('2026-03-01T12:00:00Z');
const all: Asked = { start: 'New user', from: noon, until: noon + 1_440 * minute, gapMinutes: 30, steps: 2, rows: 100 };

/** Each start is followed by hand, from event to event. */
function paths(events: readonly LoggedEvent[], links: readonly Link[], asked: Asked): unknown[] {
  const person = personOf(links);
  const histories = new Map<string, { name: string; at: number; place: number }[]>();
  events.forEach(({ name, who, at, live = true }, place) => {
    if (live) histories.set(person(who), [...(histories.get(person(who)) ?? []), { name, at, place }]);
  });
  const found = new Map<string, { steps: (string | null)[]; waits: number[][]; paths: number }>();
  let starts = 0;
  for (const history of histories.values()) {
    const ordered = history.toSorted((left, right) => left.at - right.at || left.place - right.place);
    ordered.forEach(({ name, at }, index) => {
      if (name !== asked.start || at < asked.from || at >= asked.until) return;
      starts++;
      const steps: (string | null)[] = [];
      const waits: number[] = [];
      let before = at;
      for (let step = 1; step <= asked.steps; step++) {
        const next = ordered[index + step];
        const broken = steps.includes(null) || next === undefined || next.at - before > asked.gapMinutes * minute;
        steps.push(broken ? null : next.name);
        if (!broken) waits.push((next.at - before) / 1_000);
        before = next?.at ?? before;
      }
      const key = JSON.stringify(steps);
      const path = found.get(key) ?? { steps, waits: steps.map(() => []), paths: 0 };
      found.set(key, path);
      path.paths++;
      waits.forEach((wait, step) => path.waits[step]?.push(wait));
    });
  }
  // The end of a session comes before every name.
  const text = (steps: (string | null)[]): string => steps.map((step) => step ?? '').join('\u0000');
  return [...found.values()]
    .toSorted((left, right) => right.paths - left.paths || (text(left.steps) < text(right.steps) ? -1 : 1))
    .slice(0, asked.rows)
    .map((path) => ({
      ...Object.fromEntries(path.steps.map((step, index) => [`step_${index + 1}`, step])),
      paths: path.paths,
      share: path.paths / starts,
      ...Object.fromEntries(
        path.waits.flatMap((waits, index) => [
          [`median_seconds_${index + 1}`, quantile(waits, 0.5)],
          [`ninth_decile_seconds_${index + 1}`, quantile(waits, 0.9)],
        ]),
      ),
    }));
}

describe.each(engines)('event paths, in $name', ({ make }) => {
  const made = openedWarehouse(make);

  const ask = async ({ start, from, until, gapMinutes, steps, rows }: Asked): Promise<Record<string, unknown>[]> => {
    const values = {
      start_name: start,
      from_time: new Date(from),
      until_time: new Date(until),
      gap_minutes: gapMinutes,
      row_limit: rows,
    };
    const slots = compilePaths(warehouseCatalogue, steps);
    return (await made.warehouse.query<Record<string, unknown>>(pathStatement, values, slots)).rows;
  };
  const at = eventsFrom(noon, minute);

  it('follow a person from visitor to backer, and end where the session does', async () => {
    const events = [
      at('Page View', 'v1', -5),
      at('New user', 'b1', 0),
      at('Page View', 'v1', 10),
      at('Pledge', 'b1', 40),
      at('New user', 'b2', 0),
      at('Page View', 'b2', 30.001),
      at('New user', 'b3', 0),
      at('Page View', 'b3', 30),
      at('Pledge', 'b3', 61),
      at('New user', 'b4', 0, { live: false }),
      at('Page View', 'b4', 1),
    ];
    await fillEvents(made, events, [{ visitor: 'v1', backer: 'b1' }]);
    expect(rounded(await ask(all))).toEqual(
      rounded([
        {
          step_1: null,
          step_2: null,
          paths: 1,
          share: 1 / 3,
          median_seconds_1: null,
          ninth_decile_seconds_1: null,
          median_seconds_2: null,
          ninth_decile_seconds_2: null,
        },
        {
          step_1: 'Page View',
          step_2: null,
          paths: 1,
          share: 1 / 3,
          median_seconds_1: 1_800,
          ninth_decile_seconds_1: 1_800,
          median_seconds_2: null,
          ninth_decile_seconds_2: null,
        },
        {
          step_1: 'Page View',
          step_2: 'Pledge',
          paths: 1,
          share: 1 / 3,
          median_seconds_1: 600,
          ninth_decile_seconds_1: 600,
          median_seconds_2: 1_800,
          ninth_decile_seconds_2: 1_800,
        },
      ]),
    );
  });

  it('follow a start to its end, though the time asked for is over', async () => {
    await fillEvents(made, [at('New user', 'b1', 0), at('Page View', 'b1', 20), at('New user', 'b1', 21)], []);
    const rows = await ask({ ...all, until: noon + minute });
    expect(rows.map(({ step_1, step_2, paths: count }) => [step_1, step_2, count])).toEqual([
      ['Page View', 'New user', 1],
    ]);
  });

  it('are none where nobody starts', async () => {
    await fillEvents(made, [at('Page View', 'v1', 0)], []);
    expect(await ask(all)).toEqual([]);
  });

  it('equal what is found by following each start, whatever happened', async () => {
    const who = fc.constantFrom('v1', 'v2', 'v3', 'b1', 'b2');
    const event = fc.record({
      name: fc.constantFrom('New user', 'Page View', 'Pledge', 'page view'),
      who,
      at: fc.integer({ min: -40, max: 200 }).map((quarters) => noon + quarters * 15_000),
      live: fc.constantFrom(true, true, true, false),
    });
    const link = fc.record({ visitor: who, backer: who, live: fc.constantFrom(true, true, false) });
    const links = fc.uniqueArray(link, { selector: ({ visitor, live }) => `${visitor}${live}`, maxLength: 4 });
    const asked = fc.record({
      start: fc.constantFrom('New user', 'Page View'),
      until: fc.integer({ min: 0, max: 40 }).map((minutes) => noon + minutes * minute),
      gapMinutes: fc.integer({ min: 1, max: 6 }),
      steps: fc.integer({ min: 1, max: 5 }),
      rows: fc.constantFrom(3, 100),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(event, { maxLength: 60 }), links, asked, async (events, linked, drawn) => {
        await fillEvents(made, events, linked);
        const question = { ...all, ...drawn };
        expect(rounded(await ask(question))).toEqual(rounded(paths(events, linked, question) as never));
      }),
      { numRuns: 20 },
    );
  });
});
