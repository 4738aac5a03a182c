import {
  cuped,
  cupedRatio,
  isInsufficient,
  jointFromExact,
  type CupedAdjustment,
  type JointStatistics,
  type Outcome,
  type SampleStatistics,
} from '#libs/stats';
import { statisticsOf, type Samples, type Sums } from './effects.js';
import { percentText } from './number-text.js';
import { isPhased, phaseSamples } from './phase-samples.js';

/** Samples of the variants after what their units did before the exposure has been taken out. */
export interface AdjustedSamples extends Pick<CupedAdjustment, 'theta' | 'varianceReduction'> {
  /** In the order of the variants: of several phases all their units together, for numbers and not for effects. */
  readonly samples: readonly SampleStatistics[];
  /** What is compared of two of them. */
  readonly pair: (baseline: Sums, treatment: Sums) => Samples;
}

/**
 * The variants after what their units did before the exposure has been taken out: one factor for all of them, and for all phases.
 *
 * @param all in the order of the samples; each has two units at least
 */
export function adjustedSamples(all: readonly Sums[]): Outcome<AdjustedSamples> {
  const isRatio = all.some(({ denominator }) => denominator !== null);
  const groups = all.flatMap((one): Group[] =>
    one.phases === undefined ? [one] : one.phases.filter(({ units }) => units > 1),
  );
  const adjusted = (isRatio ? cupedRatio : cuped)(groups.map((one) => jointOf(one, isRatio)));
  if (isInsufficient(adjusted)) return adjusted;
  const { theta, varianceReduction } = adjusted;
  // One unit has no variance: the raw sample says so.
  const sampleOf = (sums: Group): Outcome<SampleStatistics> =>
    adjusted.samples[groups.findIndex(({ variant, phase }) => variant === sums.variant && phase === sums.phase)] ??
    statisticsOf(sums);
  return {
    theta,
    varianceReduction,
    samples: all.map(({ variant }) =>
      together(adjusted.samples.filter((_, index) => groups[index]?.variant === variant)),
    ),
    pair: (baseline, treatment) =>
      isPhased(baseline) ? phaseSamples(baseline, treatment, sampleOf) : [sampleOf(baseline), sampleOf(treatment)],
  };
}

type Group = Sums & { readonly phase?: number };

/** n, mean and variance of units of several samples. */
function together(samples: readonly SampleStatistics[]): SampleStatistics {
  const [first] = samples;
  if (first !== undefined && samples.length === 1) return first;
  const n = samples.reduce((sum, one) => sum + one.n, 0);
  const mean = samples.reduce((sum, one) => sum + (one.n / n) * one.mean, 0);
  const squares = samples.reduce((sum, one) => sum + (one.n - 1) * one.variance + one.n * (one.mean - mean) ** 2, 0);
  return { n, mean, variance: squares / (n - 1) };
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
