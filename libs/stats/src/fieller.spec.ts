import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { anySample } from '../testing/samples.js';
import { sure } from '../testing/sure.js';
import { deltaEstimate, fiellerOf } from './fieller.js';
import { meanPair } from './mean-pair.js';
import type { MeanPair } from './mean-pair.js';

const sample = anySample({ min: 1, max: 1e3 });
const correlated = fc
  .tuple(sample, sample, fc.double({ min: -0.95, max: 0.95, noNaN: true }))
  .map(([a, b, correlation]) =>
    sure(meanPair(a, b, 0.05, correlation * Math.sqrt((a.variance / a.n) * (b.variance / b.n)))),
  );
const reach = fc.double({ min: -2, max: 4, noNaN: true });
const statisticAt = (pair: MeanPair, theta: number): number => {
  const ratio = 1 + theta;
  const variance = pair.treatmentVariance - 2 * ratio * pair.covariance + ratio ** 2 * pair.controlVariance;
  return (pair.treatment.mean - ratio * pair.control.mean) / Math.sqrt(variance);
};

describe('fiellerOf', () => {
  it('ends, on each side by its own reach and with any covariance, where the contrast is that many errors away', () => {
    fc.assert(
      fc.property(correlated, reach, reach, (pair, below, above) => {
        fc.pre(below + above > 0);
        const effect = sure(fiellerOf(pair, { below, above, pValue: () => 1 }));
        fc.pre(effect.kind === 'estimate');
        if (effect.kind !== 'estimate') return;
        const { lower, upper } = effect.interval;
        const scale = (z: number) =>
          Math.max(1, Math.abs(z)) * (pair.control.mean / Math.sqrt(pair.controlVariance) + 10);
        expect(Math.abs(statisticAt(pair, lower) - below) / scale(below)).toBeLessThan(1e-6);
        expect(Math.abs(statisticAt(pair, upper) + above) / scale(above)).toBeLessThan(1e-6);
        expect(lower).toBeLessThanOrEqual(upper);
      }),
      { numRuns: 500 },
    );
  });

  it('agrees with the delta method where the control is known well', () => {
    const [a, b] = [
      { n: 1_000_000, mean: 10, variance: 4 },
      { n: 1_000_000, mean: 11, variance: 9 },
    ];
    const pair = sure(meanPair(a, b, 0.05, 2e-6));
    const { estimate, standardError } = deltaEstimate(pair);
    const effect = sure(fiellerOf(pair, { below: 2, above: 2, pValue: () => 1 }));
    if (effect.kind === 'estimate') {
      expect(effect.interval.lower).toBeCloseTo(estimate - 2 * standardError, 6);
      expect(effect.interval.upper).toBeCloseTo(estimate + 2 * standardError, 6);
    }
    // √(9e-6 − 2 · 1.1 · 2e-6 + 1.21 · 4e-6)/10
    expect(standardError).toBeCloseTo(3.0725e-4, 7);
  });
});
