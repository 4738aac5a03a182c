/** Predictions that lie next to one another, and what came of them. */
export interface ReliabilityBin {
  readonly rows: number;
  /** Means of the predicted probabilities … */
  readonly predicted: number;
  /** … and of the labels. */
  readonly observed: number;
}

/**
 * The reliability curve: the rows in the order of their predictions, in bins of equal numbers of rows. With fewer rows than
 * bins each row is one.
 *
 * Source: Nixon, Dusenberry, Zhang, Jerfel & Tran, Measuring calibration in deep learning (2019), adaptive bins.
 */
export function reliabilityCurve(
  probabilities: ArrayLike<number>,
  labels: ArrayLike<number>,
  bins = 20,
): ReliabilityBin[] {
  const order = Uint32Array.from({ length: labels.length }, (_, row) => row).toSorted(
    (left, right) => probabilities[left]! - probabilities[right]! || left - right,
  );
  const curve: ReliabilityBin[] = [];
  for (let bin = 0; bin < bins; bin++) {
    const from = Math.floor((bin * order.length) / bins);
    const rows = order.subarray(from, Math.floor(((bin + 1) * order.length) / bins));
    if (rows.length === 0) continue;
    const mean = (of: ArrayLike<number>): number => rows.reduce((sum, row) => sum + of[row]!, 0) / rows.length;
    curve.push({ rows: rows.length, predicted: mean(probabilities), observed: mean(labels) });
  }
  return curve;
}

/**
 * Expected calibration error: mean distance of predicted and observed, over the rows.
 * Source: Naeini, Cooper & Hauskrecht, AAAI (2015).
 */
export function calibrationError(curve: readonly ReliabilityBin[]): number {
  const rows = curve.reduce((sum, bin) => sum + bin.rows, 0);
  const distance = curve.reduce((sum, bin) => sum + bin.rows * Math.abs(bin.predicted - bin.observed), 0);
  return rows === 0 ? 0 : distance / rows;
}
