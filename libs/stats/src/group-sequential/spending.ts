import { normalCdf, normalQuantile } from '../distributions.js';

/** How the level is spent over the information: late (`obrien_fleming`), or nearly evenly (`pocock`). */
export type Spending = 'obrien_fleming' | 'pocock';

/**
 * The error of one side that may have been spent when the share t of the planned information is in. Nothing is left
 * to spend after t = 1, however much comes in.
 *
 *   O'Brien–Fleming type   α*(t) = 2 (1 − Φ(z_{1−α/2} / √t))
 *   Pocock type            α*(t) = α ln(1 + (e − 1) t)
 *
 * A two-sided test spends this on each of its sides, with α = 0.025 for a level of 5 %.
 *
 * Source: Lan & DeMets, Discrete sequential boundaries for clinical trials, Biometrika 70 (1983).
 *
 * @example spentLevel('obrien_fleming', 0.025, 0.5) // 0.001525323
 * @example spentLevel('pocock', 0.025, 0.5) // 0.01550286
 */
export function spentLevel(spending: Spending, alpha: number, fraction: number): number {
  if (fraction <= 0) return 0;
  if (fraction >= 1) return alpha;
  return spending === 'pocock'
    ? alpha * Math.log1p((Math.E - 1) * fraction)
    : 2 * normalCdf(normalQuantile(alpha / 2) / Math.sqrt(fraction));
}
