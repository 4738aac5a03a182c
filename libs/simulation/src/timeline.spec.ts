import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { SimulatedRecord } from './records.js';
import { Timeline } from './timeline.js';

const HOUR = 3_600_000;

const recordAt = (time: number): SimulatedRecord => ({
  kind: 'rate',
  time,
  row: { currency: 'USD', day: '2026-01-01', per_base: 1 },
});

describe('Timeline', () => {
  it('runs tasks in order of time, whoever plans them when, and tells records in order', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(5 * HOUR), fc.nat(2 * HOUR)), { maxLength: 60 }), (steps) => {
        const timeline = new Timeline(0, 6 * HOUR);
        const ran: number[] = [];
        for (const [time, later] of steps)
          timeline.plan(time, (now) => {
            ran.push(now);
            timeline.tell(recordAt(now + later));
            timeline.plan(now + later, (then) => ran.push(then));
          });
        const told = [...timeline.run()].map((record) => record.time);
        const expected = steps.flatMap(([time, later]) => [time, time + later]).filter((time) => time < 6 * HOUR);
        expect(ran).toEqual(expected.sort((left, right) => left - right));
        expect(told).toEqual(told.toSorted((left, right) => left - right));
        expect(told.length).toBe(steps.filter(([time, later]) => time + later < 6 * HOUR).length);
        expect(timeline.held).toBe(0);
      }),
    );
  });

  it('forgets what lies at or after the end', () => {
    const timeline = new Timeline(0, HOUR);
    timeline.tell(recordAt(HOUR));
    timeline.plan(HOUR, () => timeline.tell(recordAt(HOUR - 1)));
    expect(timeline.held).toBe(0);
    expect([...timeline.run()]).toEqual([]);
  });

  it('refuses what lies in an hour that has been told', () => {
    const timeline = new Timeline(0, 3 * HOUR);
    timeline.plan(2 * HOUR, () => timeline.tell(recordAt(HOUR)));
    expect(() => [...timeline.run()]).toThrow(RangeError);
  });
});
