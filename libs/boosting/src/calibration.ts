import { fitBeta } from './beta-calibration.js';
import type { Calibration } from './calibration-kind.js';
import { fitIsotonic } from './isotonic-calibration.js';
import { logLoss, softplus } from './losses.js';

/** Fewer of one class in either half say nothing about the other half. */
const leastOfAClass = 20;

/**
 * Isotonic or beta calibration, whichever fitted on the earlier half of these rows has the smaller log-loss in the later
 * half; then fitted on all of them. With too few of a class none: the model's log-odds stay as they are.
 *
 * Sources: Zadrozny & Elkan, KDD (2002), isotonic; Kull, Silva Filho & Flach, Beta calibration, AISTATS (2017).
 *
 * @param logOdds of rows that the model has not learnt from, in the order of time
 */
export function calibrate(logOdds: Float64Array, labels: Uint8Array): Calibration {
  const half = labels.length >>> 1;
  const parts = [labels.subarray(0, half), labels.subarray(half)];
  const hasBoth = parts.every((part) => {
    const frauds = part.reduce((total, label) => total + label, 0);
    return frauds >= leastOfAClass && part.length - frauds >= leastOfAClass;
  });
  if (!hasBoth) return { kind: 'none' };
  const fits = [fitBeta, fitIsotonic];
  const losses = fits.map((fit) => {
    const apply = calibrationOf(fit(logOdds.subarray(0, half), labels.subarray(0, half)));
    return logLoss(logOdds.subarray(half).map(apply), labels.subarray(half));
  });
  const chosen = losses[1]! < losses[0]! ? fitIsotonic : fitBeta;
  return chosen(logOdds, labels);
}

/** Log-odds to calibrated log-odds, never decreasing. */
export function calibrationOf(calibration: Calibration): (logOdds: number) => number {
  if (calibration.kind === 'none') return (logOdds) => logOdds;
  if (calibration.kind === 'isotonic') return (logOdds) => between(calibration.from, calibration.to, logOdds);
  const { a, b, c } = calibration;
  return (logOdds) => b * softplus(logOdds) - a * softplus(-logOdds) + c;
}

function between(from: readonly number[], to: readonly number[], x: number): number {
  let [low, high] = [0, from.length];
  while (low < high) {
    const half = (low + high) >>> 1;
    if (from[half]! <= x) low = half + 1;
    else high = half;
  }
  if (low === 0) return to[0]! + (x - from[0]!);
  if (low === from.length) return to[low - 1]! + (x - from[low - 1]!);
  const share = (x - from[low - 1]!) / (from[low]! - from[low - 1]!);
  // Not a + (b − a) s: where both are the same that would be another number by rounding.
  return to[low - 1]! * (1 - share) + to[low]! * share;
}
