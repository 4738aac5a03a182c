import { z } from 'zod';
import type { Adjustment, CovariateSums } from './adjustment.js';
import type {
  AbsoluteEffectView,
  AlwaysValidView,
  InsufficientDataView,
  IntervalView,
  MetricVerdict,
  PosteriorView,
  RelativeEffectView,
  UnboundedEffectView,
} from './effect.js';
import type { FactDataThrough } from './data-through.js';
import type { BalanceView, SampleRatioOverTime } from './health.js';
import type { ExperimentPhase, ExperimentState } from './experiment.js';
import type { LeftOutView } from './exclusion.js';
import type { LookView, PlanStanding } from './look.js';
import type { LineReading, MetricDefinition } from '../metric/metric.js';
import type { QueryReference } from './query-reference.js';

export const queryHashSchema = z.string().regex(/^[0-9a-f]{64}$/, 'a SHA-256 in hexadecimal digits');

export interface VariantNumbers {
  readonly variant: string;
  readonly units: number;
  /** Exact, as decimal text: of 0 and 1, of minor units, or of values times 10^scale. */
  readonly sum: string;
  readonly sum_of_squares: string;
  /** Of a ratio: the sums of its denominator, and of the products. */
  readonly denominator?: { readonly sum: string; readonly sum_of_squares: string; readonly sum_of_products: string };
  /** Of a metric with a covariate: what the same units did before their exposure. */
  readonly covariate?: CovariateSums;
  /** Of a ratio: the sum over the sum of the denominator; of a quantile its value. */
  readonly mean: number | null;
  /** Of a quantile, by order statistics: it holds for any distribution. */
  readonly interval?: IntervalView;
  readonly standard_deviation: number | null;
}

export interface EffectView {
  readonly variant: string;
  readonly absolute: AbsoluteEffectView | InsufficientDataView;
  readonly relative: RelativeEffectView | UnboundedEffectView | InsufficientDataView;
  readonly always_valid: AlwaysValidView | InsufficientDataView;
  readonly posterior: PosteriorView | InsufficientDataView;
}

/** Effects of units whose window is closed, after what they did before their exposure has been taken out (CUPED). */
export interface AdjustedEffects {
  readonly kind: 'adjusted';
  readonly method: Adjustment;
  /** For so many days before the exposure the same was measured. */
  readonly covariate_days: number;
  /** Share of the variance within variants that it takes away: 0, or a hair below, where there was nothing in it. */
  readonly variance_reduction: number;
  /** The coefficient of what was before, one for all variants. */
  readonly theta: readonly number[];
  /** Whether the plan judges by these effects, and not by the raw ones. */
  readonly primary: boolean;
  readonly text: string;
  readonly variants: readonly Pick<VariantNumbers, 'variant' | 'units' | 'mean' | 'standard_deviation'>[];
  readonly effects: readonly EffectView[];
}

/** What a cap is, what it takes, and the effects without it. The verdict is of those with it: the metric was planned so. */
export interface CappingView {
  /** What a unit counts at most, in the unit of the metric; null where there is none yet. */
  readonly value: number | null;
  /** Null of an amount. */
  readonly percentile: number | null;
  /** Whether it moves no more: as an amount, or since a look has frozen it. Without that it gives no verdict. */
  readonly frozen: boolean;
  /** The number of the look that a frozen percentile is from. */
  readonly look: number | null;
  readonly text: string;
  /** Of units whose window is closed. */
  readonly variants: readonly (VariantNumbers & {
    /** Units above the cap. */
    readonly capped_units: number;
    /** Of what the units have, the share that the cap takes away; null where they have nothing. */
    readonly share_taken: number | null;
  })[];
  readonly effects: readonly (EffectView & {
    /** With the cap and without it the p-value says the same, at the level of the line. */
    readonly agrees: boolean;
  })[];
}

/** Whether a mean of so many units, so lopsided, is as good as normal: else its intervals are not to be trusted. */
export interface ApproximationView {
  readonly holds: boolean;
  readonly text: string;
  readonly variants: readonly {
    readonly variant: string;
    /** Units whose window is closed. */
    readonly units: number;
    /** Units with anything but 0; of a share whichever is less, those that did it or those that did not. */
    readonly events: number;
    readonly skewness: number | null;
    /** Units from which on the skewness allows it. */
    readonly needed_units: number | null;
    readonly holds: boolean;
  }[];
}

/**
 * What the p-values and intervals of a metric are worth:
 * `final`: the planned units have closed windows and enrolment has ended, so this is the one planned reading;
 * `before_planned_end`: fixed-horizon numbers, valid only at the planned end: no verdict before;
 * `see_looks`: the plan's verdict is that of its looks (`plan`), and these numbers are of a reading that is none;
 * `no_plan`: nothing was planned, so nothing says that this is not the luckiest of many readings.
 */
export type PValueValidity = 'final' | 'before_planned_end' | 'see_looks' | 'no_plan';

/** One metric in one version, and in one of its readings: a line of a readout. */
export interface MetricReadout {
  readonly metric: MetricDefinition & { readonly key: string; readonly version: number };
  readonly reading: LineReading;
  /** Days after the exposure until a unit's value of this reading is final. */
  readonly window_days: number;
  /** When it came to an experiment that had started; null for what it was planned with. */
  readonly added_at: string | null;
  /** Its facts, each in the version that is read, by key. */
  readonly facts: Readonly<Record<string, number>>;
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
  /** Beside the raw effects; null without a covariate, and in readings from before its sums were kept. */
  readonly adjusted: AdjustedEffects | InsufficientDataView | null;
  /** Null without a cap, and in readings from before the raw sums were kept. */
  readonly capping: CappingView | null;
  /** Null before there are two units in each variant, and in readings from before cubes were kept. */
  readonly approximation: ApproximationView | null;
  /** All units, values so far: numbers only, since they still change. */
  readonly so_far: { readonly variants: readonly VariantNumbers[] };
  readonly alpha: number;
  readonly validity: PValueValidity;
  readonly validity_text: string;
  /** By treatment; only where `validity` is `final`, or a look has given one. */
  readonly verdicts: readonly { readonly variant: string; readonly verdict: MetricVerdict }[];
  readonly query: QueryReference;
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
    | 'retargeted'
    | 'multiple_variants'
    | 'left_out'
    | 'exclusion_added'
    | 'people_of_several_variants'
    | 'changed_since'
    | 'sample_ratio_mismatch'
    | 'sample_ratio_over_time'
    | 'preperiod_imbalance'
    | 'certificate_failed'
    | 'skewed'
    /** Of readouts from before, which left quantiles out. */
    | 'not_read'
    | 'fact_behind'
    | 'unknown_variant';
  readonly text: string;
}

/** Units whose first exposure was in a phase. */
export interface PhaseUnits {
  readonly variant: string;
  readonly units: number;
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
  /** Since the final look it stays as it was seen then; absent before, and once a metric or an exclusion has been added. */
  readonly frozen_at?: string;
  /** Events before this time were in the warehouse. */
  readonly data_through: string;
  /** Through when each fact is loaded; absent in readings from before it was kept. */
  readonly facts?: readonly FactDataThrough[];
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
    /** Staff, known bots, forced units and whoever else an exclusion names: left out of everything else, most first. */
    readonly left_out: readonly LeftOutView[];
    readonly query: QueryReference;
  };
  /** Null in readings from before people were counted. */
  readonly people: PeopleView | null;
  /** Where there are several: effects are compared within each, and the split is held against each one's weights. */
  readonly phases?: readonly (ExperimentPhase & { readonly variants: readonly PhaseUnits[] })[];
  readonly sample_ratio: SampleRatioView | InsufficientDataView;
  /** Null in readings from before days were kept. */
  readonly sample_ratio_over_time: SampleRatioOverTime | InsufficientDataView | null;
  /** Null where no metric has a covariate, and in readings from before its sums were kept. */
  readonly balance: BalanceView | null;
  readonly metrics: readonly MetricReadout[];
  /** Null without a plan. */
  readonly plan: PlanStanding | null;
}

/** A look with the whole readout as it was seen. */
export interface LookDetail extends LookView {
  readonly readout: Readout;
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
