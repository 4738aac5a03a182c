import type { JointStatistics } from './joint-statistics.js';
import { finiteOr, insufficient, isInsufficient } from './outcome.js';
import type { Outcome } from './outcome.js';
import { ratioStatistics } from './ratio-metric.js';
import { statisticsFromSums } from './sample-statistics.js';
import type { SampleStatistics } from './sample-statistics.js';

/** A mean of units that come in clusters, with an error that knows it. */
export interface ClusteredMean {
  readonly kind: 'estimate';
  readonly method: 'cluster_robust';
  /** n counts the clusters: they are what was drawn, and what the degrees of freedom come from. */
  readonly sample: SampleStatistics;
  readonly units: number;
  /** Variance of the mean over that of as many independent units: 3 means three times the units for the same error. */
  readonly designEffect: number;
}

/**
 * The mean of units that nest in what was randomised (visits in a backer), or in what makes them alike (backers in a
 * project): a ratio of the clusters' sums to their sizes, with the clusters as the units,
 *
 *   ȳ = Σ_k S_k / Σ_k m_k,   Var(ȳ) = s²(S_k − ȳ m_k) / (K m̄²)
 *
 * which is the cluster-robust (sandwich) variance with the factor K/(K − 1). Under some 30 clusters a variant it is
 * too small; with one unit each it is the plain one.
 *
 * Source: Liang & Zeger, Longitudinal data analysis using generalized linear models, Biometrika 73 (1986); Deng, Knoblich
 * & Lu, KDD (2018), section 3; Kish, Survey sampling (1965), for the design effect.
 *
 * @param clusters over clusters: the sum S first, then the size m
 * @param sumOfSquares Σy² over the units, for the design effect alone; of a 0/1 metric it is Σy
 */
export function clusteredMean(
  clusters: Outcome<JointStatistics>,
  { sumOfSquares }: { readonly sumOfSquares: number },
): Outcome<ClusteredMean> {
  const sample = ratioStatistics(clusters);
  if (isInsufficient(clusters)) return clusters;
  if (isInsufficient(sample)) return sample;
  const [sum = 0, size = 0] = clusters.means;
  const units = Math.round(size * clusters.n);
  const independent = statisticsFromSums({ n: units, sum: sum * clusters.n, sumOfSquares });
  if (isInsufficient(independent)) return independent;
  if (independent.variance === 0) return insufficient('zero_variance', 'All units have the same value.');
  const designEffect = sample.variance / sample.n / (independent.variance / units);
  return finiteOr({ kind: 'estimate', method: 'cluster_robust', sample, units, designEffect });
}
