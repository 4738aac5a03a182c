import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { stepsOf, ticksOf } from './waterfall.js';

const term = (contribution: number) => ({ contribution, multiplier: Math.exp(contribution), reasons: [] });

describe('the path of a score', () => {
  it('adds up, begins each bar where the one before it ended, and stays on its track', () => {
    const contributions = fc.array(fc.double({ min: -9, max: 9, noNaN: true }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(contributions, (values) => {
        const { steps, scale, sum } = stepsOf(values.map(term));
        expect(sum).toBeCloseTo(
          values.reduce((total, value) => total + value, 0),
          9,
        );
        let before = 0;
        for (const { contribution, first, left, width } of steps) {
          const after = before + contribution;
          const [from, to] = first ? [after, after] : [Math.min(before, after), Math.max(before, after)];
          expect(left).toBeCloseTo(scale.at(from), 6);
          expect(left + width).toBeCloseTo(scale.at(to), 6);
          expect(left).toBeGreaterThanOrEqual(0);
          expect(left + width).toBeLessThanOrEqual(100);
          before = after;
        }
      }),
    );
  });

  it('labels its track where the probabilities are, with room for each', () => {
    const { scale } = stepsOf([term(-5.8), term(3.4), term(5.2)]);
    const ticks = ticksOf(scale).toSorted((one, other) => one.at - other.at);
    expect(ticks.map(({ label }) => label)).toEqual(['1 %', '10 %', '50 %', '90 %']);
    expect(ticks.find(({ label }) => label === '50 %')?.at).toBeCloseTo(scale.at(0), 9);
    ticks.slice(1).forEach(({ at }, index) => expect(at - (ticks[index]?.at ?? 0)).toBeGreaterThanOrEqual(18));
  });
});
