import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { jointSums, normals } from '../testing/rows.js';
import { anySample, uniforms } from '../testing/samples.js';
import { sure } from '../testing/sure.js';
import { jointFromSums } from './joint-statistics.js';
import { effectTrend, repeatedUnitsTrend } from './novelty.js';

const alpha = 0.05;
/** Effects with a standard error of 1 but for its factor. */
const dayOf = (day: number, effect: number, error = 1) => ({
  day,
  control: { n: 2000, mean: 10, variance: 1000 * error ** 2 },
  treatment: { n: 2000, mean: 10 + effect, variance: 1000 * error ** 2 },
});

describe('effectTrend', () => {
  it('is the weighted least squares line', () => {
    const { slope, standardError, pValue, direction, effects } = sure(
      effectTrend([dayOf(0, 4), dayOf(1, 3), dayOf(2, 2)], { alpha }),
    );
    expect(slope).toBeCloseTo(-1, 9);
    expect(standardError).toBeCloseTo(Math.SQRT1_2, 9);
    expect(pValue).toBeCloseTo(0.15729920705, 9);
    expect(direction).toBe('steady');
    expect(effects[1]).toMatchObject({ day: 1, standardError: expect.closeTo(1, 12) });
    // Days 0, 1 and 3 with weights 1, 1/4 and 1: normal equations Σw 2.25, Σws 3.25, Σws² 9.25, Σwd 6.5, Σwsd 3.5.
    const weighted = sure(effectTrend([dayOf(3, 1), dayOf(0, 5), dayOf(1, 2, 2)], { alpha }));
    expect(weighted.slope).toBeCloseTo((2.25 * 3.5 - 3.25 * 6.5) / (2.25 * 9.25 - 3.25 ** 2), 9);
    expect(weighted.standardError).toBeCloseTo(Math.sqrt(2.25 / (2.25 * 9.25 - 3.25 ** 2)), 9);
    expect(weighted.effects.map(({ day }) => day)).toEqual([0, 1, 3]);
  });

  it('tells fading from growing, also below zero', () => {
    const direction = (...effects: number[]) =>
      sure(
        effectTrend(
          effects.map((effect, day) => dayOf(day, effect, 0.1)),
          { alpha },
        ),
      ).direction;
    expect(direction(4, 3, 2, 1)).toBe('fading');
    expect(direction(-4, -3, -2, -1)).toBe('fading');
    expect(direction(1, 2, 3, 4)).toBe('growing');
    expect(direction(-1, -2, -3, -4)).toBe('growing');
    expect(direction(3, 1, -1, -3)).toBe('fading');
    expect(direction(2, 2.01, 1.99, 2)).toBe('steady');
  });

  it('does not change with a shift of the days or of the values', () => {
    const sample = anySample({ min: 0, max: 50 });
    fc.assert(
      fc.property(fc.array(fc.tuple(sample, sample), { minLength: 3, maxLength: 8 }), (pairs) => {
        const days = (from: number, shift: number) =>
          pairs.map(([control, treatment], index) => ({
            day: from + index,
            control: { ...control, mean: control.mean + shift },
            treatment: { ...treatment, mean: treatment.mean + shift },
          }));
        const [plain, moved] = [sure(effectTrend(days(0, 0), { alpha })), sure(effectTrend(days(5, 7), { alpha }))];
        expect(moved.slope).toBeCloseTo(plain.slope, 6);
        expect(moved.pValue).toBeCloseTo(plain.pValue, 6);
      }),
    );
  });

  it('says why there is none', () => {
    expect(effectTrend([dayOf(0, 1), dayOf(1, 1)], { alpha })).toMatchObject({ why: 'too_few_units' });
    expect(effectTrend([dayOf(0, 1), dayOf(1, 1), dayOf(1, 1)], { alpha })).toMatchObject({ why: 'out_of_range' });
    const none = { n: 9, mean: 1, variance: 0 };
    expect(
      effectTrend([dayOf(0, 1), dayOf(1, 1), { day: 2, control: none, treatment: none }], { alpha }),
    ).toMatchObject({ why: 'zero_variance', detail: expect.stringContaining('Day 2') });
  });
});

describe('repeatedUnitsTrend', () => {
  const days = [0, 1, 2, 3];
  const draw = (normal: () => number, effects: readonly number[]) => {
    const rows = Array.from({ length: 60 }, () => {
      const level = 2 * normal();
      return effects.map((effect) => effect + level + normal());
    });
    return { rows, joint: jointFromSums(jointSums(rows)) };
  };

  it('is Welch’s test of the slopes of the units', () => {
    const normal = normals(uniforms(1992));
    const [a, b] = [draw(normal, [0, 0, 0, 0]), draw(normal, [3, 2, 1, 0])];
    const trend = sure(repeatedUnitsTrend(a.joint, b.joint, { days, alpha }));
    const slopes = (rows: readonly (readonly number[])[]) =>
      rows.map((row) => row.reduce((sum, value, day) => sum + (value * (day - 1.5)) / 5, 0));
    const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value / values.length, 0);
    const variance = (values: readonly number[]) => {
      const centre = mean(values);
      return values.reduce((sum, value) => sum + (value - centre) ** 2, 0) / (values.length - 1);
    };
    const [s, t] = [slopes(a.rows), slopes(b.rows)];
    expect(trend.slope).toBeCloseTo(mean(t) - mean(s), 8);
    expect(trend.standardError).toBeCloseTo(Math.sqrt(variance(s) / 60 + variance(t) / 60), 8);
    expect(trend).toMatchObject({ method: 'repeated_units', direction: 'fading' });
  });

  it('finds a trend in 5 % of experiments without one, where independent days find fewer', () => {
    const normal = normals(uniforms(1811));
    let [found, apart] = [0, 0];
    const trials = 500;
    for (let trial = 0; trial < trials; trial += 1) {
      const [a, b] = [draw(normal, [0, 0, 0, 0]), draw(normal, [1, 1, 1, 1])];
      if (sure(repeatedUnitsTrend(a.joint, b.joint, { days, alpha })).pValue <= alpha) found += 1;
      const [left, right] = [sure(a.joint), sure(b.joint)];
      const single = days.map((day) => {
        const of = (joint: typeof left) => ({
          n: joint.n,
          mean: joint.means[day] ?? 0,
          variance: joint.covariances[day]?.[day] ?? 0,
        });
        return { day, control: of(left), treatment: of(right) };
      });
      if (sure(effectTrend(single, { alpha })).pValue <= alpha) apart += 1;
    }
    // Three standard errors of 500 trials are 2.9 %.
    expect(Math.abs(found / trials - 0.05)).toBeLessThan(0.029);
    expect(apart / trials).toBeLessThan(0.01);
  });

  it('does not mind the order of the days', () => {
    const normal = normals(uniforms(7));
    const [a, b] = [draw(normal, [0, 0, 0, 0]), draw(normal, [3, 2, 1, 0])];
    const turned = (rows: readonly (readonly number[])[]) =>
      jointFromSums(jointSums(rows.map((row) => row.toReversed())));
    const there = sure(repeatedUnitsTrend(a.joint, b.joint, { days, alpha }));
    const back = sure(repeatedUnitsTrend(turned(a.rows), turned(b.rows), { days: days.toReversed(), alpha }));
    expect(back.slope).toBeCloseTo(there.slope, 9);
    expect(back.effects).toEqual(there.effects);
  });

  it('says why there is none', () => {
    const { joint } = draw(normals(uniforms(3)), [0, 0, 0, 0]);
    expect(repeatedUnitsTrend(joint, joint, { days: [0, 1, 2], alpha })).toMatchObject({ why: 'inconsistent_sums' });
    expect(repeatedUnitsTrend(joint, joint, { days: [0, 1], alpha })).toMatchObject({ why: 'too_few_units' });
  });
});
