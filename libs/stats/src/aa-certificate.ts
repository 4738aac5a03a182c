import { binomialDraw } from './binomial-draw.js';
import { normalCritical } from './distributions.js';
import type { JointSums } from './joint-statistics.js';
import { insufficient, isInsufficient, problemOfLevel } from './outcome.js';
import type { InsufficientData, Interval, Outcome } from './outcome.js';
import { wilsonInterval } from './score-interval.js';

/** What goes to one variant as a whole, and how many there are of it. */
export interface RandomisedGroup {
  /** Its sums: of one unit n is 1; of a cluster or of a bucket of units they are of all its units. */
  readonly sums: JointSums<number>;
  /** How many have just these sums. */
  readonly count: number;
}

/** How the metric is tested, and how often. */
export interface CertificateOptions {
  /** The metric's own test, from the sums of both variants. */
  readonly test: (
    control: JointSums<number>,
    treatment: JointSums<number>,
  ) => Outcome<{ readonly pValue: number; readonly estimate: number }>;
  /** The level that the test claims. */
  readonly alpha: number;
  /** Numbers of (0, 1], from a seed. */
  readonly uniform: () => number;
  /** At least 1,000, which is what it is if not said. */
  readonly draws?: number;
  /** Of the treatment; one half if not said. */
  readonly share?: number;
  /** The interval of the rate has the level 1 − doubt; 0.01 if not said. */
  readonly doubt?: number;
}

/** Whether a metric's test finds as little as it says where there is nothing to find. */
export interface AaCertificate {
  readonly kind: 'certificate';
  readonly method: 'rerandomised';
  readonly draws: number;
  /** p ≤ α, with the estimate above zero and below it: a fair test has both as often. */
  readonly falsePositives: { readonly above: number; readonly below: number };
  readonly rate: number;
  /** Wilson's. */
  readonly interval: Interval;
  /** Draws in which the test had no answer; they are no false positives. */
  readonly unanswered: number;
  /** `failed`: the whole interval is above α. */
  readonly verdict: 'passed' | 'failed';
  /** The whole interval is under α: nothing is wrong, and power is lost. */
  readonly conservative: boolean;
}

/**
 * A/A certificate: the units of live exposures are divided anew, at random and without any treatment, and the metric's
 * test is asked each time; what it finds is false. Units of one value are alike, so a draw needs one binomial number for
 * each distinct value and never the units themselves: pledges of 0 are one group of a million.
 *
 * It sees what the units' values do to the test: heavy tails, few events, a ratio's denominator, a cluster that the test
 * does not know of. It does not see values that still grow between looks, for it looks once.
 *
 * Source: Kohavi, Tang & Xu, Trustworthy online controlled experiments (2020), chapter 19; Fisher, The design of
 * experiments (1935).
 *
 * @example Welch's test on visits, of which each visitor has ten alike // failed: rate 0.54 where 0.05 is claimed
 */
export function aaCertificate(groups: readonly RandomisedGroup[], options: CertificateOptions): Outcome<AaCertificate> {
  const { test, alpha, uniform, draws = 1000, share = 0.5, doubt = 0.01 } = options;
  const problem = problemOfLevel(alpha) ?? problemOfLevel(doubt) ?? problemOf(groups, draws, share);
  if (problem !== undefined) return problem;
  const width = groups[0]?.sums.sums.length ?? 0;
  const rows = groups.map(({ sums }) => Float64Array.of(sums.n, ...sums.sums, ...sums.products.flat()));
  const totals = new Float64Array(1 + width + width * width);
  rows.forEach((row, index) =>
    row.forEach((value, j) => (totals[j] = (totals[j] ?? 0) + value * (groups[index]?.count ?? 0))),
  );
  const samplers = new Map(groups.map(({ count }) => [count, binomialDraw(count, share)]));
  const picks = groups.map(({ count }) => samplers.get(count) ?? binomialDraw(count, share));
  let [above, below, unanswered] = [0, 0, 0];
  const drawn = new Float64Array(totals.length);
  for (let draw = 0; draw < draws; draw += 1) {
    drawn.fill(0);
    rows.forEach((row, index) => {
      const times = picks[index]?.(uniform()) ?? 0;
      if (times > 0) for (let j = 0; j < row.length; j += 1) drawn[j] = (drawn[j] ?? 0) + times * (row[j] ?? 0);
    });
    const rest = totals.map((total, j) => total - (drawn[j] ?? 0));
    const answer = test(sumsOf(rest, width), sumsOf(drawn, width));
    if (isInsufficient(answer)) unanswered += 1;
    else if (answer.pValue <= alpha && answer.estimate > 0) above += 1;
    else if (answer.pValue <= alpha) below += 1;
  }
  const interval = wilsonInterval({ successes: above + below, n: draws }, normalCritical(doubt));
  return {
    kind: 'certificate',
    method: 'rerandomised',
    draws,
    falsePositives: { above, below },
    rate: (above + below) / draws,
    interval,
    unanswered,
    verdict: interval.lower > alpha ? 'failed' : 'passed',
    conservative: interval.upper < alpha,
  };
}

/** The sums of one unit, from its value and whatever else the test takes: a denominator, a covariate. */
export function sumsOfUnit(values: readonly number[]): JointSums<number> {
  return { n: 1, sums: values, products: values.map((a) => values.map((b) => a * b)) };
}

function sumsOf(flat: Float64Array, width: number): JointSums<number> {
  const list = (from: number): number[] => Array.from(flat.subarray(from, from + width));
  return {
    n: flat[0] ?? 0,
    sums: list(1),
    products: Array.from({ length: width }, (_, row) => list(1 + width + row * width)),
  };
}

function problemOf(groups: readonly RandomisedGroup[], draws: number, share: number): InsufficientData | undefined {
  if (!(Number.isSafeInteger(draws) && draws >= 1000)) {
    return insufficient('out_of_range', 'A certificate takes at least 1,000 draws.');
  }
  if (!(share > 0 && share < 1))
    return insufficient('out_of_range', 'The share of the treatment is not between 0 and 1.');
  const width = groups[0]?.sums.sums.length ?? 0;
  let items = 0;
  for (const { sums, count } of groups) {
    if (!(Number.isSafeInteger(count) && count >= 0 && Number.isSafeInteger(sums.n))) {
      return insufficient('not_finite', 'The number of units of a group is not a whole number.');
    }
    const square = sums.products.length === width && sums.products.every((row) => row.length === width);
    if (sums.sums.length !== width || !square) {
      return insufficient('inconsistent_sums', 'The groups do not have the same sums.');
    }
    if (![...sums.sums, ...sums.products.flat()].every(Number.isFinite)) {
      return insufficient('not_finite', 'A sum is not a finite number.');
    }
    items += count;
  }
  return items >= 4 ? undefined : insufficient('too_few_units', `${items} units cannot be divided in many ways.`);
}
