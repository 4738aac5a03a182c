import { expect, it } from '@jest/globals';
import { isInsufficient } from '#libs/stats';
import { Random, streams } from '../random.js';
import { amountMetric, clusteredMetric, normalMetric, ratioMetric, shareMetric } from './metrics.js';
import { Sums } from './population.js';

const metrics = [
  normalMetric,
  shareMetric(0.05),
  amountMetric({ share: 0.1, sigma: 0.5 }),
  ratioMetric,
  clusteredMetric,
];

it.each(metrics.map((metric) => [metric.name, metric] as const))(
  '%s has the mean and variance that it says',
  (_, metric) => {
    const random = new Random(1, streams.certificate, 0);
    for (const lift of [0, 0.2]) {
      const population = metric.under(lift);
      const sums = new Sums();
      // As in a test with looks: a few units at a time, and many.
      for (let step = 0; step < 1_000; step += 1) population.add(random, 40, sums);
      population.add(random, 200_000, sums);
      const sample = population.sample(sums);
      if (isInsufficient(sample)) throw new Error(sample.detail);
      expect(sample.n).toBe(240_000);
      expect(Math.abs(sample.mean - population.mean)).toBeLessThan(4 * Math.sqrt(population.variance / sample.n));
      expect(sample.variance / population.variance).toBeCloseTo(1, 1);
    }
    expect(metric.under(0.2).mean / metric.under(0).mean).toBeCloseTo(1.2, 1);
  },
);

it('knows the skewness of shares, amounts and ratios', () => {
  expect(shareMetric(0.05).under(0).skewness).toBeCloseTo(0.9 / Math.sqrt(0.0475), 10);
  expect(amountMetric({ share: 1, sigma: 1 }).under(0).skewness).toBeCloseTo(6.184877, 5);
  expect(ratioMetric.under(0).skewness).toBeGreaterThan(5);
});
