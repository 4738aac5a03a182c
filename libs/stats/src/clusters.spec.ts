import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { jointSums, normals } from '../testing/rows.js';
import { uniforms } from '../testing/samples.js';
import { sure } from '../testing/sure.js';
import { clusteredMean, crossedClusters } from './clusters.js';
import { jointFromSums } from './joint-statistics.js';
import { welchTest } from './welch-test.js';

const of = (clusters: readonly (readonly number[])[]) => {
  const values = clusters.flat();
  const sums = clusters.map((cluster) => [cluster.reduce((sum, value) => sum + value, 0), cluster.length]);
  return clusteredMean(jointFromSums(jointSums(sums)), { sumOfSquares: values.reduce((sum, v) => sum + v * v, 0) });
};

describe('clusteredMean', () => {
  it('with one unit a cluster is the plain mean, without design effect', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -500, max: 500 }), { minLength: 3, maxLength: 40 }), (values) => {
        fc.pre(new Set(values).size > 1);
        expect(sure(of(values.map((value) => [value]))).designEffect).toBeCloseTo(1, 9);
      }),
    );
  });

  it('of copies is that of the originals: the design effect is the number of copies, but for n − 1', () => {
    const values = [1, 4, 2, 8, 5, 7];
    const copies = sure(of(values.map((value) => [value, value, value])));
    const plain = sure(of(values.map((value) => [value])));
    expect(copies.sample).toEqual({ ...plain.sample, variance: expect.closeTo(plain.sample.variance, 9) });
    expect(copies.designEffect).toBeCloseTo((3 * 17) / 18 / (5 / 6), 9);
    expect(copies.units).toBe(18);
  });

  it('is the sandwich of a regression on a constant', () => {
    const four = [[1, 2], [4], [3, 3, 6], [0, 5]];
    const { sample } = sure(of(Array.from({ length: 25 }, () => four).flat()));
    // Sums 3 4 12 5, sizes 2 1 3 2, mean 3: residuals −3 1 3 −1, their squares 20, over 2², and 100 clusters.
    expect(sample).toEqual({ n: 100, mean: 3, variance: expect.closeTo((25 * 20) / 99 / 4, 9) });
  });

  it('covers where units are alike within clusters of different size, and plain errors would not', () => {
    const uniform = uniforms(1986);
    const normal = normals(uniform);
    let [covered, plain] = [0, 0];
    const trials = 500;
    for (let trial = 0; trial < trials; trial += 1) {
      const variant = () =>
        Array.from({ length: 60 }, () => {
          const level = normal();
          return Array.from({ length: 1 + Math.floor(uniform() * 8) }, () => level + normal());
        });
      const [a, b] = [variant(), variant()];
      const single = (list: typeof a) => sure(of(list.flat().map((value) => [value]))).sample;
      const { interval } = sure(welchTest(sure(of(a)).sample, sure(of(b)).sample, { alpha: 0.05 }));
      const naive = sure(welchTest(single(a), single(b), { alpha: 0.05 })).interval;
      if (interval.lower <= 0 && 0 <= interval.upper) covered += 1;
      if (naive.lower <= 0 && 0 <= naive.upper) plain += 1;
    }
    // Three standard errors of 500 trials are 2.9 %.
    expect(covered / trials).toBeGreaterThan(0.92);
    expect(plain / trials).toBeLessThan(0.85);
  });

  it('says why there is none', () => {
    expect(of([[1, 2, 3]])).toMatchObject({ why: 'too_few_units' });
    expect(
      of([
        [1, 1],
        [1, 1],
      ]),
    ).toMatchObject({ why: 'zero_variance' });
  });
});

describe('crossedClusters', () => {
  /** Over projects: sum and size in the control and in the treatment. */
  const rows = (projects: readonly (readonly (readonly number[])[])[]) =>
    projects.map((variants) =>
      variants.flatMap((values) => [values.reduce((sum, value) => sum + value, 0), values.length]),
    );

  it('is the sandwich of a regression on the variant', () => {
    const four = [
      [
        [1, 2],
        [4, 4],
      ],
      [[3], [5, 7]],
      [[0, 2, 2], [1]],
      [
        [5, 5],
        [9, 8, 8],
      ],
    ];
    const projects = Array.from({ length: 25 }, () => four).flat();
    const pair = sure(crossedClusters(jointFromSums(jointSums(rows(projects)))));
    const means = [0, 1].map((variant) => {
      const values = projects.flatMap((project) => project[variant] ?? []);
      return { mean: values.reduce((sum, value) => sum + value / values.length, 0), n: values.length };
    });
    // Each project's residuals, over n, treatment less control; squared and added, times K/(K − 1), K 100.
    const squares = projects.map((project) => {
      const [a = 0, b = 0] = project.map((values, variant) => {
        const { mean = 0, n = 1 } = means[variant] ?? {};
        return values.reduce((sum, value) => sum + (value - mean) / n, 0);
      });
      return (b - a) ** 2;
    });
    const variance = (squares.reduce((sum, square) => sum + square, 0) * 100) / 99;
    expect(pair.control.mean).toBeCloseTo(20 / 8, 12);
    expect(pair.treatment.mean).toBeCloseTo(46 / 8, 12);
    const { standardError } = sure(
      welchTest(pair.control, pair.treatment, { alpha: 0.05, covariance: pair.covariance }),
    );
    expect(standardError).toBeCloseTo(Math.sqrt(variance), 9);
  });

  it('covers where projects make their backers alike, and effects differ between projects', () => {
    const uniform = uniforms(2023);
    const normal = normals(uniform);
    let covered = 0;
    for (let trial = 0; trial < 300; trial += 1) {
      const projects = Array.from({ length: 60 }, () => {
        const [level, effect] = [3 * normal(), 1 + normal()];
        const of = (shift: number) =>
          Array.from({ length: 1 + Math.floor(uniform() * 4) }, () => level + shift + normal());
        return [of(0), of(effect)];
      });
      const pair = sure(crossedClusters(jointFromSums(jointSums(rows(projects)))));
      const { interval } = sure(welchTest(pair.control, pair.treatment, { alpha: 0.05, covariance: pair.covariance }));
      if (interval.lower <= 1 && 1 <= interval.upper) covered += 1;
    }
    // Three standard errors of 300 trials are 3.8 %.
    expect(Math.abs(covered / 300 - 0.95)).toBeLessThan(0.038);
  });

  it('says why there is none', () => {
    const two = jointFromSums(
      jointSums([
        [1, 1],
        [2, 1],
      ]),
    );
    expect(crossedClusters(two)).toMatchObject({ why: 'out_of_range' });
    const none = jointFromSums(
      jointSums(
        rows([
          [[1], []],
          [[2], []],
          [[3], []],
        ]),
      ),
    );
    expect(crossedClusters(none)).toMatchObject({ why: 'zero_baseline' });
  });
});
