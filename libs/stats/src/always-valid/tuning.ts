/** `exact`: narrowest at the planned size. `approximate`: the formula that GrowthBook and confseq use instead. */
export type Tuning = 'exact' | 'approximate';

/**
 * The x = nρ² at which a normal mixture at level α is narrowest, n being the size that it is tuned to.
 *
 *   exact         x = −W₋₁(−α²/e) − 1
 *   approximate   x = −2 ln α + ln(1 − 2 ln α)
 *
 * W₋₁ is the lower branch of Lambert's function: with y = −W₋₁(−α²/e) it says y − ln y = 1 − 2 ln α, which Newton's
 * steps solve. The approximation is one step of it, and costs 0.01 % of the width.
 *
 * Source: Waudby-Smith, Arbour, Sinha, Kennedy & Ramdas, Time-uniform central limit theory and asymptotic confidence
 * sequences, arXiv 2103.06476, appendix on ρ.
 *
 * @example mixtureAtPlan(0.05, 'exact') // 8.211968, where the approximation has 7.936155
 */
export function mixtureAtPlan(alpha: number, tuning: Tuning): number {
  const wanted = 1 - 2 * Math.log(alpha);
  if (tuning === 'approximate') return wanted - 1 + Math.log(wanted);
  let y = wanted + Math.log(wanted);
  for (let step = 0; step < 50; step += 1) {
    const change = (y - Math.log(y) - wanted) / (1 - 1 / y);
    y -= change;
    if (Math.abs(change) < 1e-15 * y) break;
  }
  return y - 1;
}
