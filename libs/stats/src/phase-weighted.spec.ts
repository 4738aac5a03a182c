import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { sure } from '../testing/sure.js';
import { phaseWeighted } from './phase-weighted.js';
import type { Stratum } from './post-stratification.js';
import { statisticsFromSums, type SampleStatistics } from './sample-statistics.js';
import { welchTest } from './welch-test.js';

const shares = (n: number, successes: number) => statisticsFromSums({ n, sum: successes, sumOfSquares: successes });
const stratum = (name: string, a: [number, number], b: [number, number]): Stratum => ({
  name,
  control: shares(...a),
  treatment: shares(...b),
});
const difference = ({ control, treatment }: { control: SampleStatistics; treatment: SampleStatistics }): number =>
  treatment.mean - control.mean;

describe('phaseWeighted', () => {
  it('takes out what a change of the split put into the effect', () => {
    // Within each phase both variants convert alike, 10 % and then 30 %; the treatment had most of its units in the second.
    const found = sure(
      phaseWeighted([stratum('1', [9000, 900], [1000, 100]), stratum('2', [1000, 300], [9000, 2700])]),
    );
    expect(difference(found)).toBeCloseTo(0, 12);
    expect(2800 / 10_000 - 1200 / 10_000).toBeCloseTo(0.16, 12);
    expect(found.phases).toEqual(['1', '2']);
  });

  it('is Cochran’s weighing, by hand', () => {
    // h = 100·100/200 = 50 and 300·150/450 = 100: weights 1/3 and 2/3; differences 0.1 and 0.2.
    const found = sure(phaseWeighted([stratum('1', [100, 20], [100, 30]), stratum('2', [300, 60], [150, 60])]));
    expect(difference(found)).toBeCloseTo(0.1 / 3 + (2 * 0.2) / 3, 12);
    const { control, treatment } = found;
    // 400 and 250 units tell 153.8; 390 and 243.75 tell 150, in this ratio.
    expect([control.n, treatment.n]).toEqual([390, 244]);
    const own = (p: number, n: number) => (p * (1 - p)) / (n - 1);
    expect(control.variance / control.n).toBeCloseTo((own(0.2, 100) + 4 * own(0.2, 300)) / 9, 12);
    expect(treatment.variance / treatment.n).toBeCloseTo((own(0.3, 100) + 4 * own(0.4, 150)) / 9, 12);
  });

  it('leaves one phase as it is, and out one in which a variant has no two units', () => {
    const one = stratum('1', [100, 20], [100, 30]);
    const found = sure(phaseWeighted([one, stratum('2', [500, 400], [1, 1]), stratum('3', [0, 0], [80, 3])]));
    expect(found).toEqual({ kind: 'phase_weighted', control: one.control, treatment: one.treatment, phases: ['1'] });
    expect(phaseWeighted([stratum('1', [1, 0], [1, 1])])).toMatchObject({ why: 'too_few_units' });
    expect(phaseWeighted([])).toMatchObject({ why: 'too_few_units' });
    const broken = { ...one, control: { n: 10, mean: Number.NaN, variance: 1 } };
    expect(phaseWeighted([one, broken])).toMatchObject({ kind: 'insufficient_data', why: 'not_finite' });
  });

  it('has independent increments: what a later look adds owes nothing to the one before', () => {
    // With a unit’s variance σ² the estimate of the first phase has covariance w₁σ²/h₁ with that of both, which is σ²/h: its variance.
    const both = [stratum('1', [500, 50], [500, 50]), stratum('2', [900, 90], [100, 10])].map((one) => ({
      ...one,
      control: { ...sure(one.control), variance: 1 },
      treatment: { ...sure(one.treatment), variance: 1 },
    }));
    const { control, treatment } = sure(phaseWeighted(both));
    const [h1, h2] = [250, 90];
    expect(control.variance / control.n + treatment.variance / treatment.n).toBeCloseTo(1 / (h1 + h2), 12);
    expect((h1 / (h1 + h2)) * (1 / h1)).toBeCloseTo(1 / (h1 + h2), 12);
  });

  it('depends on neither the order of the phases nor the scale of the values', () => {
    const side = fc.record({
      n: fc.integer({ min: 2, max: 1000 }),
      mean: fc.double({ min: -100, max: 100, noNaN: true }),
      variance: fc.double({ min: 0.01, max: 100, noNaN: true }),
    });
    fc.assert(
      fc.property(fc.array(fc.tuple(side, side), { minLength: 1, maxLength: 5 }), (pairs) => {
        const strata = (scale: number): Stratum[] =>
          pairs.map(([control, treatment], index) => ({
            name: String(index),
            control: { ...control, mean: scale * control.mean, variance: scale ** 2 * control.variance },
            treatment: { ...treatment, mean: scale * treatment.mean, variance: scale ** 2 * treatment.variance },
          }));
        const of = (list: Stratum[]) => {
          const { control, treatment } = sure(phaseWeighted(list));
          return sure(welchTest(control, treatment, { alpha: 0.05 })).pValue;
        };
        const p = of(strata(1));
        expect(of(strata(1).toReversed())).toBeCloseTo(p, 9);
        expect(of(strata(7))).toBeCloseTo(p, 9);
      }),
    );
  });
});
