import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { EIGHT_SCHOOLS, TUBERCULOSIS } from '../testing/effects.js';
import { sure } from '../testing/sure.js';
import { homogeneityTest } from './homogeneity.js';

const effect = fc.record({
  estimate: fc.double({ min: -100, max: 100, noNaN: true }),
  standardError: fc.double({ min: 0.1, max: 50, noNaN: true }),
});
const effects = fc.array(effect, { minLength: 2, maxLength: 12 });

describe('homogeneityTest', () => {
  it('has the published values', () => {
    // Thirteen trials of the BCG vaccine, as every textbook on meta-analysis has them: Q 152.2330.
    expect(sure(homogeneityTest(TUBERCULOSIS)).statistic).toBeCloseTo(152.233, 3);
    // Eight schools: common effect 7.7, standard error 4.1, and nothing against their being one.
    const schools = sure(homogeneityTest(EIGHT_SCHOOLS));
    expect(schools.common).toBeCloseTo(7.6856, 4);
    expect(schools.standardError).toBeCloseTo(4.0719, 4);
    expect(schools).toMatchObject({ degreesOfFreedom: 7, inconsistency: 0 });
    // Σ w d² − (Σ w d)²/Σ w, and χ² with seven degrees of freedom in closed form.
    const w = EIGHT_SCHOOLS.map(({ standardError }) => standardError ** -2);
    const sum = (term: (d: number) => number) =>
      EIGHT_SCHOOLS.reduce((so, { estimate }, index) => so + (w[index] ?? 0) * term(estimate), 0);
    expect(schools.statistic).toBeCloseTo(sum((d) => d * d) - sum((d) => d) ** 2 / sum(() => 1), 9);
    expect(schools.pValue).toBeCloseTo(0.6957, 3);
  });

  it('is of two effects the test of their difference', () => {
    fc.assert(
      fc.property(effect, effect, (a, b) => {
        const z = (a.estimate - b.estimate) / Math.hypot(a.standardError, b.standardError);
        expect(sure(homogeneityTest([a, b])).statistic).toBeCloseTo(z * z, 6);
      }),
    );
  });

  it('does not depend on order, unit or a shift', () => {
    fc.assert(
      fc.property(effects, fc.constantFrom(1e-6, 0.01, 1e5), (list, unit) => {
        const { statistic, common } = sure(homogeneityTest(list));
        const moved = list.toReversed().map((one) => ({
          estimate: unit * (one.estimate + 3),
          standardError: unit * one.standardError,
        }));
        const other = sure(homogeneityTest(moved));
        expect(other.statistic).toBeCloseTo(statistic, 5);
        expect(other.common / unit - 3).toBeCloseTo(common, 6);
      }),
    );
  });

  it('says why there is none', () => {
    const fine = { estimate: 1, standardError: 1 };
    expect(homogeneityTest([fine])).toMatchObject({ why: 'too_few_units' });
    expect(homogeneityTest([fine, { ...fine, standardError: 0 }])).toMatchObject({ why: 'zero_variance' });
    expect(homogeneityTest([fine, { ...fine, estimate: NaN }])).toMatchObject({ why: 'not_finite' });
  });
});
