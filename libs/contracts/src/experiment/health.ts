import type { InsufficientDataView } from './effect.js';
import type { QueryReference } from './query-reference.js';

/** Whether units came as planned from day to day, by a test that may be read every day. */
export interface SampleRatioOverTime {
  readonly kind: 'estimate';
  /** P(it is ever this small while the plan is kept) is at most itself. */
  readonly p_value: number;
  /** It was 0.01 or less on some day. */
  readonly alarm: boolean;
  /** The day from which on the split most likely differs; null without an alarm. */
  readonly since: string | null;
  readonly p_values: readonly { readonly day: string; readonly p_value: number }[];
}

/** How what was measured before the exposure differs between a treatment and the baseline. */
export interface CovariateBalanceView {
  readonly kind: 'estimate';
  readonly metric: string;
  readonly version: number;
  readonly variant: string;
  /** Treatment minus baseline, in the unit of the metric. */
  readonly estimate: number;
  /** In standard deviations of a unit: it does not grow with the number of units, as significance does. */
  readonly standardised: number;
  /** Adjusted by Holm over all of them. */
  readonly p_value: number;
  readonly significant: boolean;
  readonly query: QueryReference;
}

/** What of before could not be compared, and why. */
export interface CovariateWithoutNumbers extends InsufficientDataView {
  readonly metric: string;
  readonly version: number;
  readonly variant: string;
}

/** Whether the variants were alike before anything was done to them; of all units, whose time before is over. */
export interface BalanceView {
  readonly alpha: number;
  /** Something differs by more than chance: the assignment, the exposures or the data are broken. */
  readonly alarm: boolean;
  readonly text: string;
  readonly covariates: readonly (CovariateBalanceView | CovariateWithoutNumbers)[];
}
