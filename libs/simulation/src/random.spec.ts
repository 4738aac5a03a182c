import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { mix32, Random, streams, unitOf } from './random.js';

const firstOf = (random: Random, count: number): number[] => Array.from({ length: count }, () => random.unit());

describe('mix32', () => {
  it('is one-to-one', () => {
    fc.assert(
      fc.property(fc.nat(0xffffffff), fc.nat(0xffffffff), (left, right) => {
        expect(mix32(left) === mix32(right)).toBe(left === right);
      }),
    );
  });
});

describe('Random', () => {
  it('follows from seed, stream and index', () => {
    const numbers = firstOf(new Random(1, streams.visitor, 7), 5);
    expect(firstOf(new Random(1, streams.visitor, 7), 5)).toEqual(numbers);
    expect(firstOf(new Random(2, streams.visitor, 7), 5)).not.toEqual(numbers);
    expect(firstOf(new Random(1, streams.project, 7), 5)).not.toEqual(numbers);
    expect(firstOf(new Random(1, streams.visitor, 8), 5)).not.toEqual(numbers);
  });

  it('has the first draws of neighbouring indices spread evenly', () => {
    const deciles = Array.from({ length: 10 }, () => 0);
    for (let index = 0; index < 20_000; index += 1) {
      const decile = Math.floor(new Random(1, streams.visitor, index).unit() * 10);
      deciles[decile] = (deciles[decile] ?? 0) + 1;
      const other = Math.floor(unitOf(1, streams.arrival, index) * 10);
      deciles[other] = (deciles[other] ?? 0) + 1;
    }
    // 4,000 each; five standard deviations are 300.
    for (const count of deciles) expect(Math.abs(count - 4_000)).toBeLessThan(300);
  });

  it('draws the distributions that it names', () => {
    const random = new Random(1, streams.visitor, 0);
    const mean = (draw: () => number): number =>
      Array.from({ length: 20_000 }, draw).reduce((sum, value) => sum + value, 0) / 20_000;
    expect(mean(() => random.exponential())).toBeCloseTo(1, 1);
    expect(mean(() => random.normal())).toBeCloseTo(0, 1);
    expect(mean(() => random.normal() ** 2)).toBeCloseTo(1, 1);
    expect(mean(() => random.geometric(0.5))).toBeCloseTo(1, 1);
    expect(mean(() => Math.log(random.logNormal(100, 0.5)))).toBeCloseTo(Math.log(100), 1);
  });

  it('has nothing to pick from an empty list', () => {
    expect(() => new Random(1, streams.visitor, 0).pick([])).toThrow(RangeError);
  });
});
