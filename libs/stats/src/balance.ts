import { comparisonsOf } from './heterogeneity.js';
import type { LeftOut, LevelEffect } from './heterogeneity.js';
import { finiteOr, isInsufficient } from './outcome.js';
import type { Outcome } from './outcome.js';
import type { Stratum } from './post-stratification.js';
import type { SampleStatistics } from './sample-statistics.js';
import { holmIntervals } from './simultaneous-intervals.js';

/** How one covariate of before differs between the variants. */
export interface CovariateBalance extends LevelEffect {
  /** In standard deviations of a unit: it does not grow with the number of units, as significance does. */
  readonly standardised: number;
}

/** Whether the variants were alike before anything was done to them. */
export interface Balance {
  readonly kind: 'estimate';
  readonly method: 'pre_period';
  readonly covariates: readonly CovariateBalance[];
  /** Some covariate differs by more than chance: the assignment, the exposures or the data are broken. */
  readonly alarm: boolean;
  readonly leftOut: readonly LeftOut[];
}

/**
 * Equality of what was measured before the exposure: randomised variants differ in it by chance alone. Welch's test
 * for each covariate, Holm over all of them, so that P(alarm without a fault) ≤ α whatever their correlation;
 *
 *   standardised difference   (x̄_B − x̄_A) / √((s²_A + s²_B)/2)
 *
 * A test of the machinery, not of luck: an unlucky draw is what CUPED takes out, and no reason to stop. It is read at a
 * small level and not every hour; the split itself is `sequentialSampleRatio`'s business.
 *
 * Source: Kohavi, Tang & Xu, Trustworthy online controlled experiments (2020), chapter 21; Imbens & Rubin, Causal
 * inference (2015), section 14.2, for the standardised difference.
 *
 * @param covariates each with the variants' samples of before; with several treatments, one for each of them
 * @param options.alpha 0.001 if not said
 */
export function preperiodBalance(
  covariates: readonly Stratum[],
  { alpha = 0.001 }: { readonly alpha?: number } = {},
): Outcome<Balance> {
  const { known, leftOut } = comparisonsOf(covariates);
  const joint = holmIntervals(known, alpha);
  if (isInsufficient(joint)) return joint;
  const balances = known.flatMap(({ name, control, treatment, estimate, standardError }, index) => {
    const effect = joint.effects[index];
    if (effect === undefined) return [];
    return [{ name, estimate, standardError, standardised: estimate / deviationOf(control, treatment), ...effect }];
  });
  const alarm = balances.some(({ significant }) => significant);
  return finiteOr({ kind: 'estimate', method: 'pre_period', covariates: balances, alarm, leftOut });
}

function deviationOf(control: Outcome<SampleStatistics>, treatment: Outcome<SampleStatistics>): number {
  const variances = [control, treatment].map((sample) => (isInsufficient(sample) ? 0 : sample.variance));
  return Math.hypot(...variances.map(Math.sqrt)) / Math.SQRT2;
}
