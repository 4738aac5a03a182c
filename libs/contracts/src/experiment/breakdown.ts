import { z } from 'zod';
import type { AbsoluteEffectView, InsufficientDataView, RelativeEffectView, UnboundedEffectView } from './effect.js';
import { factColumnNameSchema, metricKeySchema } from '../metric/fact.js';
import type { QueryReference } from './query-reference.js';
import type { VariantNumbers } from './readout.js';

/** What units are told apart by: what the last row of a fact until their first exposure says in one of its columns. */
export const newBreakdownSchema = z
  .strictObject({ fact: metricKeySchema, column: factColumnNameSchema })
  .meta({ id: 'NewBreakdown' });

export const breakdownCorrections = ['holm', 'benjamini_hochberg'] as const;

export const breakdownListSchema = z.strictObject({
  correction: z.enum(breakdownCorrections).default('holm').meta({
    description:
      'holm: all intervals hold together with the level of the plan; benjamini_hochberg: of those that exclude 0, at most that share is expected to miss',
  }),
});

export type NewBreakdown = z.infer<typeof newBreakdownSchema>;
export type BreakdownListQuery = z.infer<typeof breakdownListSchema>;
export type BreakdownCorrection = (typeof breakdownCorrections)[number];

/** One treatment against the baseline within a level, judged with all other cells in mind. */
export interface CellEffect {
  readonly kind: 'estimate';
  readonly variant: string;
  /** Treatment minus baseline, in the unit of the metric. */
  readonly estimate: number;
  /** An end that is null is open. */
  readonly interval: { readonly lower: number | null; readonly upper: number | null };
  /** Adjusted: compare it with `alpha`. */
  readonly p_value: number;
  readonly significant: boolean;
}

/** Whether the effects of the levels differ by more than their errors: to be read first. */
export interface LevelDifference {
  readonly kind: 'estimate';
  readonly variant: string;
  readonly method: string;
  readonly statistic: number;
  readonly degrees_of_freedom: number;
  /** Adjusted by Holm for all metrics and treatments. */
  readonly p_value: number;
  /** The share of the spread that is not error, 0 to 1. */
  readonly inconsistency: number;
}

type Missing = InsufficientDataView & { readonly variant: string };

/** The effect as it would be with the levels in the same shares in both variants: those that they have in all units. */
export interface PostStratifiedEffect {
  readonly kind: 'post_stratified';
  readonly variant: string;
  /** Levels, those with too few units thrown together. */
  readonly strata: number;
  /** Share of the variance of the difference that is gone: 0, or a hair below, where the levels explain nothing. */
  readonly variance_reduction: number;
  /** Not adjusted for the other cells: compare p with `alpha`. */
  readonly absolute: AbsoluteEffectView | InsufficientDataView;
  readonly relative: RelativeEffectView | UnboundedEffectView | InsufficientDataView;
}

export interface LevelSplit {
  readonly kind: 'estimate';
  /** Of χ², adjusted by Holm for all levels. */
  readonly p_value: number;
  /** p < 0.001: units of this level are lost or added by variant, or the treatment moves units between levels. */
  readonly mismatch: boolean;
}

export interface LevelView {
  /** `other`: all beyond the twenty of most units; `unknown`: nothing was known at the exposure. */
  readonly kind: 'named' | 'other' | 'unknown';
  /** Of `named`. */
  readonly level: string | null;
  /** Whether its units are split as planned, those of all windows. */
  readonly split: LevelSplit | InsufficientDataView;
  /** Units whose window is closed. */
  readonly variants: readonly VariantNumbers[];
  readonly effects: readonly (CellEffect | Missing)[];
}

/** Effects by level, of one reading of the warehouse. */
export interface BreakdownAnswer {
  readonly data_through: string;
  readonly engine: string;
  readonly commit: string;
  readonly query: QueryReference;
  readonly correction: BreakdownCorrection;
  readonly alpha: number;
  /** How many cells were judged together. */
  readonly cells: number;
  /** Why no effect can be trusted; null where nothing speaks against it. */
  readonly broken: string | null;
  readonly text: string;
  readonly metrics: readonly {
    readonly metric: string;
    readonly version: number;
    readonly differences: readonly (LevelDifference | Missing)[];
    /** Of all levels together; no interval of theirs is narrowed by it. */
    readonly post_stratified: readonly (PostStratifiedEffect | Missing)[];
    readonly levels: readonly LevelView[];
  }[];
}

export interface BreakdownView {
  readonly id: string;
  readonly fact: string;
  readonly fact_version: number;
  readonly column: string;
  readonly job_id: string | null;
  readonly asked_by: string;
  readonly asked_at: string;
  /** Why there is no answer; null while there is one, or it waits. */
  readonly error: string | null;
  readonly answer: BreakdownAnswer | null;
}

export interface BreakdownAccepted {
  readonly breakdown_id: string;
  readonly job_id: string;
}
