/** How a model's log-odds become those of what is observed; data, evaluated the same everywhere. */
export type Calibration =
  | { readonly kind: 'none' }
  /** calibrated log-odds = a ln p − b ln(1 − p) + c, with p the model's probability and a, b ≥ 0. */
  | { readonly kind: 'beta'; readonly a: number; readonly b: number; readonly c: number }
  /**
   * Straight lines between these points of log-odds and calibrated log-odds, both ascending; outside them the model's own
   * distances, so that nothing is tied that the model keeps apart.
   */
  | { readonly kind: 'isotonic'; readonly from: readonly number[]; readonly to: readonly number[] };
