/** Named once: where a test runs in a context of its own, each look-up of a global costs more than the function. */
const { abs, exp, log1p, max } = Math;

/** 1 / (1 + e^−x) */
export const sigmoid = (x: number): number => 1 / (1 + exp(-x));

/** ln(1 + e^x) without overflow. */
export const softplus = (x: number): number => max(x, 0) + log1p(exp(-abs(x)));

/**
 * Mean of −ln p(what came true), p from log-odds; 0 without rows.
 * @param labels 1 where it came true
 */
export function logLoss(logOdds: ArrayLike<number>, labels: ArrayLike<number>): number {
  let sum = 0;
  for (let row = 0; row < labels.length; row++) sum += softplus(labels[row] === 1 ? -logOdds[row]! : logOdds[row]!);
  return labels.length === 0 ? 0 : sum / labels.length;
}

/**
 * Mean squared distance of probability and truth.
 * Source: Brier, Verification of forecasts expressed in terms of probability, Monthly Weather Review 78 (1950).
 */
export function brierScore(probabilities: ArrayLike<number>, labels: ArrayLike<number>): number {
  let sum = 0;
  for (let row = 0; row < labels.length; row++) sum += (probabilities[row]! - labels[row]!) ** 2;
  return labels.length === 0 ? 0 : sum / labels.length;
}
