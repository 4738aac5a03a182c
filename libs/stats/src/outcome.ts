/** Why there is no number. A closed set: pages and clients choose their words by it. */
export type InsufficiencyReason =
  /** Fewer units than the formula needs. */
  | 'too_few_units'
  /** All values are equal, so nothing says how far the mean could be off. */
  | 'zero_variance'
  /** A relative effect on a control mean of zero. */
  | 'zero_baseline'
  /** A relative effect on a negative control mean: "10 % more" of a loss has no useful sign. */
  | 'negative_baseline'
  /** A variant was planned with less than nothing. */
  | 'negative_weight'
  /** A NaN or an infinity among the input. */
  | 'not_finite'
  /** Input that is finite, and an answer that no double can hold. */
  | 'overflow'
  /** Sums that no set of values can have, such as Σy² < (Σy)²/n. */
  | 'inconsistent_sums'
  /** A number outside the range in which the question makes sense. */
  | 'out_of_range'
  /** Text that is not a plain decimal number. */
  | 'not_a_decimal';

/**
 * The answer to a question that the data cannot answer. Estimators never throw because of data and never
 * return NaN; `detail` is one sentence for people.
 */
export interface InsufficientData {
  readonly kind: 'insufficient_data';
  readonly why: InsufficiencyReason;
  readonly detail: string;
}

/** Either the answer or the reason why there is none. */
export type Outcome<T> = T | InsufficientData;

/** Both ends of an interval, in the unit of the estimate that it belongs to. */
export interface Interval {
  readonly lower: number;
  readonly upper: number;
}

/** Makes the answer that says why there is none. */
export const insufficient = (why: InsufficiencyReason, detail: string): InsufficientData => ({
  kind: 'insufficient_data',
  why,
  detail,
});

/** Tells the two sides of an `Outcome` apart. */
export function isInsufficient(outcome: unknown): outcome is InsufficientData {
  return typeof outcome === 'object' && outcome !== null && 'kind' in outcome && outcome.kind === 'insufficient_data';
}

/** The answer itself if all its numbers are finite, or else `overflow`: the last thing that every estimator does. */
export function finiteOr<T extends object>(answer: T): Outcome<T> {
  return allFinite(answer) ? answer : insufficient('overflow', 'The numbers are too large to compute with.');
}

function allFinite(value: unknown): boolean {
  if (typeof value === 'number') return Number.isFinite(value);
  if (typeof value === 'object' && value !== null) return Object.values(value).every(allFinite);
  return true;
}

/** The problem with a significance level, if there is one: α is a probability strictly between 0 and 1. */
export function problemOfLevel(alpha: number): InsufficientData | undefined {
  if (alpha > 0 && alpha < 1) return undefined;
  return insufficient('out_of_range', `The significance level must lie between 0 and 1, not ${alpha}.`);
}
