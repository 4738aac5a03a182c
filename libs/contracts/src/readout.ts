import { z } from 'zod';
import type { ExperimentState } from './experiment.js';
import type { MetricView } from './metric.js';

export const queryHashSchema = z.string().regex(/^[0-9a-f]{64}$/, 'a SHA-256 in hexadecimal digits');

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

export interface VariantNumbers {
  readonly variant: string;
  readonly units: number;
  /** Exact, as decimal text: of 0 and 1, or of minor units. */
  readonly sum: string;
  readonly sum_of_squares: string;
  readonly mean: number | null;
  readonly standard_deviation: number | null;
}

export interface EffectView {
  readonly variant: string;
  readonly absolute: AbsoluteEffectView | InsufficientDataView;
  readonly relative: RelativeEffectView | UnboundedEffectView | InsufficientDataView;
}

/**
 * What the p-values and intervals of a metric are worth:
 * `final`: the planned units have closed windows and enrolment has ended, so this is the one planned reading;
 * `before_planned_end`: fixed-horizon numbers, valid only at the planned end: no verdict before;
 * `no_plan`: nothing was planned, so nothing says that this is not the luckiest of many readings.
 */
export type PValueValidity = 'final' | 'before_planned_end' | 'no_plan';

export type MetricVerdict = 'better' | 'worse' | 'no_difference_found';

export interface MetricReadout {
  readonly metric: MetricView;
  readonly primary: boolean;
  readonly maturity: {
    readonly units: number;
    readonly closed_units: number;
    /** When the last window closes, as far as is known; null while enrolment is open. */
    readonly closes_at: string | null;
    readonly final: boolean;
    readonly text: string;
  };
  /** Units whose window is closed: their value no longer changes. Effects are of these. */
  readonly closed: { readonly variants: readonly VariantNumbers[]; readonly effects: readonly EffectView[] };
  /** All units, values so far: numbers only, since they still change. */
  readonly so_far: { readonly variants: readonly VariantNumbers[] };
  readonly alpha: number;
  readonly validity: PValueValidity;
  readonly validity_text: string;
  /** By treatment, and only where `validity` is `final`. */
  readonly verdicts: readonly { readonly variant: string; readonly verdict: MetricVerdict }[];
  readonly query: QueryReference;
}

/** Where numbers came from: the SQL's hash (see `GET /v1/queries/{hash}`) and its parameters. */
export interface QueryReference {
  readonly hash: string;
  readonly parameters: Readonly<Record<string, string | number>>;
}

export interface SampleRatioView {
  readonly kind: 'estimate';
  readonly chi_square: number;
  readonly degrees_of_freedom: number;
  readonly p_value: number;
  /** p < 0.001, or traffic where none was planned: no effect below can be trusted. */
  readonly mismatch: boolean;
  readonly text: string;
}

/** People who signed in, each with all of their ids: a backer, and every visitor that became this backer. */
export interface PeopleView {
  readonly signed_in: number;
  /** Of these, who met more than one variant. */
  readonly several_variants: number;
  /** Null without anybody. */
  readonly share: number | null;
  /** More than one in a hundred: effects look smaller than they are. */
  readonly leak: boolean;
  readonly query: QueryReference;
}

export interface ReadoutNote {
  readonly code:
    | 'not_started'
    | 'paused'
    | 'enrolment_closed'
    | 'rebucketed'
    | 'reweighted'
    | 'multiple_variants'
    | 'people_of_several_variants'
    | 'changed_since'
    | 'sample_ratio_mismatch'
    | 'unknown_variant';
  readonly text: string;
}

/** `GET /v1/experiments/{key}/results` before the first refresh. */
export interface EmptyReadout {
  readonly experiment: string;
  readonly state: ExperimentState;
  readonly status: 'no_results_yet';
  readonly next_step: string;
  readonly notes: readonly ReadoutNote[];
}

export interface Readout {
  readonly experiment: string;
  readonly state: ExperimentState;
  readonly status: 'results';
  readonly refreshed_at: string;
  /** Events before this time were in the warehouse. */
  readonly data_through: string;
  readonly engine: string;
  /** The commit whose SQL was run. */
  readonly commit: string;
  readonly experiment_version: number;
  readonly baseline: string;
  readonly notes: readonly ReadoutNote[];
  readonly units: {
    readonly total: number;
    readonly planned: number | null;
    readonly variants: readonly { readonly variant: string; readonly units: number; readonly weight: number }[];
    /** Units that met more than one variant: left out of everything else. */
    readonly multiple_variants: number;
    readonly query: QueryReference;
  };
  /** Null in readings from before people were counted. */
  readonly people: PeopleView | null;
  readonly sample_ratio: SampleRatioView | InsufficientDataView;
  readonly metrics: readonly MetricReadout[];
}

export interface QueryView {
  readonly hash: string;
  readonly name: string;
  readonly text: string;
  readonly engine: string;
  readonly commit: string;
  readonly first_used_at: string;
}

export interface RefreshAnswer {
  readonly job_id: string;
}
