import { holmAdjust } from './multiple-testing.js';
import { finiteOr, insufficient, isInsufficient } from './outcome.js';
import type { InsufficientData, Outcome } from './outcome.js';

/** Units that were exposed for the first time in an hour or a day, and the plan that was in force then. */
export interface Arrivals {
  readonly counts: readonly number[];
  /** They need not sum to one. A change of weights begins a phase of its own. */
  readonly weights: readonly number[];
}

/** When to alarm, and how far from the plan a mismatch is expected to be. */
export interface SequentialRatioOptions {
  /** 0.01 if not said. */
  readonly alpha?: number;
  /** Dirichlet prior around the weights; 10,000 if not said: leaks of a percent are found soonest. */
  readonly concentration?: number;
}

/** Whether the split has held so far, read as often as one likes. */
export interface SequentialSampleRatio {
  readonly kind: 'estimate';
  readonly method: 'dirichlet_multinomial';
  /** P(it is ever this small while the plan is kept) ≤ itself. */
  readonly pValue: number;
  /** After each of the arrivals; it never rises again. */
  readonly pValues: readonly number[];
  /** The first arrivals after which p ≤ α; null while there is no alarm. */
  readonly alarmAt: number | null;
  /** The arrivals from which on the split most likely differs; null without an alarm. */
  readonly since: number | null;
  /** Variants that had traffic while their weight was zero: always an alarm, p is then 0. */
  readonly unplanned: readonly number[];
}

/**
 * Anytime-valid test of a sample-ratio mismatch: a Bayes factor of "some other split" against the plan, which has mean
 * 1 at any time while the plan is kept, so that by Ville's inequality 1/BF is ever under α with probability α at most.
 *
 *   BF = Γ(c)/Γ(c + N) · Π Γ(c wᵢ + nᵢ)/Γ(c wᵢ) · Π wᵢ^−nᵢ,   the prior Dirichlet(c w)
 *
 * Weights that change begin a new factor; the product is what counts. At α = 0.01, c = 10,000 and 20,000 units a day
 * a split of 50.5 to 49.5 is found in 5.6 days (a flat prior needs 9.6).
 *
 * `since` is where the likelihood of a split of its own, from there to the end, exceeds the plan's most.
 *
 * Source: Lindon & Malek, Anytime-valid inference for multinomial count data, arXiv 2011.03567 (2020).
 */
export function sequentialSampleRatio(
  arrivals: readonly Arrivals[],
  { alpha = 0.01, concentration = 10_000 }: SequentialRatioOptions = {},
): Outcome<SequentialSampleRatio> {
  const problem = problemOf(arrivals, alpha, concentration);
  if (problem !== undefined) return problem;
  const unplanned = new Set<number>();
  const pValues: number[] = [];
  let [closed, lowest] = [0, 1];
  let phase: { weights: readonly number[]; counts: number[] } = { weights: [], counts: [] };
  for (const { counts, weights } of arrivals) {
    const planned = shares(weights);
    if (!planned.every((share, variant) => share === phase.weights[variant])) {
      closed += logBayesFactor(phase.counts, phase.weights, concentration);
      phase = { weights: planned, counts: planned.map(() => 0) };
    }
    counts.forEach((count, variant) => {
      phase.counts[variant] = (phase.counts[variant] ?? 0) + count;
      if (count > 0 && planned[variant] === 0) unplanned.add(variant);
    });
    const evidence = closed + logBayesFactor(phase.counts, phase.weights, concentration);
    lowest = unplanned.size > 0 ? 0 : Math.min(lowest, Math.exp(-evidence));
    pValues.push(lowest);
  }
  const alarm = pValues.findIndex((p) => p <= alpha);
  return finiteOr({
    kind: 'estimate',
    method: 'dirichlet_multinomial',
    pValue: lowest,
    pValues,
    alarmAt: alarm === -1 ? null : alarm,
    since: alarm === -1 ? null : changePoint(arrivals, unplanned),
    unplanned: [...unplanned].sort((a, b) => a - b),
  });
}

/** A part of the units: a country, an app, a version. */
export interface RatioSegment {
  readonly name: string;
  readonly arrivals: readonly Arrivals[];
}

/** Where the split does not hold, and since when. */
export interface SegmentAlarm {
  readonly name: string;
  /** Adjusted by Holm over the segments, and still valid at any time. */
  readonly pValue: number;
  readonly alarm: boolean;
  readonly since: number | null;
}

/** The same for each segment; P(any alarm, ever, while the plan is kept) ≤ α. */
export function segmentSampleRatios(
  segments: readonly RatioSegment[],
  options: SequentialRatioOptions = {},
): Outcome<readonly SegmentAlarm[]> {
  const { alpha = 0.01 } = options;
  const tests: SequentialSampleRatio[] = [];
  for (const { name, arrivals } of segments) {
    const test = sequentialSampleRatio(arrivals, options);
    if (isInsufficient(test)) return insufficient(test.why, `Segment ${name}: ${test.detail}`);
    tests.push(test);
  }
  const adjusted = holmAdjust(tests.map(({ pValue }) => pValue));
  if (isInsufficient(adjusted)) return adjusted;
  return segments.map(({ name }, index) => {
    const pValue = adjusted.pValues[index] ?? 1;
    const alarm = pValue <= alpha;
    return { name, pValue, alarm, since: alarm ? (tests[index]?.since ?? null) : null };
  });
}

function logBayesFactor(counts: readonly number[], weights: readonly number[], concentration: number): number {
  const rising = weights.map((weight, index) => logRising(concentration * weight, counts[index] ?? 0));
  return sumOf(rising) - logRising(concentration, sumOf(counts));
}

/**
 * ln( Γ(a + n)/Γ(a) ) − n ln a, by Stirling's series with the large terms cancelled by hand: differences of ln Γ would
 * lose eight digits at ten million units. The small a of a tiny weight is first raised by Γ(a) = Γ(a + 1)/a.
 */
function logRising(a: number, n: number): number {
  if (a === 0 || n === 0) return 0;
  if (a < 16) return logRising(a + 1, n) + n * Math.log1p(1 / a) - Math.log1p(n / a);
  return (a + n - 0.5) * Math.log1p(n / a) - n + stirling(a + n) - stirling(a);
}

/** 1/12x − 1/360x³ + 1/1260x⁵ − 1/1680x⁷: under 1e-14 off from 16 on. */
const stirling = (x: number): number => (1 / 12 - (1 / 360 - (1 / 1260 - 1 / (1680 * x * x)) / (x * x)) / (x * x)) / x;

/** From which arrivals on Σ nᵢ ln( (nᵢ/N)/wᵢ ) is largest, added over the phases; unplanned traffic: where it began. */
function changePoint(arrivals: readonly Arrivals[], unplanned: ReadonlySet<number>): number {
  if (unplanned.size > 0) {
    return arrivals.findIndex(({ counts, weights }) => counts.some((n, variant) => n > 0 && weights[variant] === 0));
  }
  let [best, since, later] = [-Infinity, 0, 0];
  let phase: { weights: readonly number[]; counts: number[] } = { weights: [], counts: [] };
  for (let index = arrivals.length - 1; index >= 0; index -= 1) {
    const { counts, weights } = arrivals[index] ?? { counts: [], weights: [] };
    const planned = shares(weights);
    if (!planned.every((share, variant) => share === phase.weights[variant])) {
      later += excessOf(phase.counts, phase.weights);
      phase = { weights: planned, counts: planned.map(() => 0) };
    }
    counts.forEach((count, variant) => (phase.counts[variant] = (phase.counts[variant] ?? 0) + count));
    const excess = later + excessOf(phase.counts, phase.weights);
    if (excess > best) [best, since] = [excess, index];
  }
  return since;
}

function excessOf(counts: readonly number[], weights: readonly number[]): number {
  const total = sumOf(counts);
  return sumOf(counts.map((n, variant) => (n === 0 ? 0 : n * Math.log(n / total / (weights[variant] ?? 1)))));
}

const shares = (weights: readonly number[]): number[] => weights.map((weight) => weight / sumOf(weights));

const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

function problemOf(arrivals: readonly Arrivals[], alpha: number, concentration: number): InsufficientData | undefined {
  if (!(alpha > 0 && alpha < 1 && concentration > 0 && Number.isFinite(concentration))) {
    return insufficient('out_of_range', 'The level or the concentration makes no test.');
  }
  const variants = arrivals[0]?.counts.length ?? 0;
  for (const { counts, weights } of arrivals) {
    if (counts.length !== variants || weights.length !== variants) {
      return insufficient('out_of_range', `There are ${counts.length} counts and ${weights.length} weights.`);
    }
    if (![...counts, ...weights].every(Number.isFinite)) {
      return insufficient('not_finite', 'A count or a weight is not a finite number.');
    }
    if (weights.some((weight) => weight < 0)) return insufficient('negative_weight', 'A weight is negative.');
    if (counts.some((count) => count < 0)) return insufficient('out_of_range', 'A count is negative.');
    if (sumOf(weights) === 0) return insufficient('out_of_range', 'A split needs a variant with a weight.');
  }
  if (arrivals.every(({ counts }) => sumOf(counts) === 0)) {
    return insufficient('too_few_units', 'No unit has been counted.');
  }
  return undefined;
}
