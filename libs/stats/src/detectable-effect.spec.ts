import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { equalLooks } from '../testing/looks.js';
import { sure } from '../testing/sure.js';
import { detectableMeanEffect, detectableShareEffect, fixedPower } from './detectable-effect.js';
import { durationOf } from './duration.js';
import { sampleSizeForMeans, sampleSizeForProportions } from './sample-size.js';

const looks = { fractions: equalLooks(5), spending: 'obrien_fleming' } as const;
const any = fc.record({
  effect: fc.double({ min: 0.02, max: 0.09, noNaN: true }),
  power: fc.constantFrom(0.7, 0.8, 0.95),
  alpha: fc.constantFrom(0.01, 0.05),
  ratio: fc.constantFrom(0.5, 1, 3),
  looks: fc.constantFrom(undefined, looks),
});

describe('detectable effects', () => {
  it('invert the sample size, of means and of shares, with looks and without', () => {
    fc.assert(
      fc.property(any, ({ effect, looks: planned, ...rest }) => {
        const options = { ...rest, ...(planned === undefined ? {} : { looks: planned }) };
        const minimumEffect = { kind: 'absolute', value: effect } as const;
        const means = sure(sampleSizeForMeans({ mean: 2, standardDeviation: 1 }, { ...options, minimumEffect }));
        const found = sure(detectableMeanEffect({ mean: 2, standardDeviation: 1 }, { ...options, ...means }));
        // Units are whole: one of some hundreds is half as much of the effect.
        expect(found.absolute / effect).toBeCloseTo(1, 2);
        expect(found.relative).toBeCloseTo(found.absolute / 2, 12);
        const shares = sure(sampleSizeForProportions({ share: 0.1 }, { ...options, minimumEffect }));
        expect(sure(detectableShareEffect({ share: 0.1 }, { ...options, ...shares })).absolute / effect).toBeCloseTo(
          1,
          2,
        );
      }),
      { numRuns: 40 },
    );
  });

  it('have the values of their examples', () => {
    const units = { control: 25118, treatment: 25118 };
    expect(sure(detectableMeanEffect({ mean: 10, standardDeviation: 20 }, units)).relative).toBeCloseTo(0.05, 5);
    const share = sure(detectableShareEffect({ share: 0.1 }, { control: 3839, treatment: 3839 }));
    expect(share.absolute).toBeCloseTo(0.02, 5);
    expect(detectableMeanEffect({ mean: 0, standardDeviation: 1 }, units)).toMatchObject({ relative: null });
  });

  it('grow by the root of the design effect', () => {
    const baseline = { mean: 10, standardDeviation: 20 };
    const plain = sure(detectableMeanEffect(baseline, { control: 25118, treatment: 25118 }));
    const clustered = sure(detectableMeanEffect(baseline, { control: 25118, treatment: 25118, designEffect: 4 }));
    expect(clustered.absolute / plain.absolute).toBeCloseTo(2, 12);
    expect(detectableMeanEffect(baseline, { control: 9, treatment: 9, designEffect: NaN })).toMatchObject({
      why: 'out_of_range',
    });
  });

  it('say why there is none', () => {
    const units = { control: 100, treatment: 100 };
    const one = { mean: 1, standardDeviation: 1 };
    expect(detectableMeanEffect({ ...one, standardDeviation: 0 }, units)).toMatchObject({ why: 'zero_variance' });
    expect(detectableMeanEffect(one, { ...units, control: 1 })).toMatchObject({ why: 'too_few_units' });
    expect(detectableMeanEffect(one, { ...units, power: 0.01 })).toMatchObject({ why: 'out_of_range' });
    expect(detectableMeanEffect({ ...one, mean: NaN }, units)).toMatchObject({ why: 'not_finite' });
    expect(detectableShareEffect({ share: 0 }, units)).toMatchObject({ why: 'out_of_range' });
    expect(detectableShareEffect({ share: 0.9 }, { control: 3, treatment: 3 })).toMatchObject({ why: 'too_few_units' });
    const short = { ...units, looks: { ...looks, fractions: [0.5] } };
    expect(detectableMeanEffect(one, short)).toMatchObject({ why: 'out_of_range' });
  });
});

describe('fixedPower', () => {
  it('is the level without effect, and 80 % at z + z of it', () => {
    expect(sure(fixedPower({ effect: 0, standardError: 1, alpha: 0.05 })).power).toBeCloseTo(0.05, 12);
    // Φ(2.801585 − 1.959964) and 1e-6 from the other side.
    expect(sure(fixedPower({ effect: -5.60317, standardError: 2, alpha: 0.05 })).power).toBeCloseTo(0.8000013, 5);
    expect(fixedPower({ effect: 1, standardError: 0, alpha: 0.05 })).toMatchObject({ why: 'zero_variance' });
  });
});

describe('durationOf', () => {
  it('counts the days, goes on at the last pace, and waits for the window', () => {
    const plan = { newUnitsByDay: [400, 250, 200], windowDays: 7 };
    expect(durationOf(1000, plan)).toEqual({ kind: 'duration', enrolmentDays: 4, days: 11 });
    expect(durationOf(600, plan)).toMatchObject({ enrolmentDays: 2, days: 9 });
    expect(
      durationOf(10_000, { newUnitsByDay: [1000, ...Array.from({ length: 7 }, () => 100)], windowDays: 0 }),
    ).toMatchObject({
      days: 8 + 83,
    });
  });

  it('says why there is none', () => {
    expect(durationOf(10, { newUnitsByDay: [], windowDays: 1 })).toMatchObject({ why: 'too_few_units' });
    expect(durationOf(10, { newUnitsByDay: [5, 0], windowDays: -1 })).toMatchObject({ why: 'out_of_range' });
    expect(durationOf(10, { newUnitsByDay: [0], windowDays: 1 })).toMatchObject({ why: 'too_few_units' });
  });
});
