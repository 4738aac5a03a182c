import { sameShape } from './cuped.js';
import { combined } from './joint-statistics.js';
import type { JointStatistics } from './joint-statistics.js';
import { solveCovariances } from './linear-system.js';
import { finiteOr, insufficient, isInsufficient } from './outcome.js';
import type { Outcome } from './outcome.js';
import type { SampleStatistics } from './sample-statistics.js';

/** Two variants whose means lean on the same estimate: every test takes the covariance beside them. */
export interface AdjustedPair {
  readonly kind: 'adjusted';
  readonly method: 'interaction_adjusted' | 'post_stratified';
  readonly control: SampleStatistics;
  readonly treatment: SampleStatistics;
  /** Of the two means: `covariance` in the options of the tests. */
  readonly covariance: number;
  /** Share of the variance of the difference that is gone; a hair below 0 where there was nothing to explain. */
  readonly varianceReduction: number;
}

/**
 * Lin's adjustment, with interactions: each variant has a θ of its own, so that it never does worse than no
 * adjustment in large samples, also where covariates matter more in one variant than in the other and the variants
 * are of different size; there the pooled θ of `cuped` can.
 *
 *   ȳ′_g = ȳ_g − θ_gᵀ(x̄_g − x̄)
 *   Var(ȳ′_g) = s²_r,g/n_g + θ_gᵀ S θ_g/N,   Cov(ȳ′_A, ȳ′_B) = θ_Aᵀ S θ_B/N
 *
 * with the residual variance s²_r on n_g − 1 − p degrees of freedom, and x̄ and S over the N units of both. What S adds
 * is the error of x̄ itself: the effect is meant for units like these, not for these alone.
 *
 * Source: Lin, Agnostic notes on regression adjustments to experimental data, Annals of Applied Statistics 7 (2013);
 * Negi & Wooldridge, Revisiting regression adjustment in experiments, Econometric Reviews 40 (2021), for S.
 *
 * @param control the metric first, then its covariates
 */
export function interactionAdjusted(
  control: Outcome<JointStatistics>,
  treatment: Outcome<JointStatistics>,
): Outcome<AdjustedPair> {
  const known = sameShape([control, treatment]);
  if (isInsufficient(known)) return known;
  const [a, b] = known;
  if (a === undefined || b === undefined) return insufficient('too_few_units', 'There is no variant.');
  const total = a.n + b.n;
  const covariates = a.means.slice(1).map((_, index) => index + 1);
  const centre = covariates.map((index) => (a.n * (a.means[index] ?? 0) + b.n * (b.means[index] ?? 0)) / total);
  const spread = covariates.map((i) => covariates.map((j) => overall(a, b, i, j)));
  const sides = known.map((joint) => {
    const { solution, used } = solveCovariances(
      covariates.map((i) => covariates.map((j) => joint.covariances[i]?.[j] ?? 0)),
      covariates.map((i) => joint.covariances[i]?.[0] ?? 0),
    );
    const residual = combined(joint, [[1, ...solution.map((value) => -value)]]);
    const free = joint.n - 1 - used;
    const mean = (residual.means[0] ?? 0) + dot(solution, centre);
    const ownVariance = (Math.max(0, residual.covariances[0]?.[0] ?? 0) * (joint.n - 1)) / free / joint.n;
    return { n: joint.n, theta: solution, mean, ownVariance, free };
  });
  const [first, second] = sides;
  if (first === undefined || second === undefined || first.free < 1 || second.free < 1) {
    return insufficient('too_few_units', 'A variant has fewer units than covariates.');
  }
  const shared = (left: readonly number[], right: readonly number[]): number =>
    dot(
      left,
      spread.map((row) => dot(row, right)),
    ) / total;
  const sample = ({ n, mean, ownVariance, theta }: typeof first): SampleStatistics => ({
    n,
    mean,
    variance: (ownVariance + shared(theta, theta)) * n,
  });
  const covariance = shared(first.theta, second.theta);
  const [adjustedA, adjustedB] = [sample(first), sample(second)];
  const raw = varianceOf(a) + varianceOf(b);
  const after = adjustedA.variance / a.n + adjustedB.variance / b.n - 2 * covariance;
  return finiteOr({
    kind: 'adjusted',
    method: 'interaction_adjusted',
    control: adjustedA,
    treatment: adjustedB,
    covariance,
    varianceReduction: raw === 0 ? 0 : 1 - after / raw,
  });
}

const dot = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, value, index) => sum + value * (b[index] ?? 0), 0);

const varianceOf = ({ n, covariances }: JointStatistics): number => (covariances[0]?.[0] ?? 0) / n;

/** Covariance over the units of both variants together. */
function overall(a: JointStatistics, b: JointStatistics, i: number, j: number): number {
  const between = ((a.means[i] ?? 0) - (b.means[i] ?? 0)) * ((a.means[j] ?? 0) - (b.means[j] ?? 0));
  const within = (a.n - 1) * (a.covariances[i]?.[j] ?? 0) + (b.n - 1) * (b.covariances[i]?.[j] ?? 0);
  return (within + ((a.n * b.n) / (a.n + b.n)) * between) / (a.n + b.n - 1);
}
