import {
  cuped,
  cupedRatio,
  jointFromExact,
  type CupedAdjustment,
  type JointStatistics,
  type Outcome,
} from '#libs/stats';
import type { Sums } from './effects.js';
import { percentText } from './number-text.js';

/**
 * Samples of the variants after what their units did before the exposure has been taken out: one factor for all of them.
 *
 * @param all in the order of the samples; each has two units at least
 */
export function adjustedSamples(all: readonly Sums[]): Outcome<CupedAdjustment> {
  const isRatio = all.some(({ denominator }) => denominator !== null);
  return (isRatio ? cupedRatio : cuped)(all.map((one) => jointOf(one, isRatio)));
}

/** Without a covariate it is the same for all units: nothing is taken out. */
function jointOf({ units: n, sum, sumOfSquares, denominator, covariate }: Sums, isRatio: boolean) {
  const { c, cc, cy } = covariate ?? nothing;
  if (!isRatio) return joint(n, [sum, c], [[sumOfSquares], [cy, cc]]);
  const { total, total_of_squares, total_of_products } = denominator ?? noDenominator;
  const { cx, d, dd, dy, dx, cd } = covariate?.denominator ?? nothing;
  return joint(
    n,
    [sum, total, c, d],
    [[sumOfSquares], [total_of_products, total_of_squares], [cy, cx, cc], [dy, dx, cd, dd]],
  );
}

/** @param lower the products on and under the diagonal */
function joint(n: number, sums: readonly string[], lower: readonly (readonly string[])[]): Outcome<JointStatistics> {
  const at = (row: number, column: number): string => lower[Math.max(row, column)]?.[Math.min(row, column)] ?? '0';
  return jointFromExact({ n, sums, products: sums.map((_, row) => sums.map((__, column) => at(row, column))) });
}

const nothing = { c: '0', cc: '0', cy: '0', cx: '0', d: '0', dd: '0', dy: '0', dx: '0', cd: '0' };
const noDenominator = { total: '0', total_of_squares: '0', total_of_products: '0' };

/** What was before, and how much of a metric it explains. */
export const reductionText = (what: string, reduction: number): string =>
  reduction < 0.01
    ? `${what} explains next to nothing of it, so the interval is as wide as without.`
    : `${what} takes ${percentText(reduction).slice(1)} of its variance away, as if there were ${percentText(1 / (1 - reduction) - 1).slice(1)} more units.`;
