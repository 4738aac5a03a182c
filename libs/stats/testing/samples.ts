import fc from 'fast-check';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import type { SampleStatistics } from '../src/sample-statistics.js';

/** A and B of the published Welch, Fieller and delta-method values. */
export const PUBLISHED = {
  control: { n: 3407, sum: 1396.87, sumOfSquares: 52377.9767 },
  treatment: { n: 3461, sum: 2422.7, sumOfSquares: 134698.29 },
};

/** Samples of any plausible shape; `mean` bounds their means. */
export const anySample = (mean: { min: number; max: number }): fc.Arbitrary<SampleStatistics> =>
  fc.record({
    n: fc.integer({ min: 2, max: 1_000_000 }),
    mean: fc.double({ ...mean, noNaN: true }),
    variance: fc.double({ min: 1e-6, max: 1e6, noNaN: true }),
  });

/** Uniform numbers in (0, 1], the same for a seed. */
export function uniforms(seed: number): () => number {
  const generator = xoroshiro128plus(seed);
  return () => 1 - uniformFloat64(generator);
}

/** Mean and variance of n drawn values. */
export function drawn(n: number, draw: () => number): SampleStatistics {
  let [sum, sumOfSquares] = [0, 0];
  for (let unit = 0; unit < n; unit += 1) {
    const value = draw();
    sum += value;
    sumOfSquares += value * value;
  }
  return { n, mean: sum / n, variance: (sumOfSquares - (sum * sum) / n) / (n - 1) };
}
