import type { SampleStatistics } from '#libs/stats';

/** A baseline nearer to zero than so many of its errors makes a lift of anything. */
const leastErrors = 4;

/** A treatment by its baseline, less one, with its standard error. */
export interface Lift {
  readonly measured: number;
  readonly standard_error: number;
}

/**
 * θ = ȳ_B/ȳ_A − 1 with se² = v_B/ȳ_A² + ȳ_B² v_A/ȳ_A⁴, v = s²/n: the delta method, far from a mean of zero.
 * Undefined where the baseline is not told from zero, or nothing varies.
 */
export function liftOf(control: SampleStatistics, treated: SampleStatistics): Lift | undefined {
  const [a, b] = [control.variance / control.n, treated.variance / treated.n];
  const ratio = treated.mean / control.mean;
  const error = Math.sqrt(b + ratio ** 2 * a) / Math.abs(control.mean);
  if (!(Math.abs(control.mean) > leastErrors * Math.sqrt(a) && error > 0 && Number.isFinite(error))) return undefined;
  return { measured: ratio - 1, standard_error: error };
}
