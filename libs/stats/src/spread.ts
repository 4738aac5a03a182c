import { findRoot } from './find-root.js';
import { homogeneityTest } from './homogeneity.js';
import type { KnownEffect } from './homogeneity.js';
import { finiteOr, isInsufficient } from './outcome.js';
import type { Outcome } from './outcome.js';

/** How far true effects lie apart, beyond the errors of their estimates. */
export interface EffectSpread {
  readonly kind: 'estimate';
  readonly method: 'reml' | 'dersimonian_laird';
  /** τ, in the unit of the effects; 0 where they differ by no more than chance. */
  readonly deviation: number;
  /** Mean of the effects with the weights 1/(se² + τ²), and its error with τ taken as known. */
  readonly common: number;
  readonly standardError: number;
}

/**
 * The standard deviation τ of effects dᵢ ~ N(μ, seᵢ² + τ²). By restricted maximum likelihood it solves
 *
 *   Σ w²(d − μ̂)² = Σ w − Σ w²/Σ w,   w = 1/(se² + τ²)
 *
 * and DerSimonian and Laird's is τ² = (Q − k + 1)/(Σ w − Σ w²/Σ w) with w = 1/se², which needs no search and is what others
 * publish. Neither says how uncertain it is itself: with a dozen effects τ may well be half or twice of it.
 *
 * Source: Raudenbush, in: The handbook of research synthesis (2009); DerSimonian & Laird, Meta-analysis in clinical trials,
 * Controlled Clinical Trials 7 (1986).
 *
 * @example thirteen trials of the BCG vaccine, log relative risk // REML τ² 0.3132, μ −0.7145; DerSimonian–Laird 0.3088
 */
export function spreadOfEffects(
  effects: readonly KnownEffect[],
  { method = 'reml' }: { readonly method?: EffectSpread['method'] } = {},
): Outcome<EffectSpread> {
  const test = homogeneityTest(effects);
  if (isInsufficient(test)) return test;
  // In units of the smallest error, so that no fourth power vanishes or overflows.
  const unit = Math.min(...effects.map(({ standardError }) => standardError));
  const scaled = effects.map(({ estimate, standardError }) => ({
    distance: (estimate - test.common) / unit,
    variance: (standardError / unit) ** 2,
  }));
  const square = method === 'reml' ? restricted(scaled) : moment(scaled, test.statistic);
  const { common, precision } = weighted(scaled, square);
  return finiteOr({
    kind: 'estimate',
    method,
    deviation: Math.sqrt(square) * unit,
    common: test.common + common * unit,
    standardError: unit / Math.sqrt(precision),
  });
}

interface Scaled {
  readonly distance: number;
  readonly variance: number;
}

function moment(effects: readonly Scaled[], statistic: number): number {
  const { precision, squares } = weighted(effects, 0);
  return Math.max(0, (statistic - effects.length + 1) / (precision - squares / precision));
}

function restricted(effects: readonly Scaled[]): number {
  /** Negative where τ² is too small: what is expected of the squares, less what they are. */
  const excess = (square: number): number => {
    const { common, precision, squares } = weighted(effects, square);
    const found = effects.reduce(
      (sum, { distance, variance }) => sum + ((distance - common) / (variance + square)) ** 2,
      0,
    );
    // Times a variance of variances, or it would die away and leave the search without a slope.
    return (precision - squares / precision - found) / squares;
  };
  const widest = Math.max(...effects.map(({ distance }) => distance ** 2));
  return excess(0) >= 0 || !(widest > 0) ? 0 : Math.max(0, findRoot(excess, 0, widest));
}

function weighted(effects: readonly Scaled[], square: number) {
  const weights = effects.map(({ variance }) => 1 / (variance + square));
  const precision = weights.reduce((sum, weight) => sum + weight, 0);
  const squares = weights.reduce((sum, weight) => sum + weight ** 2, 0);
  const common = effects.reduce((sum, { distance }, index) => sum + ((weights[index] ?? 0) / precision) * distance, 0);
  return { common, precision, squares };
}
