import { z } from 'zod';
import type { Difference } from '../difference.js';
import type { LookAdjustment } from './adjustment.js';
import type { FactDataThrough, LookWait } from './data-through.js';
import type { EffectSize, Procedure } from './plan.js';
import type { LineReading } from '../metric/metric.js';
import type { RecordedActor } from '../access/principal.js';
import type {
  InsufficientDataView,
  IntervalView,
  MetricVerdict,
  PosteriorView,
  RelativeEffectView,
  UnboundedEffectView,
} from './effect.js';

/** A look beside the scheduled ones: it spends its share of the level like any other, so somebody answers for it. */
export const lookDeclarationSchema = z
  .strictObject({ reason: z.string().trim().min(1).max(2_000).meta({ description: 'why it could not wait' }) })
  .meta({ id: 'LookDeclaration' });

export const lookNumberSchema = z.coerce.number().int().min(1).max(100_000);

export const lookComparisonQuerySchema = z.strictObject({
  with: lookNumberSchema.meta({ description: 'the number of the other look; the earlier of both is the "before"' }),
});

export type LookDeclaration = z.infer<typeof lookDeclarationSchema>;

/** What a look says of one treatment on the primary metric. */
export interface LookComparison {
  readonly variant: string;
  /** Units with closed windows, treatment and baseline together. */
  readonly units: number;
  /** Share of the planned information, (1/n_A + 1/n_B)⁻¹ by what the plan has of it; over 1 where it ran over. */
  readonly fraction: number;
  /** `interim`: it may still go either way. `final`: a bound was crossed, or nothing is left to spend. */
  readonly stage: 'interim' | 'final';
  readonly verdict: MetricVerdict | null;
  /** Level spent so far, and the |z| that it takes now; null where the procedure has no such thing. */
  readonly spent: number | null;
  readonly bound: number | null;
  readonly statistic: number | null;
  /** As observed; once final the median-unbiased one is beside it, which an early stop does not flatter. */
  readonly estimate: number;
  readonly median_unbiased: number | null;
  /** Valid at all looks together; adjusted for the looks once final. Null while no bound can be crossed. */
  readonly interval: IntervalView | null;
  readonly p_value: number | null;
  readonly relative:
    Omit<RelativeEffectView, 'p_value'> | Omit<UnboundedEffectView, 'p_value'> | InsufficientDataView | null;
  /** With a Bayesian plan. */
  readonly posterior: PosteriorView | null;
  /** Where the plan judges by an adjusted effect. */
  readonly adjustment?: LookAdjustment;
}

/** What cannot be said of a treatment at a look, and why: nothing was spent. */
export interface LookWithoutNumbers extends InsufficientDataView {
  readonly variant: string;
}

/** Whether a treatment keeps a guardrail: that the loss is under the margin has to be shown. */
export interface GuardrailView {
  readonly metric: string;
  readonly variant: string;
  readonly margin: EffectSize;
  readonly verdict: 'held' | 'broken' | 'undecided';
  /** For the claims that the loss is smaller, and that it is larger; valid at any time until `final`. */
  readonly p_held: number | null;
  readonly p_broken: number | null;
  /** All windows of the metric are closed. */
  readonly final: boolean;
  /** Where there are no numbers: why. */
  readonly detail: string | null;
}

export type DecisionKind = 'ship' | 'do_not_ship' | 'keep_running' | 'broken';

/** What the rule that was fixed at the start says now. It recommends; people decide. */
export interface DecisionView {
  readonly kind: DecisionKind;
  /** Which one to ship. */
  readonly variant: string | null;
  readonly why: string;
}

export type LookKind = 'scheduled' | 'declared' | 'final';

/** What a unit counts at most in a line whose metric is capped at a percentile, as a look found or kept it. */
export interface LookCap {
  readonly metric: string;
  readonly version: number;
  readonly reading: LineReading;
  readonly percentile: number;
  /** Exact, as sums are: times 10^scale of the fact. */
  readonly value: string;
  /** It no longer moves: later looks and refreshes use it. */
  readonly frozen: boolean;
  /** The number of the look whose data it is from. */
  readonly look: number;
}

/** A look as it was taken; it never changes. */
export interface LookView {
  readonly number: number;
  readonly kind: LookKind;
  /** The reading is cut here: nothing later is in it. */
  readonly data_through: string;
  /** Through when each fact was loaded, up to the cut; absent in looks of before it was kept. */
  readonly facts?: readonly FactDataThrough[];
  /** True where it was taken after its time to wait was over, with tables that were not loaded through its day. */
  readonly late?: boolean;
  readonly taken_at: string;
  readonly declared_by: RecordedActor | null;
  readonly reason: string | null;
  readonly procedure: Procedure;
  readonly comparisons: readonly (LookComparison | LookWithoutNumbers)[];
  readonly guardrails: readonly GuardrailView[];
  /** Of lines that are capped at a percentile; there are none without one, and in looks from before. */
  readonly caps?: readonly LookCap[];
  readonly decision: DecisionView;
}

/** A look computed once more from its stored sums. */
export interface LookRerun {
  readonly number: number;
  /** Every number has the same bits. */
  readonly identical: boolean;
  readonly differences: readonly Difference[];
  readonly look: LookView;
}

/** What changed from one look to another. */
export interface LookDifference {
  readonly before: number;
  readonly after: number;
  readonly changes: readonly Difference[];
}

/** Where the plan of an experiment stands, in a readout. */
export interface PlanStanding {
  readonly procedure: Procedure;
  /** The level of each treatment's comparison: the plan's, shared equally. */
  readonly alpha_each: number;
  readonly looks: readonly LookView[];
  /** When the next one is due; null once the plan has its verdict, or before the start. */
  readonly next_look_at: string | null;
  /** Why that one has not been taken though it is due; absent where it does not wait. */
  readonly waits?: LookWait;
  /** By treatment, of the reading that is shown. */
  readonly standing: readonly {
    readonly variant: string;
    readonly fraction: number;
    /** Probability that a look to come finds the minimum effect if it is there, and if it goes on as so far. */
    readonly power_minimum_effect: number | null;
    readonly power_trend: number | null;
  }[];
  /** Days until the planned units have closed windows at the pace so far; null where that cannot be told. */
  readonly days_left: number | null;
  readonly guardrails: readonly GuardrailView[];
  readonly decision: DecisionView;
}
