import type {
  AbsoluteEffectView,
  AlwaysValidView,
  InsufficientDataView,
  PosteriorView,
  RelativeEffectView,
  UnboundedEffectView,
} from './effect.js';
import type { SampleRatioOverTime } from './health.js';
import type { SampleRatioView, VariantNumbers } from './readout.js';

/** What was left out of a file, or should be known before its effects are believed. */
export interface FileNote {
  /** `alarm`: no effect can be trusted; `warning`: read it before the effects; `note`: what was done, and why. */
  readonly level: 'alarm' | 'warning' | 'note';
  readonly code:
    | 'sample_ratio_mismatch'
    | 'sample_ratio_over_time'
    | 'missing_differs'
    | 'rows_left_out'
    | 'ill_typed'
    | 'several_variants'
    | 'units_left_out'
    | 'rounded'
    | 'skewed'
    | 'low_power'
    | 'one_reading'
    | 'baseline_chosen'
    | 'kind_detected'
    | 'covariate'
    | 'cap'
    | 'several_comparisons'
    | 'plan'
    | 'final_values';
  readonly text: string;
}

/** A treatment against the baseline in one metric of a file. */
export interface FileEffectView {
  readonly variant: string;
  readonly absolute: AbsoluteEffectView | InsufficientDataView;
  readonly relative: RelativeEffectView | UnboundedEffectView | InsufficientDataView;
  /** Null where the file has no days: nobody looked more than once. */
  readonly always_valid: AlwaysValidView | InsufficientDataView | null;
  /** Null of a quantile. */
  readonly posterior: PosteriorView | InsufficientDataView | null;
  /** Without cap and covariate, where there is one of them. */
  readonly plain: Pick<FileEffectView, 'absolute' | 'relative'> | null;
  /** By Holm over all comparisons of the readout; ends that are null are open. */
  readonly joint: {
    readonly p_value: number;
    readonly significant: boolean;
    readonly interval: { readonly lower: number | null; readonly upper: number | null };
  } | null;
  /** What four of five such experiments would have found. */
  readonly detectable: { readonly absolute: number; readonly relative: number | null } | InsufficientDataView;
  /** Null where the split or the data are broken, or there is no number. */
  readonly verdict: 'higher' | 'lower' | 'no_difference_found' | null;
  /** All of it in one sentence. */
  readonly words: string;
}

/** All units that had come by the end of a day, by the interval that may be read every day. */
export interface FileDayView {
  readonly day: string;
  readonly variants: readonly { readonly variant: string; readonly units: number }[];
  readonly effects: readonly {
    readonly variant: string;
    readonly estimate: number | null;
    readonly always_valid: AlwaysValidView | InsufficientDataView;
  }[];
}

export interface FileMetricView {
  /** As it was asked for. */
  readonly key: string;
  readonly kind: 'mean' | 'proportion' | 'ratio' | 'quantile';
  /** Nobody said what it is: all of its units have 0 or 1, or they have not. */
  readonly detected: boolean;
  readonly quantile: number | null;
  /** Sums are of values times 10^scale. */
  readonly scale: number;
  readonly cap: { readonly value: number; readonly asked: string } | null;
  readonly covariate: {
    readonly name: string;
    /** Share of the variance that it takes away, 0 where there was nothing in it. */
    readonly variance_reduction: number;
    readonly theta: readonly number[];
  } | null;
  /** Units that are not in this metric, by rule; a unit may break several. */
  readonly left_out: readonly {
    readonly column: string;
    readonly rule: 'ill_typed' | 'missing' | 'several_values';
    readonly units: readonly { readonly variant: string; readonly units: number }[];
  }[];
  /** As summed, with the cap; of a quantile its value and the error behind its interval. */
  readonly variants: readonly VariantNumbers[];
  readonly effects: readonly FileEffectView[];
  /** Null where the file has no days, or the metric is a quantile. */
  readonly days: readonly FileDayView[] | null;
}

/** What a file shows of an experiment: `npx verdict analyse FILE --json`. */
export interface FileReadout {
  readonly kind: 'file_readout';
  readonly file: {
    readonly name: string;
    readonly format: 'csv' | 'parquet' | 'json';
    readonly bytes: number;
    /** Of the bytes as they were read. */
    readonly sha256: string;
  };
  readonly versions: { readonly verdict: string; readonly engine: string; readonly node: string };
  readonly unit: string;
  readonly variant: string;
  readonly date: string | null;
  readonly baseline: string;
  readonly alpha: number;
  readonly missing: 'leave_out' | 'zero';
  readonly rows: {
    readonly total: number;
    readonly left_out: readonly {
      readonly rule: 'no_unit' | 'no_variant' | 'no_day';
      readonly rows: number;
      /** From 1, the line with the names not counted. */
      readonly first_row: number;
      readonly text: string | null;
    }[];
  };
  readonly columns: readonly {
    readonly name: string;
    readonly scale: number;
    /** False: values were rounded to `scale` decimals. */
    readonly exact: boolean;
    readonly ill_typed: { readonly rows: number; readonly first_row: number; readonly text: string } | null;
  }[];
  readonly units: {
    readonly total: number;
    /** Met more than one variant: left out of everything else. */
    readonly several_variants: number;
    readonly variants: readonly { readonly variant: string; readonly units: number; readonly weight: number }[];
  };
  readonly sample_ratio: SampleRatioView | InsufficientDataView;
  /** Null where the file has no days. */
  readonly sample_ratio_over_time: SampleRatioOverTime | InsufficientDataView | null;
  readonly comparisons: number;
  readonly metrics: readonly FileMetricView[];
  readonly notes: readonly FileNote[];
  /** Every text that was run, in order. */
  readonly queries: readonly { readonly name: string; readonly hash: string; readonly text: string }[];
}
