import type { Reason } from './answer.js';
import type { Family, FeatureValues } from './feature.js';

/** What one feature adds to the log-odds of fraud, and why. */
export interface ModelTerm {
  readonly feature: string;
  readonly family: Family;
  readonly contribution: number;
  readonly reason: Reason;
}

/** How an amount is written in a reason. Minor units of the company's currency. */
export type Money = (minorUnits: number) => string;

/** An additive model: log-odds = base rate + terms, then calibration. The prior scorecard is one; trained ones follow. */
export interface Model {
  /** Stored with every assessment; `prior-…` says that nobody has trained it. */
  readonly version: string;
  /** Log-odds of fraud of a pledge of which nothing is known. */
  readonly baseRate: number;
  /** Only terms that are not zero; a feature whose value is unknown has none. */
  readonly terms: (features: FeatureValues, money: Money) => readonly ModelTerm[];
  /** The sum of the contributions, added in the order of the terms, for whom reasons do not matter. Absent: by its terms. */
  readonly total?: (features: FeatureValues) => number;
  /** Log-odds to calibrated log-odds, increasing. Absent: as they are. */
  readonly calibrate?: (logOdds: number) => number;
}

/** Calibrated log-odds of a pledge, before rules: the same number as its terms, without their reasons. */
export function logOddsOf(model: Model, features: FeatureValues): number {
  const total =
    model.total?.(features) ?? model.terms(features, noMoney).reduce((sum, { contribution }) => sum + contribution, 0);
  const raw = model.baseRate + total;
  return model.calibrate?.(raw) ?? raw;
}

const noMoney: Money = () => '';

/** ln(p / (1 − p)) */
export const logit = (probability: number): number => Math.log(probability / (1 - probability));

/** 1 / (1 + e^−x), the inverse of `logit`. */
export const sigmoid = (logOdds: number): number => 1 / (1 + Math.exp(-logOdds));
