import type { InsufficientDataView, IntervalView } from './effect.js';
import type { QueryReference } from './query-reference.js';
import type { MetricKind } from '../metric/metric.js';
import type { UnitType } from './experiment.js';

/** By how much a variant of the one and a variant of the other do more together than each by itself. */
export interface InteractionContrastView {
  readonly first_variant: string;
  readonly second_variant: string;
  /** In the unit of the metric, with an interval of its own, not adjusted for the other pairs. */
  readonly estimate: number;
  readonly interval: IntervalView;
}

/** Two running experiments on a metric of the first. */
export interface InteractionPair {
  readonly first: string;
  readonly second: string;
  readonly metric: string;
  readonly version: number;
  readonly kind: MetricKind;
  readonly measure: 'money' | 'number';
  readonly unit: UnitType;
  /** Units in both, whose window of the metric is closed. */
  readonly units: number;
  /** Adjusted by Benjamini and Hochberg's procedure for all pairs: compare it with the level. */
  readonly p_value: number;
  readonly found: boolean;
  readonly contrasts: readonly InteractionContrastView[];
  readonly query: QueryReference;
}

/** Every pair of running experiments that share units; of those that are found at most a share `alpha` is chance, on average. */
export interface InteractionScanView {
  readonly kind: 'scan';
  /** Of the job that made it. */
  readonly id: string;
  readonly method: 'benjamini_hochberg';
  readonly alpha: number;
  /** Those that are found first, and then by their p-value. */
  readonly pairs: readonly InteractionPair[];
  /** Pairs that share too few units in some cell: they are not among those judged together. */
  readonly left_out: readonly {
    readonly first: string;
    readonly second: string;
    readonly metric: string;
    readonly why: string;
  }[];
  readonly text: string;
  readonly engine: string;
  readonly commit: string;
  readonly scanned_at: string;
}

/** Nothing has been scanned yet, or nothing can be told. */
export type NoInteractionScan = { readonly kind: 'no_scan'; readonly next_step: string } | InsufficientDataView;
