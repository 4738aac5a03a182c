import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { compileFunnel, funnelStatement } from '#libs/analytics';
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
  readonly steps: readonly string[];
  readonly from: number;
  readonly until: number;
  readonly windowMinutes: number;
  readonly unit: 'backer' | 'visitor' | 'project';
  readonly property: string | null;
  readonly values: number;
}

const minute = 60_000;
const noon = Date.parse('2026-03-01T12:00:00Z');
const all: Asked = {
  steps: ['Page View', 'Pledge'],
  from: noon,
  until: noon + 1_440 * minute,
  windowMinutes: 60,
  unit: 'backer',
  property: null,
  values: 10,
};

/** From each first step on, the earliest second after it, the earliest third after that: and the quickest of all. */
function quickest(history: readonly LoggedEvent[], asked: Asked): (number | undefined)[] {
  const best: (number | undefined)[] = asked.steps.map(() => undefined);
  history.forEach((start, index) => {
    if (start.name !== asked.steps[0] || start.at < asked.from || start.at >= asked.until) return;
    let place = index;
    for (const [step, name] of asked.steps.entries()) {
      if (step > 0) place = history.findIndex((event, at) => at > place && event.name === name);
      const taken = (history[place]?.at ?? Infinity) - start.at;
      if (place === -1 || taken >= asked.windowMinutes * minute) return;
      best[step] = Math.min(best[step] ?? Infinity, taken);
    }
  });
  return best;
}

function funnel(events: readonly LoggedEvent[], links: readonly Link[], asked: Asked): Record<string, unknown>[] {
  const person = personOf(links);
  const unitOf = ({ who, properties }: LoggedEvent): string | undefined => {
    if (asked.unit === 'project') return properties?.['project_id'];
    return asked.unit === 'visitor' ? who : person(who);
  };
  const histories = new Map<string, LoggedEvent[]>();
  for (const event of events) {
    const unit = unitOf(event);
    if (unit !== undefined && event.live !== false) histories.set(unit, [...(histories.get(unit) ?? []), event]);
  }
  const groups = new Map<string, number[][]>();
  for (const unordered of histories.values()) {
    const history = unordered.toSorted((left, right) => left.at - right.at);
    const first = history.find(({ name, at }) => name === asked.steps[0] && at >= asked.from && at < asked.until);
    if (first === undefined) continue;
    const value = asked.property === null ? '' : (first.properties?.[asked.property] ?? '');
    const group = groups.get(value) ?? asked.steps.map(() => []);
    groups.set(value, group);
    quickest(history, asked).forEach((taken, step) => taken !== undefined && group[step]?.push(taken / 1_000));
  }
  return [...groups]
    .toSorted(([left, [mine]], [right, [theirs]]) => theirs!.length - mine!.length || (left < right ? -1 : 1))
    .slice(0, asked.values)
    .flatMap(([value, group]) =>
      group.map((taken, index) => ({
        value: value === '' ? null : value,
        step: index + 1,
        name: asked.steps[index],
        units: taken.length,
        share: taken.length / group[0]!.length,
        median_seconds: quantile(taken, 0.5),
        ninth_decile_seconds: quantile(taken, 0.9),
      })),
    );
}

describe.each(engines)('funnels, in $name', ({ make }) => {
  const made = openedWarehouse(make);

  const ask = async (asked: Asked): Promise<Record<string, unknown>[]> => {
    const values = {
      step_names: asked.steps.join('\u001F'),
      from_time: new Date(asked.from),
      until_time: new Date(asked.until),
      window_minutes: asked.windowMinutes,
      unit: asked.unit,
      property: asked.property,
      value_limit: asked.values,
    };
    const slots = compileFunnel(warehouseCatalogue, asked.steps.length);
    return (await made.warehouse.query<Record<string, unknown>>(funnelStatement, values, slots)).rows;
  };
  const at = eventsFrom(noon, minute);

  it('count who went on, in order and within the window, from any first step', async () => {
    const events = [
      at('Page View', 'v1', 0),
      at('Page View', 'v1', 50),
      at('Pledge', 'b1', 70),
      at('Page View', 'v2', 0),
      at('Pledge', 'v2', 60),
      at('Pledge', 'v3', 0),
      at('Page View', 'v3', 1),
      at('Page View', 'v4', -1),
      at('Pledge', 'v4', 0),
    ];
    await fillEvents(made, events, [{ visitor: 'v1', backer: 'b1' }]);
    expect(
      (await ask(all)).map(({ step, name, units, median_seconds }) => [step, name, units, median_seconds]),
    ).toEqual([
      [1, 'Page View', 3, 0],
      [2, 'Pledge', 1, 1_200],
    ]);
    expect((await ask({ ...all, unit: 'visitor' })).map(({ units }) => units)).toEqual([3, 0]);
  });

  it('take a thing that is two steps twice', async () => {
    await fillEvents(made, [at('Pledge', 'b1', 0), at('Pledge', 'b2', 0), at('Pledge', 'b2', 0)], []);
    const rows = await ask({ ...all, steps: ['Pledge', 'Pledge', 'Pledge'] });
    expect(rows.map(({ units }) => units)).toEqual([2, 1, 0]);
  });

  it('are broken down by what the first step says', async () => {
    const from = (country: string) => ({ properties: { country, project_id: `p-${country}` } });
    const events = [
      at('Page View', 'v1', 0, from('US')),
      at('Page View', 'v2', 0, from('US')),
      at('Page View', 'v2', 1, from('DE')),
      at('Pledge', 'v2', 2, from('DE')),
      at('Page View', 'v3', 0),
      at('Page View', 'v4', 0, from('FR')),
    ];
    await fillEvents(made, events, []);
    const rows = await ask({ ...all, property: 'country', values: 2 });
    expect(rows.map(({ value, units, share }) => [value, units, share])).toEqual([
      ['US', 2, 1],
      ['US', 1, 0.5],
      [null, 1, 1],
      [null, 0, 0],
    ]);
    expect((await ask({ ...all, unit: 'project' })).map(({ units }) => units)).toEqual([3, 1]);
  });

  it('equal what is found by trying each first step, whatever happened', async () => {
    const who = fc.constantFrom('v1', 'v2', 'v3', 'b1');
    const event = fc.record({
      name: fc.constantFrom('A', 'B', 'C', 'a'),
      who,
      at: fc.integer({ min: -10, max: 100 }).map((quarters) => noon + quarters * 15_000),
      live: fc.constantFrom(true, true, true, false),
      properties: fc.constantFrom({}, { country: 'US', project_id: 'p1' }, { country: 'de', project_id: 'p2' }),
    });
    const link = fc.record({ visitor: who, backer: who });
    const asked = fc.record({
      steps: fc.array(fc.constantFrom('A', 'B', 'C'), { minLength: 2, maxLength: 5 }),
      until: fc.integer({ min: 0, max: 25 }).map((minutes) => noon + minutes * minute),
      windowMinutes: fc.integer({ min: 1, max: 20 }),
      unit: fc.constantFrom('backer' as const, 'visitor' as const, 'project' as const),
      property: fc.constantFrom(null, 'country'),
      values: fc.constantFrom(1, 10),
    });
    const links = fc.uniqueArray(link, { selector: ({ visitor }) => visitor, maxLength: 3 });
    await fc.assert(
      fc.asyncProperty(fc.array(event, { maxLength: 60 }), links, asked, async (events, linked, drawn) => {
        await fillEvents(made, events, linked);
        const question = { ...all, ...drawn };
        expect(rounded(await ask(question))).toEqual(rounded(funnel(events, linked, question)));
      }),
      { numRuns: 20 },
    );
  });
});
