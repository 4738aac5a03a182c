/** The positions that get one variant: lower ≤ position < upper. */
export interface BucketRange {
  readonly lower: number;
  readonly upper: number;
}

/** Sums of weights outside this are taken for a mistake and replaced by equal weights. */
const LOWEST_SUM = 0.99;
const HIGHEST_SUM = 1.01;

/** The same weight for each of n variants; none for n ≤ 0. @example equalWeights(4) // [0.25, 0.25, 0.25, 0.25] */
export const equalWeights = (count: number): number[] =>
  count > 0 ? Array.from({ length: count }, () => 1 / count) : [];

/**
 * The range of each of `count` variants: [c, c + coverage × weight) with c the sum of the weights before.
 *
 * Each variant starts where it would start with full coverage, so that a growing coverage adds units and moves
 * none. Coverage is taken into [0, 1]; weights of a wrong number or a wrong sum are replaced by equal ones.
 *
 * Source: the GrowthBook SDK specification, `getBucketRanges`.
 *
 * @example bucketRanges(2, 0.5, [0.4, 0.6]) // [0, 0.2), [0.4, 0.7)
 */
export function bucketRanges(count: number, coverage: number, weights: readonly number[]): BucketRange[] {
  const share = Math.min(1, Math.max(0, coverage));
  const sum = weights.reduce((total, weight) => total + weight, 0);
  const usable = weights.length === count && sum >= LOWEST_SUM && sum <= HIGHEST_SUM;
  let start = 0;
  return (usable ? weights : equalWeights(count)).map((weight) => {
    const range = { lower: start, upper: start + share * weight };
    start += weight;
    return range;
  });
}

/** The first variant whose range holds the position, or −1. @example chooseVariant(0.6, bucketRanges(2, 1, [])) // 1 */
export function chooseVariant(position: number, ranges: readonly BucketRange[]): number {
  let index = 0;
  for (const { lower, upper } of ranges) {
    if (position >= lower && position < upper) return index;
    index += 1;
  }
  return -1;
}
