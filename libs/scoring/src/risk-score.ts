import type { CompiledRule } from './compile-rule.js';
import { logit, sigmoid } from './model.js';

export const lowest = 0.01;
export const highest = 99;

/** Finer is the rounding error of logit and sigmoid: 95 would come back as 94.99999999999999. */
const decimals = 1e12;

/** Log-odds as points of risk_score, kept within what can be said. */
export const clipped = (logOdds: number): number => {
  if (logOdds >= logit(highest / 100)) return highest;
  return logOdds <= logit(lowest / 100) ? lowest : Math.round(100 * sigmoid(logOdds) * decimals) / decimals;
};

/** In log-odds; 0 for a rule that does something else. */
export const additionOf = ({ action, value }: CompiledRule): number =>
  action === 'add_to_score' && typeof value === 'number' ? value : 0;

/** What the rules that fired make of the calibrated model's log-odds, in their order. */
export const withRules = (calibrated: number, fired: readonly CompiledRule[]): number =>
  fired.reduce((logOdds, rule) => logOdds + additionOf(rule), calibrated);
