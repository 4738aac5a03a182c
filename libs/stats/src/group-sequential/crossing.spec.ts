import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { constantBounds, designOf, equalLooks } from '../../testing/looks.js';
import { sure } from '../../testing/sure.js';
import { crossingProbabilities, inflationOf } from './crossing.js';

const close = (values: readonly number[]) => values.map((value) => expect.closeTo(value, 9));

describe('crossingProbabilities', () => {
  // Armitage, McPherson & Rowe (1969), table 2: a test at 5 % repeated without correction; and Pocock's constants.
  it.each([
    [2, 1.96, 0.083],
    [5, 1.96, 0.142],
    [10, 1.96, 0.193],
    [20, 1.96, 0.248],
    [5, 2.413, 0.05],
    [10, 2.555, 0.05],
  ])('of %d looks at |z| ≥ %d is the published %d', (count, bound, published) => {
    const { upper, lower } = sure(crossingProbabilities(constantBounds(equalLooks(count).map(() => bound)), 0));
    expect([...upper, ...lower].reduce((sum, p) => sum + p)).toBeCloseTo(published, 3);
  });

  it("of O'Brien and Fleming's five looks is 5 %", () => {
    const design = constantBounds(equalLooks(5).map((fraction) => 2.0401 / Math.sqrt(fraction)));
    expect(sure(crossingProbabilities(design, 0)).power).toBeCloseTo(0.025, 5);
  });

  it('under a drift agrees with Simpson’s rule on 4,001 points a look', () => {
    expect(sure(crossingProbabilities(designOf(equalLooks(5)), 2.836001250142707))).toMatchObject({
      upper: close([1.5393485392e-4, 5.8837528849e-2, 0.25750095708, 0.28890443989, 0.19460313933]),
      lower: close([3.993562117e-10, 1.2972204061e-7, 5.1391442135e-7, 5.8467056389e-7, 4.0973035258e-7]),
      power: expect.closeTo(0.8, 9),
    });
  });

  it('changes its sides with the sign of the drift, and one side has no lower bound', () => {
    const design = designOf([0.2, 0.5, 0.7, 1]);
    fc.assert(
      fc.property(fc.double({ min: 0, max: 6, noNaN: true }), (drift) => {
        const there = sure(crossingProbabilities(design, drift));
        const back = sure(crossingProbabilities(design, -drift));
        expect(back.upper).toEqual(there.lower.map((p) => expect.closeTo(p, 12)));
        expect(back.averageFraction).toBeCloseTo(there.averageFraction, 12);
      }),
      { numRuns: 20 },
    );
    expect(sure(crossingProbabilities(designOf([0.5, 1], { sides: 1 }), -3)).lower).toEqual([0, 0]);
  });
});

describe('inflationOf', () => {
  // Drift, factor and average factor by Simpson's rule and Brent's method.
  it.each([
    [0.8, 2.8360012501, 1.0247198789, 0.8236623206],
    [0.9, 3.2787065739, 1.0230783262, 0.7586670145],
  ])('at power %d agrees with an independent computation', (power, drift, factor, averageFactor) => {
    const inflation = sure(inflationOf(designOf(equalLooks(5)), power));
    expect(inflation.drift).toBeCloseTo(drift, 8);
    expect(inflation.factor).toBeCloseTo(factor, 8);
    expect(inflation.averageFactor).toBeCloseTo(averageFactor, 8);
  });

  it('is nothing for one look, and a twentieth for 28', () => {
    expect(sure(inflationOf(designOf([1]), 0.8)).factor).toBeCloseTo(1, 5);
    expect(sure(inflationOf(designOf(equalLooks(28)), 0.8)).factor).toBeCloseTo(1.0491, 4);
  });

  it('keeps 78 % at 28 looks where the fixed test has 80 %', () => {
    expect(sure(crossingProbabilities(designOf(equalLooks(28)), 2.801585)).power).toBeCloseTo(0.78, 2);
  });

  it('refuses a power that is none', () => {
    for (const power of [0.01, 1]) expect(inflationOf(designOf([1]), power)).toMatchObject({ why: 'out_of_range' });
    expect(crossingProbabilities(designOf([1]), Number.NaN)).toMatchObject({ why: 'not_finite' });
  });
});
