import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { cohortsOf, growing } from '../../testing/cohorts.js';
import { normals } from '../../testing/rows.js';
import { uniforms } from '../../testing/samples.js';
import { sure } from '../../testing/sure.js';
import { TRIANGLE } from '../../testing/triangle.js';
import { chainLadder, ultimateOf } from './chain-ladder.js';
import { matureOnly, soFar } from './cohort.js';
import { forecastMean, maturingEffect } from './forecast.js';
import { maturityCurve } from './maturity-curve.js';

const alpha = 0.05;
const triangle = TRIANGLE.map((row) => ({
  units: 1000,
  byAge: row.map((sum) => ({ sum, sumOfSquares: sum ** 2 / 500 })),
}));

describe('chainLadder', () => {
  it('has the factors, the forecasts and the standard errors that Mack published', () => {
    const development = sure(chainLadder(triangle, 9));
    const factors = [3.4906, 1.7473, 1.4574, 1.1739, 1.1038, 1.0863, 1.0539, 1.0766, 1.0177];
    expect(development.steps.map(({ factor }) => factor)).toEqual(factors.map((f) => expect.closeTo(f, 4)));
    const { total, squaredError } = ultimateOf(triangle, development);
    const paid = TRIANGLE.reduce((sum, row) => sum + (row.at(-1) ?? 0), 0);
    expect(Math.round(total - paid)).toBe(18_680_856);
    expect(Math.round(Math.sqrt(squaredError))).toBe(2_447_095);
    const single = triangle.slice(1).map((cohort) => Math.sqrt(ultimateOf([cohort], development).squaredError));
    expect(single.map(Math.round)).toEqual([75535, 121699, 133549, 261406, 411010, 558317, 875328, 971258, 1363155]);
  });

  it('starts where every cohort has something, and leaves younger ones out', () => {
    const late = triangle.map(({ units, byAge }) => ({
      units,
      byAge: byAge.map((value, age) => (age < 2 ? { sum: 0, sumOfSquares: 0 } : value)),
    }));
    expect(chainLadder(late, 9)).toMatchObject({ fromAge: 2, steps: { length: 7 } });
    expect(forecastMean(late, { lastAge: 9, alpha })).toMatchObject({ fromAge: 2, leftOut: 2000 });
  });

  it('says why there is none', () => {
    expect(chainLadder(triangle, 10)).toMatchObject({ why: 'too_few_units' });
    expect(chainLadder(triangle.slice(0, 1), 9)).toMatchObject({ why: 'too_few_units' });
    const gone = triangle.map(({ units }) => ({ units, byAge: [1, 0].map((sum) => ({ sum, sumOfSquares: 1 })) }));
    expect(chainLadder(gone, 1)).toMatchObject({ why: 'zero_baseline' });
  });
});

describe('maturityCurve', () => {
  it('is what is left of the factors, with an interval that narrows with age', () => {
    const { points } = sure(maturityCurve(triangle, { lastAge: 9, alpha }));
    expect(points).toHaveLength(10);
    expect(points.at(-1)).toEqual({ age: 9, share: 1, interval: { lower: 1, upper: 1 } });
    expect(points[8]?.share).toBeCloseTo(3833515 / 3901463, 12);
    expect(points[0]?.share).toBeCloseTo(1 / 14.4466, 5);
    const widths = points.map(({ share, interval }) => (interval.upper - interval.lower) / share);
    expect(widths.toSorted((a, b) => b - a)).toEqual(widths);
  });

  it('does not depend on the unit of the values or the order of the cohorts', () => {
    fc.assert(
      fc.property(fc.constantFrom(1e-6, 0.01, 1e4), fc.integer({ min: 1, max: 9 }), (unit, lastAge) => {
        const scaled = triangle.toReversed().map(({ units, byAge }) => ({
          units,
          byAge: byAge.map(({ sum, sumOfSquares }) => ({ sum: sum * unit, sumOfSquares: sumOfSquares * unit ** 2 })),
        }));
        const [there, back] = [triangle, scaled].map((cohorts) => sure(maturityCurve(cohorts, { lastAge, alpha })));
        back?.points.forEach(({ share, interval }, index) => {
          expect(share).toBeCloseTo(there?.points[index]?.share ?? NaN, 10);
          expect(interval.upper).toBeCloseTo(there?.points[index]?.interval.upper ?? NaN, 10);
        });
      }),
    );
  });
});

describe('forecastMean', () => {
  it('of units that are all of age is their mean, and final', () => {
    const grown = triangle.map(({ units, byAge }) => ({ units, byAge: byAge.slice(0, 1) }));
    const two = grown.map(({ units, byAge }) => ({ units, byAge: [...byAge, ...byAge] }));
    const forecast = sure(forecastMean(two, { lastAge: 1, alpha }));
    expect(forecast).toMatchObject({ stage: 'final', reached: { share: 1, interval: { lower: 1, upper: 1 } } });
    expect(forecast.sample).toEqual(sure(matureOnly(two, 1)));
    expect(forecast.sample).toEqual(sure(soFar(two)));
  });

  it('is never final while a unit is not of age', () => {
    const cohorts = triangle.map(({ units, byAge }, index) => ({
      units,
      byAge: index === 9 ? byAge : byAge.slice(0, 2),
    }));
    expect(forecastMean(cohorts.slice(0, 9), { lastAge: 1, alpha })).toMatchObject({ stage: 'final' });
    expect(forecastMean(cohorts, { lastAge: 1, alpha })).toMatchObject({ stage: 'maturing' });
  });

  it('adds what the units differ by from all others to what the forecast differs by from them', () => {
    const forecast = sure(forecastMean(triangle, { lastAge: 9, alpha }));
    const variance = sure(matureOnly(triangle, 9)).variance;
    expect(forecast.mean).toBeCloseTo((18_680_856 + 34_358_090) / 10_000, 3);
    expect(forecast.sample.variance / 10_000).toBeCloseTo(variance / 10_000 + (2_447_095 / 10_000) ** 2, 0);
    expect(forecast.reached.share).toBeCloseTo(34_358_090 / (18_680_856 + 34_358_090), 6);
  });

  // Later value that depends on the earlier, and that does not.
  it.each([[1], [0]])('covers the mean of all possible units 95 times in 100, dependence %d', (dependence) => {
    const normal = normals(uniforms(1993));
    const trials = 400;
    let [covered, narrow] = [0, 0];
    for (let trial = 0; trial < trials; trial += 1) {
      const cohorts = cohortsOf(20, 6, () => growing(normal, dependence));
      const { interval } = sure(forecastMean(cohorts, { lastAge: 4, alpha }));
      if (interval.lower <= 10 && 10 <= interval.upper) covered += 1;
      const { mean, variance, n } = sure(soFar(cohorts));
      if (Math.abs(mean - 10) <= 1.96 * Math.sqrt(variance / n)) narrow += 1;
    }
    // Three standard errors of 400 trials are 3.3 %; what is there so far is not what will be.
    expect(Math.abs(covered / trials - 0.95)).toBeLessThan(0.033);
    expect(narrow / trials).toBeLessThan(0.8);
  });

  it('says why there is none', () => {
    expect(forecastMean([], { lastAge: 3, alpha })).toMatchObject({ why: 'too_few_units' });
    expect(forecastMean(triangle, { lastAge: 0.5, alpha })).toMatchObject({ why: 'out_of_range' });
    expect(forecastMean(triangle, { lastAge: 3, alpha: 1 })).toMatchObject({ why: 'out_of_range' });
    const broken = [{ units: 2.5, byAge: [] }];
    expect(forecastMean(broken, { lastAge: 3, alpha })).toMatchObject({ why: 'not_finite' });
  });
});

describe('maturingEffect', () => {
  it('does not take an early decision for a better one', () => {
    const uniform = uniforms(60);
    // One unit in two decides; the control's on a day of five at random, the treatment's at once.
    const unit = (early: boolean) => () => {
      const day = uniform() < 0.5 ? (early ? Math.floor(uniform() * 2) : Math.floor(uniform() * 5)) : 9;
      return [0, 1, 2, 3, 4].map((age) => (age >= day ? 10 : 0));
    };
    const [a, b] = [cohortsOf(12, 400, unit(false)), cohortsOf(12, 400, unit(true))];
    const effect = sure(maturingEffect(a, b, { lastAge: 4, alpha: 0.01 }));
    expect(effect.stage).toBe('maturing');
    expect(sure(effect.soFar).interval.lower).toBeGreaterThan(0);
    expect(sure(effect.forecast).interval.lower).toBeLessThan(0);
    expect(sure(effect.forecast).interval.upper).toBeGreaterThan(0);
    // Eight of the twelve cohorts are of age.
    expect(sure(effect.mature).interval.lower).toBeLessThan(0);
    expect(effect.control).toMatchObject({ stage: 'maturing', reached: { share: expect.closeTo(0.87, 1) } });
  });

  it('is one effect when all units are of age', () => {
    const normal = normals(uniforms(61));
    const grown = () => cohortsOf(5, 50, () => growing(normal, 1)).slice(0, 1);
    const {
      stage,
      soFar: now,
      mature,
      forecast,
    } = sure(maturingEffect([...grown(), ...grown()], [...grown(), ...grown()], { lastAge: 4, alpha }));
    expect(stage).toBe('final');
    expect(mature).toEqual(now);
    expect(sure(forecast).estimate).toBeCloseTo(sure(now).estimate, 10);
  });
});
