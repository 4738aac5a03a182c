export interface IntervalView {
  readonly lower: number;
  readonly upper: number;
}

/** There is no number, and why. */
export interface InsufficientDataView {
  readonly kind: 'insufficient_data';
  readonly why: string;
  readonly detail: string;
}

/** Treatment minus baseline, in the unit of the metric. */
export interface AbsoluteEffectView {
  readonly kind: 'estimate';
  readonly method: string;
  readonly estimate: number;
  readonly interval: IntervalView;
  readonly p_value: number;
}

/** Treatment by baseline minus one: 0.07 is seven percent more. */
export interface RelativeEffectView {
  readonly kind: 'estimate';
  readonly method: string;
  readonly estimate: number;
  readonly interval: IntervalView;
  readonly p_value: number;
}

/** The baseline's mean is not told from zero: any ratio is possible. */
export interface UnboundedEffectView {
  readonly kind: 'unbounded';
  readonly method: string;
  readonly estimate: number;
  readonly p_value: number;
  readonly excludes_zero: boolean;
}

/** The difference by an interval that may be read whenever one likes: it holds at all times together. */
export interface AlwaysValidView {
  readonly kind: 'estimate';
  readonly method: string;
  readonly interval: IntervalView;
  /** P(it is ever this small without effect) is at most itself. */
  readonly p_value: number;
  readonly relative: RelativeEffectView | UnboundedEffectView | InsufficientDataView;
}

/** What is believed of the relative lift after the data; no error rate. */
export interface PosteriorView {
  readonly kind: 'estimate';
  readonly method: string;
  readonly estimate: number;
  /** Credible. */
  readonly interval: IntervalView;
  readonly chance_to_win: number;
  /** Expected loss, as a lift, of staying with the baseline and of the treatment. */
  readonly risk: { readonly baseline: number; readonly treatment: number };
}

export type MetricVerdict = 'better' | 'worse' | 'no_difference_found';
