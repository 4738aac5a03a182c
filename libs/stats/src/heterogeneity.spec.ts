import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { normals } from '../testing/rows.js';
import { anySample, uniforms } from '../testing/samples.js';
import { sure } from '../testing/sure.js';
import { heterogeneousEffects } from './heterogeneity.js';
import { homogeneityTest } from './homogeneity.js';
import { holmAdjust } from './multiple-testing.js';
import { welchTest } from './welch-test.js';

const sample = anySample({ min: -100, max: 100 });
const of = (mean: number, n = 1000) => ({ n, mean, variance: 4 });

describe('heterogeneousEffects', () => {
  it('tests the difference between levels by itself, and each level in the family of all', () => {
    const levels = [
      { name: 'NL', control: of(10), treatment: of(10.3) },
      { name: 'FR', control: of(11), treatment: of(11.32) },
      { name: 'MT', control: of(9), treatment: of(9.25) },
    ];
    const { effects, homogeneity, leftOut } = sure(heterogeneousEffects(levels, { alpha: 0.05 }));
    const single = levels.map(({ control, treatment }) => sure(welchTest(control, treatment, { alpha: 0.05 })));
    // All on one side: Holm's adjustment of the two-sided p-values.
    const adjusted = sure(holmAdjust(single.map(({ pValue }) => pValue))).pValues;
    expect(effects.map(({ pValue }) => pValue)).toEqual(adjusted.map((p) => expect.closeTo(p, 10)));
    expect(effects.map(({ name, significant }) => [name, significant])).toEqual([
      ['NL', true],
      ['FR', true],
      ['MT', true],
    ]);
    expect(homogeneity).toEqual(homogeneityTest(single));
    expect(homogeneity).toMatchObject({ pValue: expect.closeTo(0.85, 1) });
    expect(leftOut).toEqual([]);
  });

  it('names the levels that it leaves out', () => {
    const levels = [
      { name: 'NL', control: of(10), treatment: of(10.3) },
      { name: 'MT', control: of(9), treatment: of(9, 1) },
    ];
    expect(heterogeneousEffects(levels, { alpha: 0.05 })).toMatchObject({
      effects: [{ name: 'NL', significant: true }],
      homogeneity: { why: 'too_few_units' },
      leftOut: [{ name: 'MT', problem: { why: 'too_few_units' } }],
    });
    expect(heterogeneousEffects(levels, { alpha: 2 })).toMatchObject({ why: 'out_of_range' });
  });

  it('has the same answers in any order of the levels', () => {
    const level = fc.record({ control: sample, treatment: sample });
    fc.assert(
      fc.property(fc.array(level, { minLength: 2, maxLength: 6 }), (pairs) => {
        const levels = pairs.map((pair, index) => ({ name: String(index), ...pair }));
        const there = sure(heterogeneousEffects(levels, { alpha: 0.05 }));
        const back = sure(heterogeneousEffects(levels.toReversed(), { alpha: 0.05 }));
        expect(back.effects.toReversed()).toEqual(there.effects);
      }),
    );
  });

  it('finds a level in twenty without effect once in twenty trials, and a difference as often', () => {
    const normal = normals(uniforms(1954));
    let [found, differ] = [0, 0];
    const trials = 500;
    for (let trial = 0; trial < trials; trial += 1) {
      const levels = Array.from({ length: 20 }, (_, index) => ({
        name: String(index),
        control: of(5 + normal() * 0.1, 400),
        treatment: of(5 + normal() * 0.1, 400),
      }));
      const { effects, homogeneity } = sure(heterogeneousEffects(levels, { alpha: 0.05 }));
      if (effects.some(({ significant }) => significant)) found += 1;
      if (sure(homogeneity).pValue <= 0.05) differ += 1;
    }
    // Three standard errors of 500 trials are 2.9 %.
    expect(Math.abs(found / trials - 0.05)).toBeLessThan(0.029);
    expect(Math.abs(differ / trials - 0.05)).toBeLessThan(0.029);
  });
});
