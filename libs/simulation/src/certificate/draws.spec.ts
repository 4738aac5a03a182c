import { describe, expect, it } from '@jest/globals';
import { Random, streams } from '../random.js';
import { binomial, chiSquare } from './draws.js';

const DRAWS = 40_000;

/** Mean, variance and skewness of what is drawn. */
function moments(draw: (random: Random) => number): { mean: number; variance: number; skewness: number } {
  const random = new Random(1, streams.certificate, 0);
  const values = Array.from({ length: DRAWS }, () => draw(random));
  const about = (centre: number, power: number): number =>
    values.reduce((sum, value) => sum + (value - centre) ** power, 0) / DRAWS;
  const mean = about(0, 1);
  const variance = about(mean, 2);
  return { mean, variance, skewness: about(mean, 3) / variance ** 1.5 };
}

describe('draws', () => {
  it.each([
    [30, 0.05],
    [833, 0.5],
    [10_000, 0.002],
    [500, 0.3],
    [40, 0.9],
    [1, 0.4],
  ])('has of %d with probability %d the moments of a binomial number', (n, p) => {
    const { mean, variance, skewness } = moments((random) => binomial(random, n, p));
    const deviation = Math.sqrt(n * p * (1 - p));
    expect(Math.abs(mean - n * p)).toBeLessThan((4 * deviation) / Math.sqrt(DRAWS));
    expect(variance / deviation ** 2).toBeCloseTo(1, 1);
    expect(skewness).toBeCloseTo((1 - 2 * p) / deviation, 1);
  });

  it('has every count of a small binomial as often as it should', () => {
    const random = new Random(2, streams.certificate, 0);
    const counts = [0, 0, 0, 0];
    for (let draw = 0; draw < DRAWS; draw += 1) {
      const successes = binomial(random, 3, 0.25);
      counts[successes] = (counts[successes] ?? 0) + 1;
    }
    [27, 27, 9, 1].forEach((weight, successes) => {
      const share = weight / 64;
      const error = Math.sqrt((share * (1 - share)) / DRAWS);
      expect(Math.abs((counts[successes] ?? 0) / DRAWS - share)).toBeLessThan(4 * error);
    });
  });

  it('knows what is certain', () => {
    const random = new Random(3, streams.certificate, 0);
    expect([binomial(random, 0, 0.5), binomial(random, 9, 0), binomial(random, 9, 1)]).toEqual([0, 0, 9]);
    expect(chiSquare(random, 0)).toBe(0);
  });

  it.each([1, 2, 5, 300])('has of %d squares the moments of χ²', (k) => {
    const { mean, variance } = moments((random) => chiSquare(random, k));
    expect(mean / k).toBeCloseTo(1, 1);
    expect(variance / (2 * k)).toBeCloseTo(1, 1);
  });
});
