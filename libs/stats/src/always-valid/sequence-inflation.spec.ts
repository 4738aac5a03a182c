import { describe, expect, it } from '@jest/globals';
import { sure } from '../../testing/sure.js';
import { normalCdf, normalCritical } from '../distributions.js';
import { isInsufficient } from '../outcome.js';
import { normalMixtureBound } from './mixture-bound.js';
import { sequenceInflation } from './sequence-inflation.js';

describe('sequenceInflation', () => {
  it('is what the width of the sequence at its planned size costs', () => {
    const { factor, critical } = sure(sequenceInflation(0.05, 0.8));
    expect([critical, factor]).toEqual([expect.closeTo(3.035122413, 8), expect.closeTo(1.914813554, 8)]);
    // The bound of Howard et al. at the size that it is tuned to, on the scale of z.
    expect(critical).toBeCloseTo(sure(normalMixtureBound(100, { alpha: 0.05, sides: 2, tunedAt: 100 })).value / 10, 10);
  });

  it.each([0.001, 0.01, 0.05, 0.2])('gives the power that was asked for at level %d', (alpha) => {
    const { factor, critical } = sure(sequenceInflation(alpha, 0.9));
    const drift = (normalCritical(alpha) + 1.2815515655446004) * Math.sqrt(factor);
    expect(normalCdf(drift - critical)).toBeCloseTo(0.9, 10);
    expect(factor).toBeGreaterThan(1);
  });

  it('says why there is none', () => {
    expect(isInsufficient(sequenceInflation(0, 0.8))).toBe(true);
    expect(isInsufficient(sequenceInflation(0.05, 0.05))).toBe(true);
  });
});
