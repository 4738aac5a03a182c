import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { jointSums } from '../testing/rows.js';
import { sure } from '../testing/sure.js';
import { clusteredMean } from './clusters.js';
import { jointFromSums } from './joint-statistics.js';
import { ratioStatistics } from './ratio-metric.js';
import { sampleSizeForMeans, sampleSizeForProportions } from './sample-size.js';

const absolute = (value: number) => ({ kind: 'absolute', value }) as const;
const relative = (value: number) => ({ kind: 'relative', value }) as const;

describe('sampleSizeForMeans', () => {
  it.each([
    // effect in standard deviations, and the exact answer of the noncentral t: power 0.8 at 0.05, 1 : 1
    [0.2, 394],
    [0.5, 64],
    [0.8, 26],
    [1, 17],
    [1.5, 9],
  ])('agrees with the noncentral t at an effect of %d σ', (effect, expected) => {
    expect(sampleSizeForMeans({ mean: 0, standardDeviation: 1 }, { minimumEffect: absolute(effect) })).toEqual({
      kind: 'sample_size',
      control: expected,
      treatment: expected,
      total: 2 * expected,
      absoluteEffect: effect,
    });
  });

  it('agrees with it at power 0.9, level 0.01 and three units of treatment for one of control', () => {
    const options = { minimumEffect: absolute(0.5), power: 0.9, alpha: 0.01, ratio: 3 };
    expect(sampleSizeForMeans({ mean: 0, standardDeviation: 1 }, options)).toMatchObject({
      control: 81,
      treatment: 241,
    });
  });

  it('takes a relative effect from the mean', () => {
    const baseline = { mean: 10, standardDeviation: 20 };
    expect(sampleSizeForMeans(baseline, { minimumEffect: relative(0.05) })).toMatchObject({
      control: 25118,
      absoluteEffect: 0.5,
    });
    expect(sampleSizeForMeans(baseline, { minimumEffect: relative(-0.05) })).toMatchObject({ control: 25118 });
  });

  it('grows by the inflation of the looks', () => {
    const looks = { fractions: [0.2, 0.4, 0.6, 0.8, 1], spending: 'obrien_fleming' } as const;
    const baseline = { mean: 10, standardDeviation: 20 };
    // 25117.4 and 3838.1 without, times 1.0247199.
    expect(sampleSizeForMeans(baseline, { minimumEffect: relative(0.05), looks })).toMatchObject({ control: 25739 });
    expect(sampleSizeForProportions({ share: 0.1 }, { minimumEffect: absolute(0.02), looks })).toMatchObject({
      control: 3933,
    });
    const open = { ...looks, fractions: [0.5] };
    expect(sampleSizeForMeans(baseline, { minimumEffect: relative(0.05), looks: open })).toMatchObject({
      why: 'out_of_range',
    });
  });

  it('grows by the design effect, with looks and without', () => {
    const looks = { fractions: [0.2, 0.4, 0.6, 0.8, 1], spending: 'obrien_fleming' } as const;
    const baseline = { mean: 10, standardDeviation: 20 };
    // 25117.4 without, times 3, times 1.0247199.
    const clustered = { minimumEffect: relative(0.05), designEffect: 3 };
    expect(sampleSizeForMeans(baseline, clustered)).toMatchObject({ control: 75353 });
    expect(sampleSizeForMeans(baseline, { ...clustered, looks })).toMatchObject({ control: 77215 });
    expect(
      sampleSizeForProportions({ share: 0.1 }, { minimumEffect: absolute(0.02), designEffect: 0.5 }),
    ).toMatchObject({
      control: 1920,
    });
    expect(sampleSizeForMeans(baseline, { ...clustered, designEffect: 0 })).toMatchObject({ why: 'out_of_range' });
  });

  it('takes a ratio, and clusters counted either way', () => {
    // Visits 1, 2, 2, 5 with 1, 2, 3, 6 pledged, as often as one likes: ratio 1.2.
    const rows = Array.from({ length: 500 }, () => [
      [1, 1],
      [2, 2],
      [3, 2],
      [6, 5],
    ]).flat();
    const joint = jointFromSums(jointSums(rows));
    const ratio = sure(ratioStatistics(joint));
    const minimumEffect = relative(0.01);
    const byCluster = sure(
      sampleSizeForMeans({ mean: ratio.mean, standardDeviation: Math.sqrt(ratio.variance) }, { minimumEffect }),
    );
    // (1.959964 + 0.841621)² · 2 · 0.0224112/0.012² by the normal distribution; Student's wants a unit more.
    expect(byCluster.control).toBe(2445);
    // As if every visit had one value: 2.5 visits a visitor.
    const { sample, designEffect } = sure(clusteredMean(joint, { sumOfSquares: 500 * 20 }));
    expect(sample.mean).toBeCloseTo(1.2, 12);
    const unit = Math.sqrt((500 * 20 - 5000 * 1.44) / 4999);
    const byUnit = sure(sampleSizeForMeans({ mean: 1.2, standardDeviation: unit }, { minimumEffect, designEffect }));
    expect(byUnit.control / byCluster.control).toBeCloseTo(2.5, 2);
  });

  it('needs a quarter of the units for twice the effect', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-3, max: 0.05, noNaN: true }), (effect) => {
        const size = (value: number): number =>
          sure(sampleSizeForMeans({ mean: 1, standardDeviation: 1 }, { minimumEffect: absolute(value) })).control;
        expect(size(effect) / size(2 * effect)).toBeCloseTo(4, 1);
      }),
    );
  });
});

describe('sampleSizeForProportions', () => {
  it.each([
    // (1.959964 + 0.841621)² (p_A(1 − p_A) + p_B(1 − p_B)) / δ², worked out by hand
    [0.1, 0.02, 3839],
    [0.03, 0.003, 53208],
    [0.5, -0.05, 1562],
  ])('gives the units for a share of %d and an effect of %d', (share, effect, expected) => {
    expect(sampleSizeForProportions({ share }, { minimumEffect: absolute(effect) })).toMatchObject({
      control: expected,
      treatment: expected,
    });
  });

  it('is one answer for a relative effect and the absolute one that it means', () => {
    expect(sampleSizeForProportions({ share: 0.1 }, { minimumEffect: relative(0.2) })).toEqual(
      sampleSizeForProportions({ share: 0.1 }, { minimumEffect: absolute(0.1 * 0.2) }),
    );
  });

  it('puts the ratio on the treatment', () => {
    const options = { minimumEffect: absolute(0.02), ratio: 0.25 };
    const { control, treatment } = sure(sampleSizeForProportions({ share: 0.1 }, options));
    expect(treatment / control).toBeCloseTo(0.25, 3);
  });
});

describe('a design that no sample answers', () => {
  it.each([
    [0, { minimumEffect: relative(0.1) }, 'zero_baseline'],
    [1.2, { minimumEffect: absolute(0.1) }, 'out_of_range'],
    [0.9, { minimumEffect: absolute(0.1) }, 'out_of_range'],
    [0.1, { minimumEffect: absolute(0) }, 'out_of_range'],
    [0.1, { minimumEffect: absolute(Number.NaN) }, 'not_finite'],
    [0.1, { minimumEffect: absolute(1e-12) }, 'overflow'],
    [0.1, { minimumEffect: absolute(0.1), power: 1 }, 'out_of_range'],
    [0.1, { minimumEffect: absolute(0.1), alpha: 0 }, 'out_of_range'],
    [0.1, { minimumEffect: absolute(0.1), ratio: 0 }, 'out_of_range'],
  ])('share %d with %j', (share, options, why) => {
    expect(sampleSizeForProportions({ share }, options)).toMatchObject({ kind: 'insufficient_data', why });
  });

  it.each([
    [0, 1, relative(0.1), 'zero_baseline'],
    [1, 0, relative(0.1), 'zero_variance'],
    [1, -1, relative(0.1), 'out_of_range'],
    [Number.NaN, 1, relative(0.1), 'not_finite'],
    [1, 1, absolute(1e-200), 'overflow'],
  ])('mean %d with deviation %d and %j', (mean, standardDeviation, minimumEffect, why) => {
    expect(sampleSizeForMeans({ mean, standardDeviation }, { minimumEffect })).toMatchObject({
      kind: 'insufficient_data',
      why,
    });
  });
});
