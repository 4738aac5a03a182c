import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { anySample } from '../testing/samples.js';
import { sure } from '../testing/sure.js';
import { preperiodBalance } from './balance.js';
import { welchTest } from './welch-test.js';

const sample = anySample({ min: -100, max: 100 });
const of = (mean: number) => ({ n: 10_000, mean, variance: 4 });

describe('preperiodBalance', () => {
  it('is Welch’s test, with the difference in standard deviations beside it', () => {
    const control = { n: 400, mean: 10, variance: 3 };
    const treatment = { n: 500, mean: 10.4, variance: 5 };
    const { covariates, alarm } = sure(preperiodBalance([{ name: 'visits', control, treatment }], { alpha: 0.01 }));
    expect(covariates).toMatchObject([
      {
        name: 'visits',
        estimate: expect.closeTo(0.4, 12),
        // √(3/400 + 5/500), and √((3 + 5)/2) = 2.
        standardError: expect.closeTo(0.1322875656, 9),
        standardised: expect.closeTo(0.2, 12),
        pValue: sure(welchTest(control, treatment, { alpha: 0.01 })).pValue,
        significant: true,
      },
    ]);
    expect(alarm).toBe(true);
  });

  it('does not take the largest of many small differences for a fault', () => {
    const covariates = (gap: number) =>
      Array.from({ length: 50 }, (_, index) => ({
        name: String(index),
        control: of(5),
        treatment: of(index === 7 ? 5 + gap : 5),
      }));
    // 3.5 standard errors, p 0.0005: of one covariate an alarm, of fifty none.
    expect(preperiodBalance(covariates(0.099).slice(7, 8))).toMatchObject({ alarm: true });
    expect(preperiodBalance(covariates(0.099))).toMatchObject({ alarm: false });
    expect(preperiodBalance(covariates(0.15))).toMatchObject({ alarm: true });
  });

  it('alarms alike in every unit and order', () => {
    const pair = fc.record({ control: sample, treatment: sample });
    fc.assert(
      fc.property(fc.array(pair, { minLength: 1, maxLength: 5 }), fc.constantFrom(1e-3, 7, 1e4), (pairs, unit) => {
        const named = pairs.map((one, index) => ({ name: String(index), ...one }));
        const scaled = named.toReversed().map(({ name, control, treatment }) => {
          const by = (s: typeof control) => ({ n: s.n, mean: s.mean * unit, variance: s.variance * unit ** 2 });
          return { name, control: by(control), treatment: by(treatment) };
        });
        const [plain, other] = [sure(preperiodBalance(named)), sure(preperiodBalance(scaled))];
        const last = other.covariates.toReversed();
        plain.covariates.forEach(({ standardised, pValue }, index) => {
          expect(last[index]?.standardised).toBeCloseTo(standardised, 6);
          expect(last[index]?.pValue).toBeCloseTo(pValue, 6);
        });
      }),
    );
  });

  it('leaves out a covariate that nobody had', () => {
    const none = { n: 100, mean: 0, variance: 0 };
    expect(preperiodBalance([{ name: 'refunds', control: none, treatment: none }])).toMatchObject({
      covariates: [],
      alarm: false,
      leftOut: [{ name: 'refunds', problem: { why: 'zero_variance' } }],
    });
  });
});
