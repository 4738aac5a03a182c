import { describe, expect, it } from '@jest/globals';
import { designOf, equalLooks } from '../../testing/looks.js';
import { sure } from '../../testing/sure.js';
import { inflationOf } from './crossing.js';
import { futilityBounds } from './futility.js';
import { ALL_PATHS, massBelow, survive } from './surviving-paths.js';

const design = designOf(equalLooks(5));
const { drift } = sure(inflationOf(design, 0.8));
const plan = { beta: 0.2, spending: 'obrien_fleming', drift } as const;

describe('futilityBounds', () => {
  it('starts where the free process has spent β, and ends at the upper bound', () => {
    const { bounds } = sure(futilityBounds(design, plan));
    // θ √t + Φ⁻¹(β*(t)) with β*(0.2) = 2 (1 − Φ(z_{0.9}/√0.2)) = 0.004160: 1.268298 − 2.638659
    expect(bounds[0]).toBeCloseTo(-1.370362, 5);
    expect(bounds.at(-1)).toBe(design.looks.at(-1)?.bound);
    bounds.forEach((bound, index) => expect(bound).toBeGreaterThan(bounds[index - 1] ?? -Infinity));
  });

  it('spends β under the drift as planned', () => {
    const { bounds } = sure(futilityBounds(design, plan));
    const first = (bounds[0] ?? 0) * Math.sqrt(0.2);
    const paths = survive(ALL_PATHS, 0.2, { lower: first, upper: (design.looks[0]?.bound ?? 0) * Math.sqrt(0.2) }, 0.2);
    const spent =
      massBelow(ALL_PATHS, 0.2, first, drift) + massBelow(paths, 0.4, (bounds[1] ?? 0) * Math.sqrt(0.4), drift);
    // β*(0.4) = 2 (1 − Φ(1.2815516/√0.4))
    expect(spent).toBeCloseTo(0.0427329, 7);
  });

  it('costs some power and gives up most trials without effect early', () => {
    // By Simpson's rule on 3,001 points a look and Brent's method.
    const { bounds, power, stopsEarlyWithoutEffect } = sure(futilityBounds(design, plan));
    const expected = [-1.3703618004, 0.0590921108, 0.8270331654, 1.3696076815, 2.0310320433];
    expect(bounds).toEqual(expected.map((bound) => expect.closeTo(bound, 8)));
    expect(power).toBeCloseTo(0.7683890282, 8);
    expect(stopsEarlyWithoutEffect).toBeCloseTo(0.9253965088, 8);
  });

  it('needs an effect to be missed', () => {
    expect(futilityBounds(design, { ...plan, drift: 0 })).toMatchObject({ why: 'out_of_range' });
    expect(futilityBounds(design, { ...plan, beta: 1 })).toMatchObject({ why: 'out_of_range' });
  });
});
