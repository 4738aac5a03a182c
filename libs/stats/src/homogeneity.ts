import { chiSquareUpperTail } from './distributions.js';
import { finiteOr, insufficient } from './outcome.js';
import type { InsufficientData, Outcome } from './outcome.js';

/** An effect whose error is taken as known: a level of a dimension, a day, an experiment of a portfolio. */
export interface KnownEffect {
  readonly estimate: number;
  /** Above 0. */
  readonly standardError: number;
}

/** Whether effects differ by more than their errors. */
export interface Homogeneity {
  readonly kind: 'estimate';
  readonly method: 'cochran_q';
  readonly statistic: number;
  readonly degreesOfFreedom: number;
  readonly pValue: number;
  /** The effect that all would have, were they one, and its error. */
  readonly common: number;
  readonly standardError: number;
  /** I²: the share of the spread that is not error, 0 to 1. */
  readonly inconsistency: number;
}

/**
 * Cochran's test that independent effects are one: with wᵢ = 1/seᵢ² and d̄ = Σ wᵢdᵢ/Σ wᵢ,
 *
 *   Q = Σ wᵢ (dᵢ − d̄)²,  χ² with k − 1 degrees of freedom;   I² = max(0, (Q − k + 1)/Q)
 *
 * Errors count as known: with under some 50 units behind an effect it errs towards alarm.
 *
 * Source: Cochran, The combination of estimates from different experiments, Biometrics 10 (1954); Higgins & Thompson,
 * Statistics in Medicine 21 (2002), for I².
 *
 * @example effects 28 8 −3 7 −1 1 18 12, errors 15 10 16 11 9 11 10 18 // Q 4.7068, p 0.6957, common 7.6856 ± 4.0719
 */
export function homogeneityTest(effects: readonly KnownEffect[]): Outcome<Homogeneity> {
  const problem = problemOfEffects(effects, 2);
  if (problem !== undefined) return problem;
  // In units of the smallest error, so that no square vanishes or overflows.
  const unit = Math.min(...effects.map(({ standardError }) => standardError));
  const weights = effects.map(({ standardError }) => (unit / standardError) ** 2);
  const total = sumOf(weights);
  const common = sumOf(effects.map(({ estimate }, index) => ((weights[index] ?? 0) / total) * estimate));
  const statistic = sumOf(effects.map(({ estimate, standardError }) => ((estimate - common) / standardError) ** 2));
  const degreesOfFreedom = effects.length - 1;
  return finiteOr({
    kind: 'estimate',
    method: 'cochran_q',
    statistic,
    degreesOfFreedom,
    pValue: chiSquareUpperTail(statistic, degreesOfFreedom),
    common,
    standardError: unit / Math.sqrt(total),
    inconsistency: statistic > degreesOfFreedom ? (statistic - degreesOfFreedom) / statistic : 0,
  });
}

/** What keeps a list of effects from being put together, if anything does. */
export function problemOfEffects(effects: readonly KnownEffect[], least: number): InsufficientData | undefined {
  if (effects.length < least)
    return insufficient('too_few_units', `There are ${effects.length} effects, not ${least}.`);
  if (!effects.every(({ estimate, standardError }) => Number.isFinite(estimate) && Number.isFinite(standardError))) {
    return insufficient('not_finite', 'An effect or its error is not a finite number.');
  }
  if (effects.every(({ standardError }) => standardError > 0)) return undefined;
  return insufficient('zero_variance', 'The error of an effect is not positive.');
}

const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);
