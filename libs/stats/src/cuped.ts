import { checkJoint, combined } from './joint-statistics.js';
import type { JointStatistics } from './joint-statistics.js';
import { solveCovariances } from './linear-system.js';
import { finiteOr, insufficient, isInsufficient } from './outcome.js';
import type { Outcome } from './outcome.js';
import type { SampleStatistics } from './sample-statistics.js';

/** Variants after an adjustment by what was known of their units before. */
export interface CupedAdjustment {
  readonly kind: 'adjusted';
  readonly method: 'cuped';
  /** In the order of the variants: what every test, interval and bound takes instead of the raw samples. */
  readonly samples: readonly SampleStatistics[];
  /** Coefficients of the covariates, one θ for all variants; 0 for one that says nothing new. */
  readonly theta: readonly number[];
  /** Share of the variance within variants that the covariates explain: 0 when there was nothing in them. */
  readonly varianceReduction: number;
}

/**
 * CUPED: takes from each variant's mean what chance gave it in units that were better beforehand,
 *
 *   ȳ′_g = ȳ_g − θᵀ(x̄_g − x̄),   θ = (Σ_g (n_g − 1) S_xx,g)⁻¹ Σ_g (n_g − 1) S_xy,g,   s′²_g = s²_y − 2 θᵀ s_xy + θᵀ S_xx θ
 *
 * with x̄ over the units of all variants and θ pooled within them, so that an effect cannot leak into it. Covariates
 * are from before the exposure; one that the treatment could have changed would take the effect away. The variance
 * has n − G − p degrees of freedom for p covariates and G variants.
 *
 * Source: Deng, Xu, Kohavi & Walker, Improving the sensitivity of online controlled experiments by utilizing
 * pre-experiment data, WSDM (2013); with several covariates it is the analysis of covariance.
 *
 * @param variants for each the metric first, then its covariates
 */
export function cuped(variants: readonly Outcome<JointStatistics>[]): Outcome<CupedAdjustment> {
  const known = sameShape(variants);
  if (isInsufficient(known)) return known;
  const covariates = (known[0]?.means.length ?? 1) - 1;
  const total = known.reduce((sum, { n }) => sum + n, 0);
  /** Weighted sums over the variants of Σ(a − ā_g)(b − b̄_g). */
  const within = (a: number, b: number): number =>
    known.reduce((sum, { n, covariances }) => sum + (n - 1) * (covariances[a]?.[b] ?? 0), 0);
  const list = Array.from({ length: covariates }, (_, index) => index + 1);
  const { solution: theta, used } = solveCovariances(
    list.map((a) => list.map((b) => within(a, b))),
    list.map((a) => within(a, 0)),
  );
  const centre = list.map((a) => known.reduce((sum, { n, means }) => sum + (n / total) * (means[a] ?? 0), 0));
  const shift = centre.reduce((sum, mean, index) => sum + mean * (theta[index] ?? 0), 0);
  const rest = total - known.length;
  if (rest <= used) return insufficient('too_few_units', `${total} units are too few for ${used} covariates.`);
  const samples = known.map((joint) => {
    const adjusted = combined(joint, [[1, ...theta.map((value) => -value)]]);
    const variance = Math.max(0, adjusted.covariances[0]?.[0] ?? 0) * (rest / (rest - used));
    return { n: joint.n, mean: (adjusted.means[0] ?? 0) + shift, variance };
  });
  const before = within(0, 0);
  const after = samples.reduce((sum, { n, variance }) => sum + (n - 1) * variance, 0);
  return finiteOr({
    kind: 'adjusted',
    method: 'cuped',
    samples,
    theta,
    varianceReduction: before === 0 ? 0 : 1 - after / before,
  });
}

/**
 * CUPED for a ratio metric: the ratio is made linear at the variant's own value, y − R x over x̄, and so is a ratio of
 * before, y₀ − R₀ x₀ over x̄₀; what is left is `cuped` of the two.
 *
 * Source: Deng, Knoblich & Lu, Applying the delta method in metric analytics, KDD (2018), section 4.
 *
 * @param variants for each y, x, then y₀, x₀ of the time before
 */
export function cupedRatio(variants: readonly Outcome<JointStatistics>[]): Outcome<CupedAdjustment> {
  const known = sameShape(variants);
  if (isInsufficient(known)) return known;
  if (known.some(({ means }) => means.length !== 4)) {
    return insufficient('out_of_range', 'A ratio and its covariate have two numerators and two denominators.');
  }
  if (known.some(({ means }) => !((means[1] ?? 0) > 0 && (means[3] ?? 0) > 0))) {
    return insufficient('zero_baseline', 'The mean of a denominator is not positive.');
  }
  return cuped(
    known.map((joint) => {
      const [y = 0, x = 1, y0 = 0, x0 = 1] = joint.means;
      const linear = combined(joint, [
        [1 / x, -y / x ** 2, 0, 0],
        [0, 0, 1 / x0, -y0 / x0 ** 2],
      ]);
      return { ...linear, means: [y / x, y0 / x0] };
    }),
  );
}

/** All variants, checked, if they have the same variables. */
export function sameShape(variants: readonly Outcome<JointStatistics>[]): Outcome<readonly JointStatistics[]> {
  const known: JointStatistics[] = [];
  for (const variant of variants) {
    const joint = checkJoint(variant);
    if (isInsufficient(joint)) return joint;
    known.push(joint);
  }
  const [first] = known;
  if (first === undefined) return insufficient('too_few_units', 'There is no variant.');
  if (first.means.length === 0) return insufficient('too_few_units', 'There are no units.');
  return known.every(({ means }) => means.length === first.means.length)
    ? known
    : insufficient('out_of_range', 'The variants do not have the same covariates.');
}
