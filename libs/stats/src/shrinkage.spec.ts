import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { EIGHT_SCHOOLS, TUBERCULOSIS } from '../testing/effects.js';
import { normals } from '../testing/rows.js';
import { uniforms } from '../testing/samples.js';
import { sure } from '../testing/sure.js';
import { shrunkenEffects } from './shrinkage.js';
import { spreadOfEffects } from './spread.js';

const alpha = 0.05;
const effect = fc.record({
  estimate: fc.double({ min: -20, max: 20, noNaN: true }),
  standardError: fc.double({ min: 0.5, max: 10, noNaN: true }),
});
const effects = fc.array(effect, { minLength: 3, maxLength: 10 });

describe('spreadOfEffects', () => {
  it('has the published values of the BCG trials', () => {
    expect(spreadOfEffects(TUBERCULOSIS)).toMatchObject({
      deviation: expect.closeTo(Math.sqrt(0.3132433), 6),
      common: expect.closeTo(-0.7145323, 6),
      standardError: expect.closeTo(0.1797815, 6),
    });
    const moment = sure(spreadOfEffects(TUBERCULOSIS, { method: 'dersimonian_laird' }));
    expect(moment.deviation ** 2).toBeCloseTo(0.3088, 4);
    expect(moment.common).toBeCloseTo(-0.7141, 4);
    expect(moment.standardError).toBeCloseTo(0.1787, 4);
  });

  it('is nothing where effects differ by less than chance', () => {
    for (const method of ['reml', 'dersimonian_laird'] as const) {
      const spread = sure(spreadOfEffects(EIGHT_SCHOOLS, { method }));
      expect(spread).toMatchObject({ deviation: 0, common: expect.closeTo(7.6856, 4) });
    }
  });

  it('of equal errors is what is left of the variance, by both', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: -9, max: 9, noNaN: true }), { minLength: 3, maxLength: 9 }), (list) => {
        const mean = list.reduce((sum, value) => sum + value / list.length, 0);
        const variance = list.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (list.length - 1);
        for (const method of ['reml', 'dersimonian_laird'] as const) {
          const { deviation } = sure(
            spreadOfEffects(
              list.map((estimate) => ({ estimate, standardError: 2 })),
              { method },
            ),
          );
          expect(deviation ** 2).toBeCloseTo(Math.max(0, variance - 4), 6);
        }
      }),
    );
  });
});

describe('shrunkenEffects', () => {
  it('has the posterior of the eight schools', () => {
    const { effects: schools, common, spread } = sure(shrunkenEffects(EIGHT_SCHOOLS, { alpha }));
    // 40,000 midpoints in another scale of τ.
    expect(common.estimate).toBeCloseTo(7.932375, 4);
    expect(common.standardDeviation).toBeCloseTo(5.178395, 3);
    expect(spread).toBeCloseTo(5.2381, 2);
    const means = [11.400261, 7.894552, 6.130747, 7.644679, 5.126424, 6.138536, 10.666983, 8.456818];
    expect(schools.map(({ estimate }) => estimate)).toEqual(means.map((mean) => expect.closeTo(mean, 4)));
    const deviations = [8.341416, 6.274835, 7.765167, 6.546261, 6.35742, 6.710295, 6.785587, 7.888198];
    expect(schools.map(({ standardDeviation }) => standardDeviation)).toEqual(
      deviations.map((deviation) => expect.closeTo(deviation, 3)),
    );
    expect(schools[0]?.shrinkage).toBeCloseTo(0.825061, 4);
    expect(schools[0]?.interval).toEqual({ lower: expect.closeTo(-2.105, 2), upper: expect.closeTo(31.623, 2) });
    // Bayesian data analysis, table 5.3, from 200 draws: school A −2 to 31.
    expect(Math.round(schools[0]?.interval.lower ?? 0)).toBe(-2);
  });

  it('draws every estimate to the common mean and none beyond it, alike in every unit and order', () => {
    fc.assert(
      fc.property(effects, fc.constantFrom(1e-6, 1e5), (list, unit) => {
        const there = sure(shrunkenEffects(list, { alpha }));
        const scaled = list.toReversed().map((one) => ({
          estimate: (one.estimate + 2) * unit,
          standardError: one.standardError * unit,
        }));
        const back = sure(shrunkenEffects(scaled, { alpha }));
        there.effects.forEach(({ estimate, standardDeviation, interval, shrinkage }, index) => {
          const other = back.effects.at(-1 - index);
          expect((other?.estimate ?? NaN) / unit - 2).toBeCloseTo(estimate, 5);
          expect((other?.standardDeviation ?? NaN) / unit).toBeCloseTo(standardDeviation, 5);
          expect((other?.interval.upper ?? NaN) / unit - 2).toBeCloseTo(interval.upper, 4);
          expect(shrinkage).toBeGreaterThan(0);
          expect(shrinkage).toBeLessThan(1);
          const all = list.map((one) => one.estimate);
          expect(estimate).toBeGreaterThan(Math.min(...all) - 1e-9);
          expect(estimate).toBeLessThan(Math.max(...all) + 1e-9);
        });
      }),
      { numRuns: 8 },
    );
  });

  it('covers over effects drawn alike, and the winner, where plain intervals lose it', () => {
    const normal = normals(uniforms(1977));
    const trials = 120;
    let [covered, winners, plain] = [0, 0, 0];
    for (let trial = 0; trial < trials; trial += 1) {
      const truths = Array.from({ length: 12 }, () => 1 + 0.7 * normal());
      const list = truths.map((truth) => ({ estimate: truth + normal(), standardError: 1 }));
      const { effects: found } = sure(shrunkenEffects(list, { alpha }));
      const holds = found.map(({ interval }, index) => {
        const truth = truths[index] ?? NaN;
        return interval.lower <= truth && truth <= interval.upper;
      });
      covered += holds.filter(Boolean).length / 12;
      const best = list.reduce((so, one, index) => (one.estimate > (list[so]?.estimate ?? 0) ? index : so), 0);
      if (holds[best] === true) winners += 1;
      if (Math.abs((list[best]?.estimate ?? 0) - (truths[best] ?? 0)) <= 1.96) plain += 1;
    }
    // Three standard errors: of 1,440 effects 1.8 %, of 120 winners 6 %.
    expect(covered / trials).toBeGreaterThan(0.932);
    expect(winners / trials).toBeGreaterThan(0.89);
    expect(plain / trials).toBeLessThan(0.89);
  });

  it('says why there is none', () => {
    const fine = { estimate: 1, standardError: 1 };
    expect(shrunkenEffects([fine, fine], { alpha })).toMatchObject({ why: 'too_few_units' });
    expect(shrunkenEffects([fine, fine, { ...fine, standardError: 0 }], { alpha })).toMatchObject({
      why: 'zero_variance',
    });
    expect(shrunkenEffects([fine, fine, fine], { alpha: 0 })).toMatchObject({ why: 'out_of_range' });
  });
});
