import { finiteOr, insufficient, isInsufficient, problemOfLevel } from './outcome.js';
import type { InsufficientData, Outcome } from './outcome.js';
import { checkSample } from './sample-statistics.js';
import type { SampleStatistics } from './sample-statistics.js';
import { welchTest } from './welch-test.js';
import type { MeanDifference } from './welch-test.js';

/** Above which value a unit counts no more: an amount, or a percentile of all variants' units together. */
export type CapRule =
  | { readonly kind: 'absolute'; readonly value: number }
  | { readonly kind: 'percentile'; readonly q: number; /** From 1. */ readonly frozenAtLook: number };

/** The cap that is in force, a value to be stored with the look. */
export interface Cap {
  readonly kind: 'cap';
  readonly value: number;
  /** It will not move any more. */
  readonly frozen: boolean;
  /** The look whose data it is from. */
  readonly look: number;
}

/**
 * The cap of a look. A percentile moves with every new unit and takes all units' values with it, also of those that an
 * earlier look has counted, which no sequential method allows. So it is taken at the look that the rule names and kept;
 * looks before have a provisional one, for their numbers alone.
 *
 * One cap for all variants: with one for each a treatment that raises the highest values would raise its own cap.
 *
 * Source: Tukey, The future of data analysis, Annals of Mathematical Statistics 33 (1962), for winsorising; Kohavi, Tang &
 * Xu (2020), chapter 22.
 *
 * @param before the cap of the look before, null at the first
 * @param now the look's number, from 1, and the percentile in its data
 */
export function capAtLook(
  rule: CapRule,
  before: Cap | null,
  now: { readonly look: number; readonly percentile: number },
): Outcome<Cap> {
  if (before?.frozen === true) return before;
  const value = rule.kind === 'absolute' ? rule.value : now.percentile;
  if (!Number.isFinite(value)) return insufficient('not_finite', 'The cap is not a finite number.');
  if (!(value > 0)) {
    return insufficient('out_of_range', `A cap at ${value} leaves nothing: most units have no more.`);
  }
  const frozen = rule.kind === 'absolute' || now.look >= rule.frozenAtLook;
  return { kind: 'cap', value, frozen, look: now.look };
}

/** One variant without and with the cap. */
export interface CappedSample {
  readonly raw: Outcome<SampleStatistics>;
  /** Of min(y, cap), over the same units. */
  readonly capped: Outcome<SampleStatistics>;
  readonly unitsCapped: number;
}

/** What the cap has taken from a variant. */
export interface CapShare {
  /** Of the units. */
  readonly units: number;
  /** Of the value; null where there is none. */
  readonly value: number | null;
}

/** The effect with and without the cap, side by side. */
export interface CappedEffect {
  readonly kind: 'capped_effect';
  readonly raw: Outcome<MeanDifference>;
  readonly capped: Outcome<MeanDifference>;
  readonly control: CapShare;
  readonly treatment: CapShare;
  /** The two lead to one verdict: neither is significant, or both are with one sign. */
  readonly agree: boolean;
}

/**
 * A cap trades a little bias for much less variance: it answers what happens to values up to it. Where the two differ,
 * the effect is in the few largest values, and the shares say how few.
 */
export function cappedEffect(
  control: CappedSample,
  treatment: CappedSample,
  { alpha }: { readonly alpha: number },
): Outcome<CappedEffect> {
  const problem = problemOfLevel(alpha);
  if (problem !== undefined) return problem;
  const [a, b] = [shareOf(control), shareOf(treatment)];
  if (isInsufficient(a)) return a;
  if (isInsufficient(b)) return b;
  const raw = welchTest(control.raw, treatment.raw, { alpha });
  const capped = welchTest(control.capped, treatment.capped, { alpha });
  const agree = verdictOf(raw, alpha) === verdictOf(capped, alpha);
  return finiteOr({ kind: 'capped_effect', raw, capped, control: a, treatment: b, agree });
}

function shareOf({ raw: first, capped: second, unitsCapped }: CappedSample): Outcome<CapShare> {
  const [raw, capped] = [checkSample(first), checkSample(second)];
  if (isInsufficient(raw)) return raw;
  if (isInsufficient(capped)) return capped;
  const problem = problemOfCap(raw, capped, unitsCapped);
  if (problem !== undefined) return problem;
  return { units: unitsCapped / raw.n, value: raw.mean > 0 ? 1 - capped.mean / raw.mean : null };
}

function problemOfCap(raw: SampleStatistics, capped: SampleStatistics, units: number): InsufficientData | undefined {
  if (!(Number.isSafeInteger(units) && units >= 0 && units <= raw.n)) {
    return insufficient('out_of_range', `${units} capped units of ${raw.n} are no share.`);
  }
  // A cap moves no two values apart: neither the mean nor the variance grows.
  const slack = 1e-9 * (Math.abs(raw.mean) + Math.sqrt(raw.variance));
  const fits = capped.n === raw.n && capped.mean <= raw.mean + slack && capped.variance <= raw.variance * (1 + 1e-9);
  return fits ? undefined : insufficient('inconsistent_sums', 'The capped sums are not of the same units.');
}

const verdictOf = (test: Outcome<MeanDifference>, alpha: number): number =>
  isInsufficient(test) || test.pValue > alpha ? 0 : Math.sign(test.estimate);
