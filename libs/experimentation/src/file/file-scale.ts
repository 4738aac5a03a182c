/** What is known of a column before its values are made whole numbers. */
export interface ColumnShape {
  readonly name: string;
  /** The largest number, whatever its sign; 0 without any. */
  readonly largest: number;
  /** Digits after the point that its longest number has. */
  readonly decimals: number;
}

/** How values become whole numbers: times 10^scale. */
export interface ColumnScale {
  readonly scale: number;
  /** False: there are more decimals than exact sums have room for, and each value is rounded to `scale` of them. */
  readonly exact: boolean;
}

/** Digits that sums of squares have room for (DECIMAL(38, 0)), a unit's sum (BIGINT), and a factor (a whole double). */
const digits = { squares: 37, total: 18, factor: 15 };

/**
 * The most decimals, up to those that the values have, with which every sum of squares and products fits:
 *
 *   n (T 10^s)² ≤ 10^37,   T 10^s ≤ 10^18
 *
 * for n units of at most T. Sums of products fit then, too (Cauchy and Schwarz). Columns that are added to each other's
 * products as value and covariate share a scale, and so do not undo one another's caps.
 *
 * @returns undefined where even whole numbers are too large
 */
export function scaleOf(shapes: readonly ColumnShape[], units: number, mostRows: number): ColumnScale | undefined {
  const decimals = Math.max(0, ...shapes.map((one) => one.decimals));
  const largest = Math.max(1e-15, ...shapes.map((one) => one.largest)) * Math.max(1, mostRows);
  const size = Math.log10(largest);
  const room = Math.min(
    digits.total - size,
    (digits.squares - Math.log10(Math.max(1, units))) / 2 - size,
    digits.factor,
  );
  const scale = Math.min(decimals, Math.floor(room));
  return scale < 0 ? undefined : { scale, exact: scale === decimals };
}
