import { describe, expect, it } from '@jest/globals';
import { postStratified, welchTest } from '#libs/stats';
import type { Sums } from '../results/effects.js';
import { postStratifiedOf } from './post-stratified.js';
import { strataOf, type LevelPair } from './strata.js';

const shares = (variant: string, units: number, yes: number): Sums => ({
  variant,
  units,
  sum: String(yes),
  sumOfSquares: String(yes),
  denominator: null,
  covariate: null,
});
const level = (a: readonly [number, number], b: readonly [number, number]): LevelPair => ({
  baseline: shares('a', ...a),
  treatment: shares('b', ...b),
});
const options = { alpha: 0.05, factor: 1 };

describe('an effect with the levels in the same shares', () => {
  it('loses what an uneven split between the levels had put into it', () => {
    const levels = [level([1_000, 100], [500, 60]), level([500, 200], [1_000, 420])];
    const effect = postStratifiedOf('b', levels, options);
    // By the docstring's formulas in Python; thrown together the difference would be 0.12, six times as much.
    expect(effect).toMatchObject({
      kind: 'post_stratified',
      strata: 2,
      variance_reduction: expect.closeTo(-0.018771277348813786, 9),
      absolute: { estimate: expect.closeTo(0.02, 12) },
    });
    if (effect.kind !== 'post_stratified' || effect.absolute.kind !== 'estimate') throw new Error('No estimate.');
    const { interval, estimate } = effect.absolute;
    // The error by the same formulas, times t at 97.5 % of some 2,900 degrees of freedom: 1.961.
    expect((interval.upper - estimate) / 0.01601966841319301).toBeCloseTo(1.961, 2);
    expect(effect.relative).toMatchObject({ kind: 'estimate', method: 'fieller' });
  });

  it('throws small levels together by their size, and the remainder with the smallest', () => {
    const large = [level([300, 30], [300, 33]), level([900, 90], [900, 95])];
    const units = (levels: readonly LevelPair[]) =>
      strataOf(levels).map(({ control }) => ('n' in control ? control.n : 0));
    expect(units([...large, level([60, 6], [55, 5]), level([50, 4], [70, 9])])).toEqual([300, 900, 110]);
    expect(units([...large, level([60, 6], [55, 5])])).toEqual([360, 900]);
    expect(units([...large, level([0, 0], [0, 0])])).toEqual([300, 900]);
    expect(units([level([60, 6], [55, 5]), level([1, 0], [2, 1])])).toEqual([61]);
    expect(units([])).toEqual([]);
  });

  it('needs two levels', () => {
    expect(postStratifiedOf('b', [level([500, 50], [500, 60])], options)).toMatchObject({ why: 'one_level' });
  });

  it('of a ratio adds up as that of a mean does where every denominator is one', () => {
    const asRatio = (sums: Sums): Sums => {
      const ones = String(sums.units);
      return { ...sums, denominator: { total: ones, total_of_squares: ones, total_of_products: sums.sum } };
    };
    const levels = [level([1_000, 100], [500, 60]), level([500, 200], [1_000, 420])];
    const ratios = levels.map(({ baseline, treatment }) => ({
      baseline: asRatio(baseline),
      treatment: asRatio(treatment),
    }));
    const [mean, ratio] = [levels, ratios].map((one) => postStratified(strataOf(one)));
    if (mean?.kind !== 'adjusted' || ratio?.kind !== 'adjusted') throw new Error('Not adjusted.');
    expect(ratio.control.mean).toBeCloseTo(mean.control.mean, 12);
    expect(ratio.treatment.variance).toBeCloseTo(mean.treatment.variance, 12);
    expect(ratio.covariance).toBeCloseTo(mean.covariance, 12);
    expect(welchTest(ratio.control, ratio.treatment, { alpha: 0.05, covariance: ratio.covariance })).toMatchObject({
      estimate: expect.closeTo(0.02, 12),
    });
  });
});
