import { chiSquareUpperTail } from './distributions.js';
import { contrastOf } from './contrast.js';
import type { Contrast } from './contrast.js';
import type { LeftOut } from './heterogeneity.js';
import { solveCovariances } from './linear-system.js';
import { benjaminiHochbergAdjust } from './multiple-testing.js';
import { finiteOr, insufficient, isInsufficient, problemOfLevel } from './outcome.js';
import type { Outcome } from './outcome.js';
import { checkSample } from './sample-statistics.js';
import type { SampleStatistics } from './sample-statistics.js';

/** Units of two experiments by the variants that they met: a row for each of the first, the control first in both. */
export type Cells = readonly (readonly Outcome<SampleStatistics>[])[];

/** By how much two treatments together do more than each by itself. */
export interface InteractionContrast extends Contrast {
  /** Positions of the variants in the first and the second experiment, 1 and above. */
  readonly first: number;
  readonly second: number;
}

/** Whether two experiments change each other's effects. */
export interface Interaction {
  readonly kind: 'estimate';
  readonly method: 'interaction_contrasts';
  readonly contrasts: readonly InteractionContrast[];
  /** Of all contrasts together: Student's p where there is one, that of Wald's χ² where there are more. */
  readonly pValue: number;
}

/**
 * Interaction of two experiments on one metric, absolute:
 *
 *   c_ij = (ȳ_ij − ȳ_0j) − (ȳ_i0 − ȳ_00)
 *
 * the effect of variant i of the first where the second has j, less that where it has its control; which of the two is
 * called the first makes no difference. Two experiments with k and m variants have (k − 1)(m − 1) contrasts, tested
 * together by W = cᵀ V⁻¹ c, with Cov(c_ij, c_hl) = v_00 + [i = h] v_i0 + [j = l] v_0j + [both] v_ij.
 *
 * An interaction has four times the variance of an effect in the same units: an absent one is no proof.
 *
 * Source: Montgomery, Design and analysis of experiments (2017), chapter 5; Wald, Transactions of the American
 * Mathematical Society 54 (1943).
 *
 * @example means 10 11 and 12 15, each n 100, s² 4 // contrast 2, se 0.4, ν 396, p 8.4e-7
 */
export function interactionOf(cells: Cells, { alpha }: { readonly alpha: number }): Outcome<Interaction> {
  const width = cells[0]?.length ?? 0;
  if (cells.length < 2 || width < 2 || cells.some((row) => row.length !== width)) {
    return insufficient('out_of_range', 'An interaction needs two variants or more of each experiment.');
  }
  const contrasts: InteractionContrast[] = [];
  for (let first = 1; first < cells.length; first += 1) {
    for (let second = 1; second < width; second += 1) {
      const contrast = contrastOf(
        [
          { factor: 1, sample: cellOf(cells, first, second) },
          { factor: -1, sample: cellOf(cells, 0, second) },
          { factor: -1, sample: cellOf(cells, first, 0) },
          { factor: 1, sample: cellOf(cells, 0, 0) },
        ],
        alpha,
      );
      if (isInsufficient(contrast)) return contrast;
      contrasts.push({ first, second, ...contrast });
    }
  }
  const [only, ...others] = contrasts;
  const pValue = only !== undefined && others.length === 0 ? only.pValue : waldP(cells, contrasts);
  return finiteOr({ kind: 'estimate', method: 'interaction_contrasts', contrasts, pValue });
}

function waldP(cells: Cells, contrasts: readonly InteractionContrast[]): number {
  // In units of the largest error, so that no product of variances vanishes or overflows.
  const unit = Math.max(...contrasts.map(({ standardError }) => standardError));
  const variance = (i: number, j: number): number => {
    const cell = checkSample(cellOf(cells, i, j));
    return isInsufficient(cell) ? 0 : cell.variance / cell.n / unit ** 2;
  };
  const covariances = contrasts.map((a) =>
    contrasts.map((b) => {
      const [sameFirst, sameSecond] = [a.first === b.first, a.second === b.second];
      const shared = (sameFirst ? variance(a.first, 0) : 0) + (sameSecond ? variance(0, a.second) : 0);
      return variance(0, 0) + shared + (sameFirst && sameSecond ? variance(a.first, a.second) : 0);
    }),
  );
  const scaled = contrasts.map(({ estimate }) => estimate / unit);
  const { solution, used } = solveCovariances(covariances, scaled);
  const statistic = scaled.reduce((sum, value, index) => sum + value * (solution[index] ?? 0), 0);
  return chiSquareUpperTail(Math.max(0, statistic), used);
}

/** Two experiments that ran on the same units. */
export interface ExperimentPair {
  readonly name: string;
  readonly cells: Cells;
}

/** One pair, judged with all others in mind. */
export interface ScannedPair {
  readonly name: string;
  readonly interaction: Interaction;
  /** Benjamini and Hochberg's. */
  readonly pValue: number;
  readonly found: boolean;
}

/** All pairs of experiments; of those found at most a share α is chance, on average. */
export interface InteractionScan {
  readonly kind: 'estimate';
  readonly method: 'benjamini_hochberg';
  readonly pairs: readonly ScannedPair[];
  /** Pairs that have too few units in some cell; they are not in the family. */
  readonly leftOut: readonly LeftOut[];
}

/**
 * The scan of all running pairs: forty experiments make 780 of them, of which 39 would "interact" by chance at 5 %.
 * The pairs share units and variants, and the false discovery rate holds under the positive dependence that this makes.
 */
export function interactionScan(
  pairs: readonly ExperimentPair[],
  { alpha }: { readonly alpha: number },
): Outcome<InteractionScan> {
  const problem = problemOfLevel(alpha);
  if (problem !== undefined) return problem;
  const known: { readonly name: string; readonly interaction: Interaction }[] = [];
  const leftOut: LeftOut[] = [];
  for (const { name, cells } of pairs) {
    const interaction = interactionOf(cells, { alpha });
    if (isInsufficient(interaction)) leftOut.push({ name, problem: interaction });
    else known.push({ name, interaction });
  }
  const adjusted = benjaminiHochbergAdjust(known.map(({ interaction }) => interaction.pValue));
  if (isInsufficient(adjusted)) return adjusted;
  const scanned = known.map((pair, index) => {
    const pValue = adjusted.pValues[index] ?? 1;
    return { ...pair, pValue, found: pValue <= alpha };
  });
  return { kind: 'estimate', method: 'benjamini_hochberg', pairs: scanned, leftOut };
}

const NO_CELL = insufficient('too_few_units', 'There is no such cell.');

const cellOf = (cells: Cells, first: number, second: number): Outcome<SampleStatistics> =>
  cells[first]?.[second] ?? NO_CELL;
