import { finiteOr, insufficient, isInsufficient } from './outcome.js';
import type { InsufficientData, Interval, Outcome } from './outcome.js';
import type { SampleStatistics } from './sample-statistics.js';
import { welchTest } from './welch-test.js';

/** A variant without the units that met another one, too. */
export interface ReducedSample {
  readonly kept: Outcome<SampleStatistics>;
  /** Units that are not in it, counted where they were exposed first. */
  readonly excluded: number;
}

/** What is known of the excluded units' values, had they met one variant alone. */
export type ExcludedValues =
  /** Each lies between these: 0 and 1 for a proportion, 0 and the cap for a capped amount. */
  | { readonly kind: 'range'; readonly lower: number; readonly upper: number }
  /** All units together, kept and excluded, have at most this standard deviation in a variant. */
  | { readonly kind: 'deviation'; readonly standardDeviation: number };

/** How far the exclusion may have moved the effect, in the worst case. */
export interface ExclusionBias {
  readonly kind: 'estimate';
  readonly method: 'worst_case';
  /** Of the units of the variant that are excluded. */
  readonly share: { readonly control: number; readonly treatment: number };
  /** What the effect over all units may be more or less than over the kept ones. */
  readonly shift: Interval;
  /** The confidence interval with the worst case on both sides. */
  readonly interval: Interval;
  /** The interval excludes zero all the same. */
  readonly survives: boolean;
}

/**
 * Bound on the bias from leaving out units that met several variants. Had they met one alone, the variant's mean over
 * all of its units would be (1 − s) ȳ + s μ with the share s and their own mean μ, of which nothing is assumed but
 *
 *   range       μ within [l, u], so the mean moves by s(l − ȳ) to s(u − ȳ)
 *   deviation   σ of all at most, so the mean moves by at most ± σ √(s/(1 − s)): no part 1 − s of a population has
 *               its mean farther away
 *
 * and the effect by the treatment's move less the control's. A hundredth of the units can move a proportion by a
 * hundredth; the bound is a wall, not a guess. Where it leaves no verdict, mend the assignment.
 *
 * Source: Manski, Nonparametric bounds on treatment effects, American Economic Review 80 (1990); Horowitz & Manski,
 * Econometrica 63 (1995); the deviation's is Cauchy and Schwarz's.
 *
 * @example 100/1000 against 150/1000 with 10 units excluded from each, range 0 to 1, α 0.05
 *          // shift [−0.0104, 0.0094], interval [0.0107, 0.0883]
 */
export function exclusionBias(
  control: ReducedSample,
  treatment: ReducedSample,
  { alpha, values }: { readonly alpha: number; readonly values: ExcludedValues },
): Outcome<ExclusionBias> {
  const problem = problemOfValues(values);
  if (problem !== undefined) return problem;
  const test = welchTest(control.kept, treatment.kept, { alpha });
  if (isInsufficient(test)) return test;
  const [a, b] = [moveOf(control, values), moveOf(treatment, values)];
  if (isInsufficient(a)) return a;
  if (isInsufficient(b)) return b;
  const shift = { lower: b.lower - a.upper, upper: b.upper - a.lower };
  const interval = { lower: test.interval.lower + shift.lower, upper: test.interval.upper + shift.upper };
  return finiteOr({
    kind: 'estimate',
    method: 'worst_case',
    share: { control: a.share, treatment: b.share },
    shift,
    interval,
    survives: interval.lower > 0 || interval.upper < 0,
  });
}

function moveOf({ kept, excluded }: ReducedSample, values: ExcludedValues): Outcome<Interval & { share: number }> {
  if (isInsufficient(kept)) return kept;
  if (!(Number.isSafeInteger(excluded) && excluded >= 0)) {
    return insufficient('not_finite', 'The number of excluded units is not a whole number.');
  }
  const share = excluded / (kept.n + excluded);
  if (values.kind === 'deviation') {
    const most = values.standardDeviation * Math.sqrt(excluded / kept.n);
    return { share, lower: -most, upper: most };
  }
  if (!(values.lower <= kept.mean && kept.mean <= values.upper)) {
    return insufficient('out_of_range', 'The mean of the kept units lies outside the range.');
  }
  return { share, lower: share * (values.lower - kept.mean), upper: share * (values.upper - kept.mean) };
}

function problemOfValues(values: ExcludedValues): InsufficientData | undefined {
  const known = values.kind === 'range' ? values.lower <= values.upper : values.standardDeviation >= 0;
  return known ? undefined : insufficient('out_of_range', 'The bound of the excluded values is none.');
}
