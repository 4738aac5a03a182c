import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { PUBLISHED, anySample, uniforms } from '../../testing/samples.js';
import { sure } from '../../testing/sure.js';
import { statisticsFromProportion, statisticsFromSums } from '../sample-statistics.js';
import { confidenceSequence, confidenceSequenceLimit, relativeConfidenceSequence } from './confidence-sequence.js';
import { normalMixtureBound } from './mixture-bound.js';

const control = statisticsFromSums(PUBLISHED.control);
const treatment = statisticsFromSums(PUBLISHED.treatment);

describe('relativeConfidenceSequence by the delta method', () => {
  const means = [statisticsFromSums({ ...PUBLISHED.control, n: 3000 }), treatment] as const;
  const shares = [statisticsFromProportion(1396, 3000), statisticsFromProportion(2422, 3461)] as const;
  it.each([
    [means, 1000, 'approximate', 0.50336, [-0.55844, 1.56516]],
    [means, 1000, 'exact', 0.50336, [-0.55989, 1.56661]],
    [shares, 5000, 'approximate', 0.50386, [0.40098, 0.60675]],
    [shares, 5000, 'exact', 0.50386, [0.40094, 0.60678]],
  ] as const)(
    'reproduces the published interval of %j, n* %d, %s',
    (pair, plannedUnits, tuning, estimate, interval) => {
      const answer = relativeConfidenceSequence(...pair, { alpha: 0.05, plannedUnits, tuning, method: 'delta' });
      expect(answer).toMatchObject({
        estimate: expect.closeTo(estimate, 5),
        interval: { lower: expect.closeTo(interval[0], 5), upper: expect.closeTo(interval[1], 5) },
      });
      if (pair === means) expect(answer).toMatchObject({ pValue: 1 });
    },
  );
});

describe('confidenceSequence', () => {
  const options = { alpha: 0.05, plannedUnits: 5000 };

  it('is the two-sided normal mixture bound, in other letters', () => {
    const { interval, estimate, standardError } = sure(confidenceSequence(control, treatment, options));
    const n = PUBLISHED.control.n + PUBLISHED.treatment.n;
    const { value } = sure(normalMixtureBound(n, { alpha: 0.05, sides: 2, tunedAt: 5000 }));
    expect((interval.upper - estimate) / standardError).toBeCloseTo(value / Math.sqrt(n), 10);
  });

  it('has the values of an independent computation', () => {
    expect(confidenceSequence(control, treatment, options)).toMatchObject({
      pValue: expect.closeTo(0.293275714, 8),
      interval: { lower: expect.closeTo(-0.0895747368, 8), upper: expect.closeTo(0.6695747368, 8) },
    });
    expect(confidenceSequenceLimit(control, treatment, { ...options, alternative: 'greater' })).toMatchObject({
      pValue: expect.closeTo(0.1529244791, 8),
      limit: expect.closeTo(-0.0573173731, 8),
    });
  });

  it('has p ≤ α exactly when the interval excludes zero, absolute and relative alike', () => {
    const sample = anySample({ min: 1, max: 40 });
    fc.assert(
      fc.property(sample, sample, fc.integer({ min: 10, max: 1e6 }), (a, b, plannedUnits) => {
        const absolute = sure(confidenceSequence(a, b, { alpha: 0.05, plannedUnits }));
        const relative = sure(relativeConfidenceSequence(a, b, { alpha: 0.05, plannedUnits }));
        fc.pre(Math.abs(absolute.pValue - 0.05) > 1e-9);
        const significant = absolute.interval.lower > 0 || absolute.interval.upper < 0;
        expect(absolute.pValue < 0.05).toBe(significant);
        expect(relative.pValue).toBe(absolute.pValue);
        if (relative.kind === 'unbounded') expect(relative.excludesZero).toBe(significant);
        else expect(relative.interval.lower > 0 || relative.interval.upper < 0).toBe(significant);
      }),
    );
  });

  it('on one side has p ≤ α exactly when its limit is beyond zero, and mirrors', () => {
    const sample = anySample({ min: -20, max: 20 });
    fc.assert(
      fc.property(sample, sample, (a, b) => {
        const up = sure(confidenceSequenceLimit(a, b, { ...options, alternative: 'greater' }));
        const down = sure(confidenceSequenceLimit(b, a, { ...options, alternative: 'less' }));
        fc.pre(Math.abs(up.pValue - 0.05) > 1e-9);
        expect(up.limit > 0).toBe(up.pValue < 0.05);
        expect(down.limit).toBeCloseTo(-up.limit, 6);
        expect(down.pValue).toBeCloseTo(up.pValue, 12);
        const { interval } = sure(confidenceSequence(a, b, options));
        expect(up.limit).toBeGreaterThan(interval.lower);
      }),
    );
  });

  it('is left by fewer than 5 % of walks without effect that are watched at 200 times', () => {
    const uniform = uniforms(2021);
    let left = 0;
    for (let walk = 0; walk < 300; walk += 1) {
      let sum = 0;
      for (let look = 1; look <= 200; look += 1) {
        sum += Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform()) * Math.sqrt(50);
        const unit = { n: 25 * look, mean: 0, variance: 1 };
        // A difference with standard error √(2/n), n units a variant.
        const { pValue } = sure(confidenceSequence(unit, { ...unit, mean: (sum / 50 / look) * 2 }, options));
        if (pValue <= 0.05) {
          left += 1;
          break;
        }
      }
    }
    expect(left / 300).toBeLessThan(0.05);
    expect(left / 300).toBeGreaterThan(0.002);
  });

  it('says why there is no answer', () => {
    expect(confidenceSequence(control, treatment, { alpha: 0.05, plannedUnits: 0 })).toMatchObject({
      why: 'out_of_range',
    });
    expect(confidenceSequence(control, treatment, { ...options, alpha: 1 })).toMatchObject({ why: 'out_of_range' });
    const half = { ...options, alpha: 0.5, alternative: 'less' } as const;
    expect(confidenceSequenceLimit(control, treatment, half)).toMatchObject({ why: 'out_of_range' });
    const negative = { n: 10, mean: -1, variance: 1 };
    expect(relativeConfidenceSequence(negative, negative, options)).toMatchObject({ why: 'negative_baseline' });
  });
});
