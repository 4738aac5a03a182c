import {
  clusteredMean,
  isInsufficient,
  jointFromSums,
  ratioStatistics,
  statisticsFromProportion,
  statisticsFromSums,
} from '#libs/stats';
import { binomial, chiSquare } from './draws.js';
import type { Metric, Sums } from './population.js';
import { table, type Cell } from './table.js';

/** Mean 10, standard deviation 20. */
export const normalMetric: Metric = {
  name: 'normal',
  under: (lift) => {
    const mean = 10 * (1 + lift);
    const deviation = 20;
    return {
      mean,
      variance: deviation ** 2,
      skewness: 0,
      events: 1,
      add: (random, n, sums) => {
        if (n === 0) return;
        const sum = n * mean + deviation * Math.sqrt(n) * random.normal();
        sums.n += n;
        sums.y += sum;
        sums.yy += sum ** 2 / n + deviation ** 2 * chiSquare(random, n - 1);
      },
      sample: meanSample,
    };
  },
};

/** A share of units that convert. */
export const shareMetric = (share: number): Metric => ({
  name: `Bernoulli ${100 * share} %`,
  under: (lift) => {
    const p = share * (1 + lift);
    return {
      mean: p,
      variance: p * (1 - p),
      skewness: (1 - 2 * p) / Math.sqrt(p * (1 - p)),
      events: p,
      add: (random, n, sums) => {
        const successes = binomial(random, n, p);
        sums.n += n;
        sums.y += successes;
        sums.yy += successes;
      },
      sample: ({ n, y }) => statisticsFromProportion(y, n),
    };
  },
});

/** Most pledge nothing, the others a lognormal amount with the median 50; the effect is on the share who pledge. */
export const amountMetric = ({ share, sigma }: { readonly share: number; readonly sigma: number }): Metric => ({
  name: `zero-inflated lognormal, ${100 * share} %, σ ${sigma}`,
  under: (lift) => {
    const p = share * (1 + lift);
    /** E[yᵏ] */
    const moment = (k: number): number => p * 50 ** k * Math.exp((k * sigma) ** 2 / 2);
    const mean = moment(1);
    const variance = moment(2) - mean ** 2;
    return {
      mean,
      variance,
      skewness: (moment(3) - 3 * mean * moment(2) + 2 * mean ** 3) / variance ** 1.5,
      events: p,
      add: (random, n, sums) => {
        sums.n += n;
        for (let left = binomial(random, n, p); left > 0; left -= 1) {
          const amount = random.logNormal(50, sigma);
          sums.y += amount;
          sums.yy += amount ** 2;
        }
      },
      sample: meanSample,
    };
  },
});

/** Amounts and shares of the pledges at each tier of rewards. */
const TIERS = [
  [10, 0.3],
  [25, 0.4],
  [75, 0.22],
  [250, 0.08],
] as const;
/** Shares of visitors by their number of visits, from 1 on. */
const VISITS = [0.5, 0.22, 0.13, 0.08, 0.04, 0.03] as const;

/** Pledged per visit: a visitor pledges once at most, the likelier the more visits there are. */
export const ratioMetric: Metric = {
  name: 'ratio',
  under: (lift) => {
    const cells = VISITS.flatMap((share, index): Cell[] => {
      const visits = index + 1;
      const pledges = 1 - (1 - 0.05 * (1 + lift)) ** visits;
      return [
        { probability: share * (1 - pledges), y: 0, x: visits, squares: 0 },
        ...TIERS.map(([y, part]) => ({ probability: share * pledges * part, y, x: visits, squares: 0 })),
      ];
    });
    return { ...table(cells), sample: (sums) => ratioStatistics(jointOf(sums)) };
  },
};

/** Up to so many visits of a backer. */
const LARGEST_CLUSTER = 6;

/** Conversion of visits, alike within a backer: beta-binomial with the mean 20 % and the correlation 0.3. */
export const clusteredMetric: Metric = {
  name: 'clustered',
  under: (lift) => {
    const mean = 0.2 * (1 + lift);
    const sizes = Array.from({ length: LARGEST_CLUSTER }, (_, index) => 0.7 ** index);
    const all = sizes.reduce((sum, size) => sum + size, 0);
    const cells = sizes.flatMap((size, index): Cell[] =>
      betaBinomial(index + 1, mean, 0.3).map((share, y) => ({
        probability: (size / all) * share,
        y,
        x: index + 1,
        squares: y,
      })),
    );
    return { ...table(cells), sample: clusterSample };
  },
};

/** P(k of m), each with probability `mean` and any two with the correlation ρ, for k from 0 on, by their ratios. */
function betaBinomial(m: number, mean: number, correlation: number): number[] {
  const [a, b] = [mean * (1 / correlation - 1), (1 - mean) * (1 / correlation - 1)];
  const terms = [1];
  for (let k = 0; k < m; k += 1) {
    terms.push(((terms[k] ?? 0) * (m - k) * (k + a)) / ((k + 1) * (m - k - 1 + b)));
  }
  const all = terms.reduce((sum, term) => sum + term, 0);
  return terms.map((term) => term / all);
}

const meanSample = ({ n, y, yy }: Sums) => statisticsFromSums({ n, sum: y, sumOfSquares: yy });

const jointOf = ({ n, y, yy, x, xx, xy }: Sums) =>
  jointFromSums({
    n,
    sums: [y, x],
    products: [
      [yy, xy],
      [xy, xx],
    ],
  });

function clusterSample(sums: Sums) {
  const clustered = clusteredMean(jointOf(sums), { sumOfSquares: sums.squares });
  return isInsufficient(clustered) ? clustered : clustered.sample;
}
