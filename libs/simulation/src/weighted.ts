/** A draw from items with weights: the same number of [0, 1) always gives the same item. */
export class Weighted<Item> {
  readonly #items: readonly Item[];
  readonly #cumulative: readonly number[];

  constructor(items: readonly Item[], weightOf: (item: Item) => number) {
    this.#items = items.filter((item) => weightOf(item) > 0);
    if (this.#items.length === 0) throw new RangeError('No item has a weight above zero.');
    let sum = 0;
    const sums = this.#items.map((item) => (sum += weightOf(item)));
    this.#cumulative = sums.map((value) => value / sum);
  }

  at(unit: number): Item {
    const index = this.#cumulative.findIndex((limit) => unit < limit);
    const item = this.#items.at(index);
    if (item === undefined) throw new RangeError('No such item.');
    return item;
  }
}

/** A point of a quantile function: a share of [0, 1] and the value below which that share lies. */
export type QuantileKnot = readonly [share: number, value: number];

/**
 * A quantile function drawn through knots, straight in the logarithm of the value (amounts of money are closer to
 * log-normal than to normal). The inverse of a distribution function at a uniform number is a draw from it.
 *
 * @param knots ascending in both; values above zero
 */
export function quantileOf(knots: readonly QuantileKnot[], share: number): number {
  let [lowShare, lowValue] = knots[0] ?? [0, 1];
  for (const [highShare, highValue] of knots) {
    if (share <= highShare) {
      if (highShare === lowShare) return highValue;
      const part = (share - lowShare) / (highShare - lowShare);
      return lowValue * (highValue / lowValue) ** part;
    }
    [lowShare, lowValue] = [highShare, highValue];
  }
  return lowValue;
}
