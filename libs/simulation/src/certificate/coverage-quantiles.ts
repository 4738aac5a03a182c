import {
  clusteredMean,
  isInsufficient,
  jointFromSums,
  normalQuantile,
  quantileFrom,
  quantileRanks,
  welchTest,
  type Outcome,
  type Quantile,
} from '#libs/stats';
import type { Random } from '../random.js';
import { coverageStudy, enough, exactly } from './coverage-study.js';
import { gamma } from './draws.js';
import { ALPHA } from './procedures.js';
import type { Study } from './study.js';
import { holds } from './verdict.js';

/** Standard deviation of the logarithms; the median is 1. */
const SIGMA = 1;
const valueAt = (q: number): number => Math.exp(SIGMA * normalQuantile(q));

/**
 * A quantile of n lognormal values. The gaps between order statistics of uniform numbers are gamma over their sum, so
 * three of them are four draws, whatever n is. Source: David & Nagaraja, Order statistics (2003), section 2.
 */
function quantileOf(random: Random, n: number, q: number): Outcome<Quantile> {
  const ranks = quantileRanks(n, { q, alpha: ALPHA });
  if (isInsufficient(ranks)) return ranks;
  const { lower, estimate, upper } = ranks;
  const gap = (width: number): number => (width === 0 ? 0 : gamma(random, width));
  const gaps = [gap(lower), gap(estimate - lower), gap(upper - estimate), gap(n + 1 - upper)] as const;
  const all = gaps[0] + gaps[1] + gaps[2] + gaps[3];
  const values = {
    lower: valueAt(gaps[0] / all),
    estimate: valueAt((gaps[0] + gaps[1]) / all),
    upper: valueAt((gaps[0] + gaps[1] + gaps[2]) / all),
  };
  return quantileFrom(n, values, { alpha: ALPHA });
}

/** Whole ranks make the interval a little wider than it says, the less so the more units there are. */
const quantileStudy = (q: number, n: number): Study =>
  coverageStudy(
    `quantile ${q}, n ${n.toLocaleString('en-US')}`,
    40_000,
    [
      { interval: 'order statistics', bound: n < 5_000 ? enough : exactly },
      { interval: 'difference of two', bound: n < 5_000 ? enough : exactly },
    ],
    () => (random) => {
      const [a, b] = [quantileOf(random, n, q), quantileOf(random, n, q)];
      if (isInsufficient(a) || isInsufficient(b)) return [undefined, undefined];
      const test = welchTest(a.sample, b.sample, { alpha: ALPHA });
      return [holds(a.interval, valueAt(q)), isInsufficient(test) ? undefined : holds(test.interval, 0)];
    },
  );

const CLUSTERS = 500;
const CLUSTER_SIZE = 5;
/** Of the logarithms within a cluster. */
const CORRELATION = 0.4;

/** The design effect is that of the share at or under the quantile, from the clusters themselves. */
function clusteredQuantile(random: Random, q: number): Outcome<Quantile> {
  const clusters = Array.from({ length: CLUSTERS }, () => {
    const common = Math.sqrt(CORRELATION) * random.normal();
    return Array.from({ length: CLUSTER_SIZE }, () =>
      Math.exp(SIGMA * (common + Math.sqrt(1 - CORRELATION) * random.normal())),
    );
  });
  const n = CLUSTERS * CLUSTER_SIZE;
  const values = Float64Array.from(clusters.flat()).sort();
  const middle = values[Math.ceil(n * q) - 1] ?? 0;
  const counts = clusters.map((cluster) => cluster.filter((value) => value <= middle).length);
  const [sum, squares] = [counts.reduce((a, b) => a + b, 0), counts.reduce((a, b) => a + b * b, 0)];
  const joint = jointFromSums({
    n: CLUSTERS,
    sums: [sum, n],
    products: [
      [squares, CLUSTER_SIZE * sum],
      [CLUSTER_SIZE * sum, CLUSTER_SIZE * n],
    ],
  });
  const below = clusteredMean(joint, { sumOfSquares: sum });
  if (isInsufficient(below)) return below;
  const ranks = quantileRanks(n, { q, alpha: ALPHA, designEffect: below.designEffect });
  if (isInsufficient(ranks)) return ranks;
  const at = (rank: number): number => values[rank - 1] ?? 0;
  return quantileFrom(
    n,
    { lower: at(ranks.lower), estimate: at(ranks.estimate), upper: at(ranks.upper) },
    { alpha: ALPHA },
  );
}

const clusteredStudy = (q: number): Study =>
  coverageStudy(
    `quantile ${q}, ${CLUSTERS} clusters of ${CLUSTER_SIZE}`,
    8_000,
    [{ interval: 'order statistics, clustered', bound: enough }],
    () => (random) => {
      const quantile = clusteredQuantile(random, q);
      return [isInsufficient(quantile) ? undefined : holds(quantile.interval, valueAt(q))];
    },
  );

export const quantileCoverage: readonly Study[] = [
  quantileStudy(0.5, 1_000),
  quantileStudy(0.5, 50_000),
  quantileStudy(0.9, 1_000),
  quantileStudy(0.9, 50_000),
  clusteredStudy(0.5),
  clusteredStudy(0.9),
];
