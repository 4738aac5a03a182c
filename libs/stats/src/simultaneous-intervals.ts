import { benjaminiHochbergAdjust, holmAdjust } from './multiple-testing.js';
import { insufficient, isInsufficient, problemOfLevel } from './outcome.js';
import type { Interval, Outcome } from './outcome.js';

/** One effect of a family. Interval and p-value belong together: at level α the one excludes 0 exactly when p ≤ α. */
export interface Comparison {
  readonly estimate: number;
  readonly pValue: number;
  /** The two-sided interval of level 1 − α by itself; null where it is unbounded. */
  readonly intervalAt: (alpha: number) => Interval | null;
}

/** One effect, judged with the others of its family in mind. */
export interface JointEffect {
  readonly pValue: number;
  /** p ≤ α, and then the interval excludes zero; never the one without the other. */
  readonly significant: boolean;
  /** An end that is null is open, where the effect by itself is unbounded. A significant effect with an end at 0 excludes that 0. */
  readonly interval: { readonly lower: number | null; readonly upper: number | null };
}

/** The effects of a family, in the order of the input, with what their intervals promise together. */
export interface JointEffects {
  readonly kind: 'estimate';
  readonly method: 'holm' | 'bonferroni' | 'benjamini_hochberg';
  /**
   * `simultaneous`: with probability 1 − α all intervals hold their truths. `false_coverage_rate`: of the intervals of
   * significant effects at most a share α misses on average; those of the others promise nothing together.
   */
  readonly promise: 'simultaneous' | 'false_coverage_rate';
  readonly effects: readonly JointEffect[];
}

/**
 * Holm's p-values with simultaneous intervals that agree with them: Holm's procedure on each side at α/2, for "above
 * zero" and for "below zero". With m effects, r of them found above, the lower ends are
 *
 *   not found   the limit of level 1 − (α/2)/(m − r), at most 0
 *   found       0 if r < m, excluded; the limit of level 1 − (α/2)/m if r = m, at least 0
 *
 * and so for the upper ends with those found below. A found effect gives its share of the level to the others: that is
 * Holm's power, and why its near end is 0.
 *
 * The p-value is twice the adjusted one of the estimate's side. With all effects found on one side that is Holm's of the
 * two-sided p-values; with some on each it is larger, for nobody may pass on the level of one side to the other and
 * still have ends on both. (Intervals of level 1 − α/(m − r) beside the two-sided Holm look right, and hold four effects
 * of four standard errors only 91 times in 100.) The sign of a found effect is part of what is promised.
 *
 * They always exist; intervals worked out backwards from an adjusted p-value do not, where that is 1.
 *
 * Source: Strassburger & Bretz, Compatible simultaneous lower confidence bounds for the Holm procedure, Statistics in
 * Medicine 27 (2008); Guilbaud, Biometrical Journal 50 (2008).
 */
export function holmIntervals(comparisons: readonly Comparison[], alpha: number): Outcome<JointEffects> {
  const problem = problemOfLevel(alpha) ?? problemOfComparisons(comparisons);
  if (problem !== undefined) return problem;
  const above = lowerEnds(comparisons, alpha);
  if (isInsufficient(above)) return above;
  // What is below zero is above it when every sign is turned round.
  const below = lowerEnds(comparisons.map(turned), alpha);
  if (isInsufficient(below)) return below;
  const effects = comparisons.flatMap((_, index) => {
    const [up, down] = [above[index], below[index]];
    if (up === undefined || down === undefined) return [];
    return {
      pValue: Math.min(1, 2 * Math.min(up.pValue, down.pValue)),
      significant: up.found || down.found,
      interval: { lower: up.end, upper: down.end === null ? null : 0 - down.end },
    };
  });
  return { kind: 'estimate', method: 'holm', promise: 'simultaneous', effects };
}

/** Holm at α/2 for "above zero", and the lower ends that belong to it. */
function lowerEnds(comparisons: readonly Comparison[], alpha: number) {
  const adjusted = holmAdjust(comparisons.map(({ pValue, estimate }) => (estimate > 0 ? pValue / 2 : 1 - pValue / 2)));
  if (isInsufficient(adjusted)) return adjusted;
  const left = adjusted.pValues.filter((p) => p > alpha / 2).length;
  // The limit of level 1 − a is an end of the two-sided interval of level 1 − 2a.
  const level = alpha / (left === 0 ? comparisons.length : left);
  return comparisons.map((comparison, index) => {
    const pValue = adjusted.pValues[index] ?? 1;
    const found = pValue <= alpha / 2;
    const { lower } = endsOf(comparison, level);
    // An end that is not found is under zero by itself; its bound only keeps rounding at the edge from saying otherwise.
    const end = found ? (left > 0 ? 0 : Math.max(0, lower ?? 0)) : lower === null ? null : Math.min(0, lower);
    return { pValue, found, end };
  });
}

const turned = ({ estimate, pValue, intervalAt }: Comparison): Comparison => ({
  estimate: -estimate,
  pValue,
  intervalAt: (alpha) => {
    const interval = intervalAt(alpha);
    return interval === null ? null : { lower: -interval.upper, upper: -interval.lower };
  },
});

/** Bonferroni's: p-values m p and intervals of level 1 − α/m, with both ends; less power than Holm. */
export function bonferroniIntervals(comparisons: readonly Comparison[], alpha: number): Outcome<JointEffects> {
  const problem = problemOfLevel(alpha) ?? problemOfComparisons(comparisons);
  if (problem !== undefined) return problem;
  const effects = comparisons.map((comparison) => {
    const significant = comparison.pValue <= alpha / comparisons.length;
    const interval = endsOf(comparison, alpha / comparisons.length);
    return { pValue: Math.min(1, comparison.pValue * comparisons.length), significant, interval };
  });
  return { kind: 'estimate', method: 'bonferroni', promise: 'simultaneous', effects };
}

/**
 * Benjamini and Hochberg's p-values with intervals that control the false coverage rate: r significant of m, each with
 * its interval of level 1 − r α/m. No simultaneous intervals exist for this procedure. What is not significant gets an
 * interval of the same level (with r = 1 where none is), for a look and without a promise.
 *
 * Source: Benjamini & Yekutieli, False discovery rate-adjusted multiple confidence intervals for selected parameters,
 * JASA 100 (2005).
 */
export function falseCoverageIntervals(comparisons: readonly Comparison[], alpha: number): Outcome<JointEffects> {
  const problem = problemOfLevel(alpha) ?? problemOfComparisons(comparisons);
  if (problem !== undefined) return problem;
  const adjusted = benjaminiHochbergAdjust(comparisons.map(({ pValue }) => pValue));
  if (isInsufficient(adjusted)) return adjusted;
  const found = adjusted.pValues.filter((p) => p <= alpha).length;
  const level = (alpha * Math.max(1, found)) / comparisons.length;
  const effects = comparisons.map((comparison, index) => {
    const pValue = adjusted.pValues[index] ?? 1;
    const significant = pValue <= alpha;
    const interval = endsOf(comparison, level);
    // The interval excludes zero by itself; the cut only keeps rounding at the edge from saying otherwise.
    return { pValue, significant, interval: significant ? beyondZero(interval, comparison.estimate) : interval };
  });
  return { kind: 'estimate', method: 'benjamini_hochberg', promise: 'false_coverage_rate', effects };
}

const OPEN: JointEffect['interval'] = { lower: null, upper: null };

const endsOf = ({ intervalAt }: Comparison, level: number): JointEffect['interval'] => intervalAt(level) ?? OPEN;

const beyondZero = ({ lower, upper }: JointEffect['interval'], estimate: number): JointEffect['interval'] =>
  estimate > 0 ? { lower: Math.max(0, lower ?? 0), upper } : { lower, upper: Math.min(0, upper ?? 0) };

function problemOfComparisons(comparisons: readonly Comparison[]) {
  if (!comparisons.every(({ estimate }) => Number.isFinite(estimate))) {
    return insufficient('not_finite', 'An estimate is not a finite number.');
  }
  if (comparisons.every(({ pValue }) => pValue >= 0 && pValue <= 1)) return undefined;
  return insufficient('out_of_range', 'A p-value is not in [0, 1].');
}
