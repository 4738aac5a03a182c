import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { designOf, equalLooks } from '../../testing/looks.js';
import { sure } from '../../testing/sure.js';
import { normalCdf } from '../distributions.js';
import { conditionalPower } from './conditional-power.js';
import { crossingProbabilities } from './crossing.js';
import { panels } from './quadrature.js';

describe('conditionalPower', () => {
  it('with one look to come is the textbook formula', () => {
    const number = fc.double({ min: -4, max: 4, noNaN: true });
    fc.assert(
      fc.property(fc.double({ min: 0.05, max: 0.95, noNaN: true }), number, number, (fraction, z, drift) => {
        const { upper, lower } = sure(conditionalPower(designOf([1]), { fraction, z, drift }));
        const [rest, mean] = [Math.sqrt(1 - fraction), z * Math.sqrt(fraction) + drift * (1 - fraction)];
        expect(upper).toBeCloseTo(normalCdf((mean - 1.959963985) / rest), 8);
        expect(lower).toBeCloseTo(normalCdf((-1.959963985 - mean) / rest), 8);
      }),
    );
  });

  it('averaged over where the first look may stand is what the later looks cross', () => {
    const design = designOf(equalLooks(5));
    const drift = 2.5;
    const bound = (design.looks[0]?.bound ?? 0) * Math.sqrt(0.2);
    const { nodes, weights } = panels(-bound, bound, 0.2);
    let [upper, lower] = [0, 0];
    nodes.forEach((b, index) => {
      const density = Math.exp(-((b - drift * 0.2) ** 2) / 0.4) / Math.sqrt(0.4 * Math.PI);
      const power = sure(conditionalPower(design, { fraction: 0.2, z: b / Math.sqrt(0.2), drift }));
      upper += density * (weights[index] ?? 0) * power.upper;
      lower += density * (weights[index] ?? 0) * power.lower;
    });
    const whole = sure(crossingProbabilities(design, drift));
    expect(upper).toBeCloseTo(whole.power - (whole.upper[0] ?? 0), 9);
    expect(lower).toBeCloseTo(
      whole.lower.slice(1).reduce((sum, p) => sum + p),
      9,
    );
  });

  it('takes the trend from the data, and rises with z', () => {
    const design = designOf(equalLooks(4));
    const at = (z: number) => sure(conditionalPower(design, { fraction: 0.5, z, drift: 'trend' }));
    expect(at(1.5).drift).toBeCloseTo(1.5 / Math.sqrt(0.5), 12);
    expect(at(1.6).upper).toBeGreaterThan(at(1.5).upper);
    expect(at(-1.5).lower).toBeCloseTo(at(1.5).upper, 10);
  });

  it('is nothing when no look is to come, and says why it cannot be told', () => {
    const design = designOf([1]);
    expect(conditionalPower(design, { fraction: 1, z: 1, drift: 2 })).toMatchObject({ upper: 0, lower: 0 });
    expect(conditionalPower(design, { fraction: 0, z: 1, drift: 2 })).toMatchObject({ why: 'out_of_range' });
    expect(conditionalPower(design, { fraction: 0.5, z: NaN, drift: 2 })).toMatchObject({ why: 'not_finite' });
    expect(conditionalPower(design, { fraction: 0.5, z: 1, drift: Infinity })).toMatchObject({ why: 'not_finite' });
  });
});
