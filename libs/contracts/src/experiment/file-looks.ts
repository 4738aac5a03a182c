import type { InsufficientDataView, IntervalView, RelativeEffectView, UnboundedEffectView } from './effect.js';
import type { FileReadout } from './file-readout.js';
import type { SampleRatioView } from './readout.js';

/** What one look at one treatment says. */
export interface FileLookView {
  readonly day: string;
  readonly units: { readonly baseline: number; readonly treatment: number };
  /** Share of the planned information; null without a plan. */
  readonly fraction: number | null;
  /** `final`: a bound was crossed, or nothing is left to spend: the verdict is given and later days change nothing. */
  readonly stage: 'interim' | 'final';
  readonly verdict: 'higher' | 'lower' | 'no_difference_found' | null;
  /** Level spent so far, and the |z| from which the look ends it; null of a confidence sequence, or where no z would. */
  readonly spent: number | null;
  readonly bound: number | null;
  readonly statistic: number;
  readonly estimate: number;
  /** Valid at all looks together; of a final look the adjusted one. */
  readonly interval: IntervalView | null;
  readonly p_value: number | null;
  readonly relative:
    Omit<RelativeEffectView, 'p_value'> | Omit<UnboundedEffectView, 'p_value'> | InsufficientDataView | null;
}

/** A look that could say nothing, and spent nothing. */
export type FileEmptyLook = InsufficientDataView & { readonly day: string };

export interface FileLooksMetric {
  readonly key: string;
  readonly variants: readonly { readonly variant: string; readonly units: number; readonly mean: number | null }[];
  readonly sample_ratio: SampleRatioView | InsufficientDataView;
  readonly sample_ratio_over_time: FileReadout['sample_ratio_over_time'];
  readonly treatments: readonly {
    readonly variant: string;
    readonly looks: readonly (FileLookView | FileEmptyLook)[];
    readonly verdict: FileLookView['verdict'];
    readonly words: string;
  }[];
}

/** What a table of summary statistics shows: `npx verdict analyse --looks FILE --json`. */
export interface FileLooks {
  readonly kind: 'file_looks';
  readonly file: FileReadout['file'];
  readonly versions: FileReadout['versions'];
  readonly rows: 'daily' | 'cumulative';
  readonly procedure: 'group_sequential' | 'confidence_sequence';
  readonly baseline: string;
  readonly alpha: number;
  /** Of each comparison: shared equally. */
  readonly alpha_each: number;
  /** Units of all variants at which the plan ends; null without one. */
  readonly planned: {
    readonly units: number;
    readonly from: 'given' | 'day' | 'pace';
    readonly day: string | null;
  } | null;
  readonly metrics: readonly FileLooksMetric[];
  readonly notes: FileReadout['notes'];
  readonly queries: FileReadout['queries'];
}
