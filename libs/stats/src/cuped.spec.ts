import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { jointSums, normals } from '../testing/rows.js';
import { uniforms } from '../testing/samples.js';
import { sure } from '../testing/sure.js';
import { cuped, cupedRatio } from './cuped.js';
import { interactionAdjusted } from './interaction-adjusted.js';
import { jointFromSums } from './joint-statistics.js';
import { ratioStatistics } from './ratio-metric.js';
import { welchTest } from './welch-test.js';

const jointOf = (rows: readonly (readonly number[])[]) => jointFromSums(jointSums(rows));
/** y and two covariates of seven units a variant; the reference values are of numpy's least-squares fit of the rows. */
const A = [
  [3, 1, 2],
  [5, 2, 1],
  [4, 3, 5],
  [8, 4, 3],
  [7, 5, 2],
  [9, 6, 6],
  [6, 4, 4],
];
const B = [
  [6, 2, 3],
  [7, 2, 2],
  [5, 1, 4],
  [9, 5, 1],
  [10, 5, 5],
  [12, 7, 4],
  [8, 3, 6],
];

describe('cuped', () => {
  it('is the analysis of covariance of the rows', () => {
    const { theta, samples, varianceReduction } = sure(cuped([jointOf(A), jointOf(B)]));
    expect(theta).toEqual([expect.closeTo(1.113164912834, 9), expect.closeTo(-0.012178299767, 9)]);
    expect((samples[1]?.mean ?? 0) - (samples[0]?.mean ?? 0)).toBeCloseTo(2.146336657076, 9);
    // Pooled residual variance on 14 − 2 − 2 degrees of freedom.
    expect(samples.reduce((sum, { variance }) => sum + 0.5 * variance, 0)).toBeCloseTo(0.687318540706, 9);
    expect(varianceReduction).toBeGreaterThan(0.8);
  });

  it('without covariates, or with one that does not vary, is nothing', () => {
    const bare = sure(cuped([jointOf(A.map(([y = 0]) => [y])), jointOf(B.map(([y = 0]) => [y]))]));
    const still = sure(cuped([jointOf(A.map(([y = 0]) => [y, 5])), jointOf(B.map(([y = 0]) => [y, 5]))]));
    expect(bare).toMatchObject({ theta: [], varianceReduction: 0 });
    expect(still).toMatchObject({ theta: [0], varianceReduction: 0 });
    expect(still.samples).toEqual(bare.samples);
  });

  it('does not see where a covariate begins, in which unit it is, or that it comes twice', () => {
    fc.assert(
      fc.property(fc.integer({ min: -50, max: 50 }), fc.constantFrom(0.25, 3, -2), (origin, unit) => {
        const moved = (rows: typeof A) => jointOf(rows.map(([y = 0, x = 0]) => [y, origin + unit * x, 2 * x]));
        const plain = (rows: typeof A) => jointOf(rows.map(([y = 0, x = 0]) => [y, x]));
        const one = sure(cuped([plain(A), plain(B)]));
        const other = sure(cuped([moved(A), moved(B)]));
        one.samples.forEach(({ mean, variance }, index) => {
          expect(other.samples[index]?.mean).toBeCloseTo(mean, 8);
          expect(other.samples[index]?.variance).toBeCloseTo(variance, 8);
        });
      }),
    );
  });

  it('needs more units than covariates, and the same ones everywhere', () => {
    const two = [
      jointOf([
        [1, 2, 3],
        [2, 5, 1],
      ]),
      jointOf([
        [1, 1, 1],
        [2, 3, 4],
      ]),
    ];
    expect(cuped(two)).toMatchObject({ why: 'too_few_units' });
    expect(cuped([jointOf(A), jointOf([[1], [2]])])).toMatchObject({ why: 'out_of_range' });
    expect(cuped([])).toMatchObject({ why: 'too_few_units' });
    expect(cuped([jointOf(A), jointOf([[1, 2, 3]])])).toMatchObject({ why: 'too_few_units' });
  });
});

describe('cupedRatio', () => {
  it('with denominators of 1 is cuped', () => {
    const rows = (list: typeof A) => list.map(([y = 0, x = 0]) => [y, 1, x, 1]);
    const ratio = sure(cupedRatio([jointOf(rows(A)), jointOf(rows(B))]));
    const plain = sure(cuped([A, B].map((list) => jointOf(list.map(([y = 0, x = 0]) => [y, x])))));
    expect(ratio.theta).toEqual(plain.theta.map((value) => expect.closeTo(value, 9)));
    ratio.samples.forEach(({ mean }, index) => expect(mean).toBeCloseTo(plain.samples[index]?.mean ?? NaN, 9));
  });

  it('with a constant ratio before leaves the ratio as it is', () => {
    const rows = A.map(([y = 0, x = 0]) => [y, 10 + x, 3 * (10 + x), 10 + x]);
    const { samples, varianceReduction } = sure(cupedRatio([jointOf(rows), jointOf(rows)]));
    const plain = sure(ratioStatistics(jointOf(rows.map(([y = 0, x = 0]) => [y, x]))));
    expect(samples[0]?.mean).toBeCloseTo(plain.mean, 9);
    expect(samples[0]?.variance).toBeCloseTo(plain.variance, 9);
    expect(varianceReduction).toBeCloseTo(0, 9);
  });

  it('needs four variables and positive denominators', () => {
    expect(cupedRatio([jointOf(A)])).toMatchObject({ why: 'out_of_range' });
    expect(
      cupedRatio([
        jointOf([
          [1, 0, 1, 1],
          [2, 0, 1, 2],
        ]),
      ]),
    ).toMatchObject({ why: 'zero_baseline' });
  });
});

describe('interactionAdjusted', () => {
  it('is the regression with interactions, centred on all units', () => {
    const pair = sure(interactionAdjusted(jointOf(A), jointOf(B)));
    expect(pair.treatment.mean - pair.control.mean).toBeCloseTo(2.157945503052, 9);
    expect(pair.control.mean).toBeCloseTo(5.963564213564, 9);
  });

  it('without covariates is no adjustment', () => {
    const rows = (list: typeof A) => jointOf(list.map(([y = 0]) => [y]));
    const pair = sure(interactionAdjusted(rows(A), rows(B)));
    expect(pair).toMatchObject({ covariance: 0, varianceReduction: 0, control: { n: 7, mean: 6 } });
  });

  it('covers, with an unequal split and an effect that differs between units, 95 times in 100', () => {
    const normal = normals(uniforms(2013));
    let [covered, reduction] = [0, 0];
    const trials = 600;
    for (let trial = 0; trial < trials; trial += 1) {
      const rows = (n: number, effect: number) =>
        Array.from({ length: n }, () => {
          const x = normal();
          return [(1 + effect) * x + effect + 0.5 * normal(), x];
        });
      const pair = sure(interactionAdjusted(jointOf(rows(60, 0)), jointOf(rows(180, 1))));
      const { interval } = sure(welchTest(pair.control, pair.treatment, { alpha: 0.05, covariance: pair.covariance }));
      if (interval.lower <= 1 && 1 <= interval.upper) covered += 1;
      reduction += pair.varianceReduction / trials;
    }
    // Three standard errors of 600 trials are 2.7 %.
    expect(Math.abs(covered / trials - 0.95)).toBeLessThan(0.027);
    expect(reduction).toBeGreaterThan(0.6);
  });

  it('needs more units than covariates', () => {
    expect(
      interactionAdjusted(
        jointOf([
          [1, 2],
          [2, 5],
        ]),
        jointOf([
          [1, 2],
          [2, 5],
        ]),
      ),
    ).toMatchObject({ why: 'too_few_units' });
  });
});
