import { checkJoint, combined } from './joint-statistics.js';
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

/** Two variants whose units share clusters: every test takes the covariance beside them. */
export interface CrossedClusters {
  readonly kind: 'adjusted';
  readonly method: 'cluster_robust';
  /** n counts the clusters. */
  readonly control: SampleStatistics;
  readonly treatment: SampleStatistics;
  /** Of the two means: `covariance` in the options of the tests. */
  readonly covariance: number;
}

/**
 * The means of two variants whose units nest in the same clusters: backers were randomised, and those of one project
 * are alike in whichever variant. What a project does to both of them takes itself out of the difference:
 *
 *   Cov(ȳ_A, ȳ_B) = s(S_A − ȳ_A m_A, S_B − ȳ_B m_B)/(K m̄_A m̄_B)
 *
 * and the variances as in `clusteredMean`. Plain errors are about right here for the difference where effects are the
 * same in all clusters; these are right where they are not, and then say how far the effect holds for other projects.
 *
 * Source: Liang & Zeger (1986); Abadie, Athey, Imbens & Wooldridge, When should you adjust standard errors for
 * clustering?, Quarterly Journal of Economics 138 (2023).
 *
 * @param clusters over clusters: sum and size in the control, then in the treatment; 0 and 0 where it has no unit
 */
export function crossedClusters(clusters: Outcome<JointStatistics>): Outcome<CrossedClusters> {
  const joint = checkJoint(clusters);
  if (isInsufficient(joint)) return joint;
  if (joint.means.length !== 4) return insufficient('out_of_range', 'There are not two sums and two sizes.');
  const [yA = 0, mA = 0, yB = 0, mB = 0] = joint.means;
  const control = ratioStatistics(
    combined(joint, [
      [1, 0, 0, 0],
      [0, 1, 0, 0],
    ]),
  );
  if (isInsufficient(control)) return control;
  const treatment = ratioStatistics(
    combined(joint, [
      [0, 0, 1, 0],
      [0, 0, 0, 1],
    ]),
  );
  if (isInsufficient(treatment)) return treatment;
  const linear = combined(joint, [
    [1 / mA, -yA / mA ** 2, 0, 0],
    [0, 0, 1 / mB, -yB / mB ** 2],
  ]);
  const covariance = (linear.covariances[0]?.[1] ?? 0) / joint.n;
  return finiteOr({ kind: 'adjusted', method: 'cluster_robust', control, treatment, covariance });
}
