/**
 * Isotonic regression: the non-decreasing values that are nearest to the given ones in the sum of weighted squares.
 * Pool adjacent violators, in linear time: a value below the block before it joins that block at their weighted mean.
 * What weighs nothing takes the value of the block that it comes to lie in.
 *
 * Source: Barlow, Bartholomew, Bremner & Brunk, Statistical Inference under Order Restrictions (1972), 1.2.
 *
 * @example isotonic([1, 3, 2, 4], [1, 1, 1, 1]) // [1, 2.5, 2.5, 4]
 */
export function isotonic(values: ArrayLike<number>, weights: ArrayLike<number>): Float64Array {
  const means = new Float64Array(values.length);
  const totals = new Float64Array(values.length);
  const sizes = new Uint32Array(values.length);
  let blocks = 0;
  for (let at = 0; at < values.length; at++) {
    means[blocks] = values[at]!;
    totals[blocks] = weights[at]!;
    sizes[blocks] = 1;
    blocks += 1;
    while (blocks > 1 && means[blocks - 2]! >= means[blocks - 1]!) {
      const weight = totals[blocks - 2]! + totals[blocks - 1]!;
      const sum = means[blocks - 2]! * totals[blocks - 2]! + means[blocks - 1]! * totals[blocks - 1]!;
      // Two blocks that weigh nothing have no mean; the greater of their values keeps the order.
      if (weight > 0) means[blocks - 2] = sum / weight;
      totals[blocks - 2] = weight;
      sizes[blocks - 2]! += sizes[blocks - 1]!;
      blocks -= 1;
    }
  }
  const fitted = new Float64Array(values.length);
  for (let block = 0, at = 0; block < blocks; block++)
    for (let size = sizes[block]!; size > 0; size--) fitted[at++] = means[block]!;
  return fitted;
}

/** Non-increasing instead. */
export const antitonic = (values: ArrayLike<number>, weights: ArrayLike<number>): Float64Array =>
  isotonic(
    Float64Array.from(values, (value) => -value),
    weights,
  ).map((value) => -value);
