import { homogeneityTest } from './homogeneity.js';
import type { Homogeneity } from './homogeneity.js';
import { finiteOr, isInsufficient } from './outcome.js';
import type { InsufficientData, Outcome } from './outcome.js';
import type { Stratum } from './post-stratification.js';
import { holmIntervals } from './simultaneous-intervals.js';
import type { JointEffect } from './simultaneous-intervals.js';
import { welchComparison } from './welch-comparison.js';
import type { MeanComparison } from './welch-comparison.js';

/** The effect in one level of a dimension, judged with the others in mind. */
export interface LevelEffect extends JointEffect {
  readonly name: string;
  readonly estimate: number;
  readonly standardError: number;
}

/** What could not be judged, and why; it is in no family. */
export interface LeftOut {
  readonly name: string;
  readonly problem: InsufficientData;
}

/** Effects by the levels of a dimension. */
export interface HeterogeneousEffects {
  readonly kind: 'estimate';
  readonly method: 'levels';
  /** Whether the effect differs between levels at all: to be read first. */
  readonly homogeneity: Outcome<Homogeneity>;
  /** With Holm's p-values and simultaneous intervals. */
  readonly effects: readonly LevelEffect[];
  readonly leftOut: readonly LeftOut[];
}

/**
 * Absolute effects by level of a dimension that was known at the exposure. Among twenty countries one is significant by
 * chance, so each effect is judged in the family of all; and "significant here, not there" is no difference, so the
 * difference has a test of its own, Cochran's.
 *
 * Levels that are too small for a test of their own are named and left out; merge them before, by size.
 *
 * Source: Gelman & Stern, The difference between "significant" and "not significant" is not itself statistically
 * significant, American Statistician 60 (2006); see `homogeneityTest` and `holmIntervals`.
 *
 * @param levels independent: each unit is in one
 */
export function heterogeneousEffects(
  levels: readonly Stratum[],
  { alpha }: { readonly alpha: number },
): Outcome<HeterogeneousEffects> {
  const { known, leftOut } = comparisonsOf(levels);
  const joint = holmIntervals(known, alpha);
  if (isInsufficient(joint)) return joint;
  const effects = known.flatMap(({ name, estimate, standardError }, index) => {
    const effect = joint.effects[index];
    return effect === undefined ? [] : [{ name, estimate, standardError, ...effect }];
  });
  return finiteOr({ kind: 'estimate', method: 'levels', homogeneity: homogeneityTest(known), effects, leftOut });
}

/** Welch's comparison of each named pair, and the pairs that have none. */
export function comparisonsOf(pairs: readonly Stratum[]): {
  readonly known: readonly (MeanComparison & Stratum)[];
  readonly leftOut: readonly LeftOut[];
} {
  const known: (MeanComparison & Stratum)[] = [];
  const leftOut: LeftOut[] = [];
  for (const pair of pairs) {
    const comparison = welchComparison(pair.control, pair.treatment);
    if (isInsufficient(comparison)) leftOut.push({ name: pair.name, problem: comparison });
    else known.push({ ...pair, ...comparison });
  }
  return { known, leftOut };
}
