import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { normals } from '../testing/rows.js';
import { uniforms } from '../testing/samples.js';
import { sure } from '../testing/sure.js';
import { segmentSampleRatios, sequentialSampleRatio } from './sequential-sample-ratio.js';

const half = [0.5, 0.5];
const day = (...counts: number[]) => ({ counts, weights: half });
const list = fc.array(fc.tuple(fc.nat(5000), fc.nat(5000), fc.nat(5000)), { minLength: 1, maxLength: 20 });

/** Hours of 20,000 units a day, by the normal approximation of the binomial. */
function hours(count: number, share: number, normal: () => number) {
  const units = Math.round(20_000 / 24);
  return Array.from({ length: count }, () => {
    const first = Math.round(units * share + normal() * Math.sqrt(units * share * (1 - share)));
    return day(first, units - first);
  });
}

describe('sequentialSampleRatio', () => {
  // 1/BF by mpmath's log-gamma with 50 digits.
  it.each([
    [[821588, 815482], half, 10_000, 1.559504401695e-4],
    [[5300, 4700], half, 10_000, 0.00017421600622369],
    [[600, 300, 50], [6, 3, 1], 100, 3.1999018148479e-5],
    [[30, 9], [0.99, 0.01], 1, 1.4291407399779e-7],
  ])('of %j with weights %j, concentration %d, is the reference', (counts, weights, concentration, p) => {
    const { pValue } = sure(sequentialSampleRatio([{ counts, weights }], { concentration }));
    expect(pValue / p).toBeCloseTo(1, 8);
  });

  it('never rises again, and depends neither on the order of the variants nor on the scale of the weights', () => {
    fc.assert(
      fc.property(list, (rows) => {
        fc.pre(rows.some((row) => row.some((count) => count > 0)));
        const weights = [2, 1, 1];
        const { pValues } = sure(sequentialSampleRatio(rows.map((counts) => ({ counts, weights }))));
        pValues.forEach((p, index) => expect(p).toBeLessThanOrEqual(pValues[index - 1] ?? 1));
        const other = rows.map((counts) => ({ counts: counts.toReversed(), weights: [0.25, 0.25, 0.5] }));
        sure(sequentialSampleRatio(other)).pValues.forEach((p, index) =>
          expect(p / (pValues[index] ?? 1) || 1).toBeCloseTo(1, 6),
        );
      }),
    );
  });

  it('multiplies the phases of different weights', () => {
    const first = { counts: [5300, 4700], weights: half };
    const second = { counts: [9300, 700], weights: [9, 1] };
    const [a, b] = [first, second].map((phase) => sure(sequentialSampleRatio([phase])).pValue);
    const both = sure(sequentialSampleRatio([first, second]));
    expect(both.pValue / ((a ?? 1) * (b ?? 1))).toBeCloseTo(1, 9);
    // The planned split of each phase is no mismatch, though the sum of both is.
    expect(sequentialSampleRatio([day(5000, 5000), { counts: [9000, 1000], weights: [9, 1] }])).toMatchObject({
      alarmAt: null,
    });
  });

  it('keeps what earlier phases have shown, of whatever number', () => {
    const phases = [
      { counts: [5200, 4800], weights: half },
      { counts: [9300, 700], weights: [9, 1] },
      { counts: [5400, 4600], weights: half },
    ];
    const alone = phases.map((phase) => sure(sequentialSampleRatio([phase])).pValue);
    const { pValue, since } = sure(
      sequentialSampleRatio([{ counts: [500, 500], weights: [1, 1] }, ...phases.slice(1)]),
    );
    const quiet = sure(sequentialSampleRatio([phases[0] ?? day(1, 1), ...phases.slice(1)]));
    expect(quiet.pValue / alone.reduce((product, p) => product * p, 1)).toBeCloseTo(1, 9);
    expect(quiet.since).toBe(0);
    expect(pValue).toBeGreaterThan(quiet.pValue);
    expect(since).toBe(1);
  });

  it('alarms falsely in at most 1 % of months that are read every hour', () => {
    const normal = normals(uniforms(2020));
    let alarms = 0;
    for (let month = 0; month < 200; month += 1) {
      if (sure(sequentialSampleRatio(hours(672, 0.5, normal))).alarmAt !== null) alarms += 1;
    }
    expect(alarms).toBeLessThanOrEqual(5);
  });

  it('finds a leak of one percent in the sixth day, and knows that it was there from the start', () => {
    const normal = normals(uniforms(6));
    const found = Array.from({ length: 101 }, () => sure(sequentialSampleRatio(hours(336, 0.505, normal))));
    const days = found.map(({ alarmAt }) => (alarmAt ?? 336) / 24).sort((a, b) => a - b);
    expect(days[50]).toBeLessThan(6);
    expect(days[50]).toBeGreaterThan(4.5);
    const since = found.map((test) => test.since ?? 336).sort((a, b) => a - b);
    expect(since[50]).toBeLessThan(48);
  });

  it('says since when', () => {
    const days = Array.from({ length: 30 }, (_, index) => (index < 20 ? day(10_000, 10_000) : day(10_400, 9_600)));
    expect(sequentialSampleRatio(days)).toMatchObject({ since: 20, alarmAt: 23 });
    expect(sequentialSampleRatio(days.slice(0, 20))).toMatchObject({ since: null, alarmAt: null, pValue: 1 });
  });

  it('alarms at any traffic in a variant without weight, from when it came', () => {
    const days = [1, 2, 3].map((index) => ({ counts: [50, 50, index === 2 ? 1 : 0], weights: [1, 1, 0] }));
    expect(sequentialSampleRatio(days)).toMatchObject({ pValue: 0, unplanned: [2], since: 1, alarmAt: 1 });
  });

  it.each([
    [[day(0, 0)], 'too_few_units'],
    [[], 'too_few_units'],
    [[{ counts: [1], weights: half }], 'out_of_range'],
    [[day(1, -1)], 'out_of_range'],
    [[day(1, Number.NaN)], 'not_finite'],
    [[{ counts: [1, 1], weights: [1, -1] }], 'negative_weight'],
    [[{ counts: [1, 1], weights: [0, 0] }], 'out_of_range'],
  ])('says why %j have no answer', (arrivals, why) => {
    expect(sequentialSampleRatio(arrivals)).toMatchObject({ kind: 'insufficient_data', why });
    expect(sequentialSampleRatio([day(1, 1)], { concentration: 0 })).toMatchObject({ why: 'out_of_range' });
  });
});

describe('segmentSampleRatios', () => {
  it('says where and since when, and pays for having looked at several', () => {
    const even = Array.from({ length: 10 }, () => day(5000, 5000));
    const leaking = even.map((step, index) => (index < 4 ? step : day(5300, 4700)));
    const segments = [
      { name: 'iOS', arrivals: even },
      { name: 'Android', arrivals: leaking },
    ];
    const alone = sure(sequentialSampleRatio(leaking)).pValue;
    expect(segmentSampleRatios(segments)).toEqual([
      { name: 'iOS', pValue: 1, alarm: false, since: null },
      { name: 'Android', pValue: 2 * alone, alarm: true, since: 4 },
    ]);
    expect(segmentSampleRatios([{ name: 'web', arrivals: [] }])).toMatchObject({
      detail: expect.stringContaining('web'),
    });
  });
});
