import type { MeanPair } from './mean-pair.js';
import { finiteOr, insufficient } from './outcome.js';
import type { InsufficientData, Interval, Outcome } from './outcome.js';
import type { Reference } from './reference.js';

/** A relative effect, ȳ_B/ȳ_A − 1: 0.07 is seven percent more than the control. */
export interface RelativeEffect {
  readonly kind: 'estimate';
  readonly method: 'fieller' | 'delta' | 'hybrid_score';
  readonly estimate: number;
  readonly pValue: number;
  readonly interval: Interval;
}

/**
 * A relative effect without an interval: the data do not tell the control's mean from zero, so arbitrarily large
 * ratios are possible.
 */
export interface UnboundedEffect {
  readonly kind: 'unbounded';
  readonly method: 'fieller';
  readonly estimate: number;
  readonly pValue: number;
  /** Whether the data exclude "no effect", exactly as the absolute interval does. */
  readonly excludesZero: boolean;
  /** The open interval of relative effects that the data exclude; null when they exclude none. */
  readonly excluded: Interval | null;
}

/** a θ² − 2 b θ + c, and its discriminant b² − ac. */
interface Quadratic {
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly discriminant: number;
}

/**
 * Fieller's interval for any pair of means and any reference; `fiellerInterval` says what it is. With a covariance
 * of the two means the control's mean takes its share k = v_AB/v_A of the treatment's error with it, and the
 * quadratic is
 *
 *   a = ȳ_A² − t² v_A,   b = d ȳ_A + t² (v_A − v_AB),   c = d² − t² (v_A + v_B − 2 v_AB)
 *
 * Where a reference reaches further to one side than to the other, each limit is the root of its own t.
 */
export function fiellerOf(pair: MeanPair, reference: Reference): Outcome<RelativeEffect | UnboundedEffect> {
  const problem = problemOfBaseline(pair);
  if (problem !== undefined) return problem;
  const { below, above } = reference;
  const estimate = pair.difference / pair.control.mean;
  const statistic = pair.difference / pair.standardError;
  const pValue = reference.pValue(statistic);
  const [from, to] = [quadratic(pair, below), quadratic(pair, above)];
  if (from.a > 0 && to.a > 0) {
    // A t below 0 is a limit on the other side of the estimate: an adjusted interval need not contain it.
    const lower = below < 0 ? roots(from).upper : roots(from).lower;
    const upper = above < 0 ? roots(to).lower : roots(to).upper;
    return finiteOr({ kind: 'estimate', method: 'fieller', estimate, pValue, interval: { lower, upper } });
  }
  const wider = Math.abs(below) > Math.abs(above) ? from : to;
  const excluded = wider.a < 0 && wider.discriminant > 0 ? roots(wider) : null;
  const excludesZero = (pair.difference > 0 ? from : to).c > 0;
  return finiteOr({ kind: 'unbounded', method: 'fieller', estimate, pValue, excludesZero, excluded });
}

/** The relative effect by the delta method, for any pair of means and any reference; see `deltaMethodInterval`. */
export function deltaOf(pair: MeanPair, reference: Reference): Outcome<RelativeEffect> {
  const problem = problemOfBaseline(pair);
  if (problem !== undefined) return problem;
  const { estimate, standardError } = deltaEstimate(pair);
  const interval = {
    lower: estimate - reference.below * standardError,
    upper: estimate + reference.above * standardError,
  };
  return finiteOr({
    kind: 'estimate',
    method: 'delta',
    estimate,
    pValue: reference.pValue(estimate / standardError),
    interval,
  });
}

/** θ = d/ȳ_A with its first-order error √(v_B − 2 ρ v_AB + ρ² v_A)/ȳ_A, ρ = 1 + θ. The baseline must be positive. */
export function deltaEstimate(pair: MeanPair): { readonly estimate: number; readonly standardError: number } {
  const { control, difference } = pair;
  const estimate = difference / control.mean;
  const { sharedSlope, ownTreatmentVariance } = withoutCovariance(pair);
  const standardError = Math.hypot(
    Math.sqrt(ownTreatmentVariance) / control.mean,
    ((1 + estimate - sharedSlope) * Math.sqrt(pair.controlVariance)) / control.mean,
  );
  return { estimate, standardError };
}

/** Why there is no relative effect, if there is none. */
export function problemOfBaseline({ control }: MeanPair): InsufficientData | undefined {
  if (control.mean > 0) return undefined;
  return control.mean === 0
    ? insufficient('zero_baseline', 'The mean of the control is zero.')
    : insufficient('negative_baseline', 'The mean of the control is negative.');
}

function quadratic(pair: MeanPair, critical: number): Quadratic {
  const { control, controlVariance, difference, standardError } = pair;
  const baseline = control.mean;
  const { sharedSlope, ownTreatmentVariance } = withoutCovariance(pair);
  // In units of the baseline, so that squares of tiny or huge amounts neither vanish nor overflow.
  const estimate = difference / baseline;
  const relativeA = (critical * Math.sqrt(controlVariance)) / baseline;
  const relativeB = (critical * Math.sqrt(ownTreatmentVariance)) / baseline;
  const margin = (Math.abs(critical) * standardError) / baseline;
  const a = (1 - relativeA) * (1 + relativeA);
  return {
    a,
    b: estimate + (1 - sharedSlope) * relativeA ** 2,
    c: (Math.abs(estimate) - margin) * (Math.abs(estimate) + margin),
    // b² − ac, written as a sum of squares wherever a > 0: nothing cancels.
    discriminant: a * relativeB ** 2 + ((1 + estimate - sharedSlope) * relativeA) ** 2,
  };
}

/** ȳ_B = k ȳ_A + rest with k = v_AB/v_A: the rest is independent of the control. */
function withoutCovariance({ controlVariance, treatmentVariance, covariance }: MeanPair) {
  const sharedSlope = covariance === 0 ? 0 : covariance / controlVariance;
  return { sharedSlope, ownTreatmentVariance: Math.max(0, treatmentVariance - sharedSlope * covariance) };
}

/** Both roots, the second from their product c/a: the textbook form cancels near zero. */
function roots({ a, b, c, discriminant }: Quadratic): Interval {
  const root = Math.sqrt(discriminant);
  const sum = b < 0 ? b - root : b + root;
  if (sum === 0) return { lower: 0, upper: 0 };
  const [first, second] = [sum / a, c / sum];
  return { lower: Math.min(first, second), upper: Math.max(first, second) };
}
