import { z } from 'zod';
import type { Difference } from '../difference.js';
import { metricKeySchema } from '../metric/fact.js';
import type { PinnedMetricView } from '../metric/pinned-metric.js';
import { exclusionsSchema, type PinnedExclusionView } from './exclusion.js';
import { planSchema, type KeptPlan } from './plan.js';
import type { RecordedActor } from '../access/principal.js';
import type { ScheduledStep } from '../schedule.js';
import { versionReadSchema } from '../version-read.js';
import type { Warning } from '../warning.js';

export const unitTypes = ['visitor', 'backer', 'project'] as const;
export const experimentStates = ['draft', 'running', 'closed', 'paused', 'stopped', 'decided'] as const;
export const experimentActions = ['start', 'close', 'pause', 'resume', 'stop', 'decide'] as const;

export type UnitType = (typeof unitTypes)[number];
export type ExperimentState = (typeof experimentStates)[number];
export type ExperimentAction = (typeof experimentActions)[number];

/** Safe in a URL, a file name and a log line. */
export const experimentKeySchema = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,99}$/, 'letters, digits, _ . - (up to 100, a letter or digit first)');

export const variantKeySchema = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$/, 'letters, digits, _ . - (up to 64, a letter or digit first)');

const variant = z.strictObject({
  key: variantKeySchema,
  weight: z.number().meta({ description: 'share of the covered units; all weights sum to 1' }),
  description: z.string().max(500).optional(),
});

const layerPart = z
  .strictObject({ key: experimentKeySchema, from: z.number(), to: z.number() })
  .meta({ description: 'its part of a layer, between 0 and 1: experiments in different parts of one never meet' });

export const experimentMetricsSchema = z
  .array(metricKeySchema)
  .min(1)
  .max(20)
  .refine((keys) => new Set(keys).size === keys.length, 'each metric once')
  .meta({ description: 'the primary metric first' });

const definition = {
  hypothesis: z.string().trim().min(1).max(2_000),
  unit: z.enum(unitTypes),
  variants: z.array(variant).max(100),
  baseline: variantKeySchema,
  coverage: z.number().meta({ description: 'share of all units that take part, 0 to 1' }),
  salt: z.string().max(200).meta({ description: 'seed of the hash; the key unless said' }),
  metrics: experimentMetricsSchema,
};

const sticky = {
  sticky: z.boolean().meta({
    description: 'units keep the variant that they were given; weights and coverage may then change while it runs',
  }),
  bucket_version: z
    .int()
    .min(0)
    .max(1_000_000)
    .meta({ description: 'of a sticky experiment; a higher one divides all units anew' }),
  min_bucket_version: z
    .int()
    .min(0)
    .max(1_000_000)
    .meta({ description: 'units that were given a variant in an earlier bucket version are out; 0 keeps nobody out' }),
  fallback_attribute: z.enum(unitTypes).nullable().meta({
    description: 'what somebody was known by before, whose variant goes along at the sign-in: visitor, for backers',
  }),
};

export const newExperimentSchema = z
  .strictObject({
    key: experimentKeySchema,
    ...definition,
    coverage: definition.coverage.default(1),
    exclusions: exclusionsSchema.optional(),
    salt: definition.salt.optional(),
    layer: layerPart.optional(),
    plan: planSchema.optional(),
    sticky: sticky.sticky.optional(),
    bucket_version: sticky.bucket_version.optional(),
    min_bucket_version: sticky.min_bucket_version.optional(),
    fallback_attribute: sticky.fallback_attribute.optional(),
  })
  .meta({ id: 'NewExperiment' });

/** A draft changes, later the hypothesis, and the weights, coverage and bucket versions of a sticky experiment. */
export const experimentPatchSchema = z
  .strictObject({
    ...definition,
    ...sticky,
    exclusions: exclusionsSchema,
    layer: layerPart.nullable(),
    plan: planSchema.nullable(),
    version: versionReadSchema,
  })
  .partial()
  .meta({ id: 'ExperimentPatch' });

const note = z.string().trim().max(2_000).optional();
const version = versionReadSchema.optional();

/** The body may be absent; an approval names its `version` where review is required. */
export const experimentActionSchema = z.strictObject({ note, version }).optional().meta({ id: 'ExperimentAction' });

export const decisionSchema = z.strictObject({ variant: variantKeySchema, note, version }).meta({ id: 'Decision' });

const unitIdSchema = z.string().min(1).max(255);

/** For trying variants out, in every state before the end. All of it takes the place of what was there. */
export const forcingSchema = z
  .strictObject({
    units: z
      .record(unitIdSchema, variantKeySchema)
      .refine((units) => Object.keys(units).length <= 100, '100 units at most')
      .default({})
      .meta({ description: 'the variant by id of the unit; up to 100' }),
    qa: z
      .boolean()
      .default(false)
      .meta({ description: 'whether client keys, which anybody can read, may force a variant for their request' }),
    note,
    version,
  })
  .meta({ id: 'ExperimentForcing' });

export const experimentRollbackSchema = z
  .strictObject({
    to: z.int().positive().meta({ description: 'a version of the experiment’s history' }),
    note,
    version,
  })
  .meta({ id: 'ExperimentRollback' });

export const experimentDuplicateSchema = z
  .strictObject({ key: experimentKeySchema.meta({ description: 'of the new draft; its salt too' }) })
  .meta({ id: 'ExperimentDuplicate' });

export const experimentQuerySchema = z.strictObject({
  state: z.enum(experimentStates).optional(),
  after: experimentKeySchema.optional().meta({ description: 'the `next` of the page before' }),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});

export const changeQuerySchema = z.strictObject({
  before: z.coerce.number().int().positive().optional().meta({ description: 'the `next` of the page before' }),
  limit: z.coerce.number().int().min(1).max(500).default(50),
});

export type NewExperiment = z.infer<typeof newExperimentSchema>;
export type ExperimentPatch = z.infer<typeof experimentPatchSchema>;
export type ExperimentActionBody = z.infer<typeof experimentActionSchema>;
export type Decision = z.infer<typeof decisionSchema>;
export type ExperimentForcing = z.infer<typeof forcingSchema>;
export type LayerPart = z.infer<typeof layerPart>;
export type ExperimentRollback = z.infer<typeof experimentRollbackSchema>;
export type ExperimentDuplicate = z.infer<typeof experimentDuplicateSchema>;
export type ExperimentQuery = z.infer<typeof experimentQuerySchema>;
export type ChangeQuery = z.infer<typeof changeQuerySchema>;
/** What a holdout holds units out of. */
export interface HoldoutScope {
  /** `all`: every experiment about its unit that starts after it. */
  readonly experiments: 'all' | readonly string[];
  readonly flags: readonly string[];
}

/** An experiment as people and programs see it. Times are RFC 3339; null: not yet. */
/** A time in which units met the variants by one split and one targeting. A change of coverage opens none. */
export interface ExperimentPhase {
  readonly from: string;
  readonly why: 'start' | 'weights' | 'targeting';
  /** Of changed targeting: the flag whose rules changed. */
  readonly flag: string | null;
  /** By variant, as they were in force. */
  readonly weights: Readonly<Record<string, number>>;
}

export interface ExperimentView {
  readonly key: string;
  readonly state: ExperimentState;
  /** Counts the changes of this experiment. */
  readonly version: number;
  readonly hypothesis: string;
  readonly unit: UnitType;
  readonly variants: readonly {
    readonly key: string;
    readonly weight: number;
    readonly description?: string | undefined;
  }[];
  readonly baseline: string;
  readonly coverage: number;
  readonly salt: string;
  readonly sticky: boolean;
  readonly bucket_version: number;
  readonly min_bucket_version: number;
  readonly fallback_attribute: UnitType | null;
  /** Since the start: when the weights last changed, and when a higher bucket version divided all units anew. */
  readonly reweighted_at: string | null;
  readonly rebucketed_at: string | null;
  /** Since then or the start: each has its own split, or is of other units; none of a draft. */
  readonly phases: readonly ExperimentPhase[];
  /** Keys; the primary metric first. */
  readonly metrics: readonly string[];
  /** What it is read by since its start; null for a draft. */
  readonly pinned_metrics: readonly PinnedMetricView[] | null;
  /** Keys of the facts that say who is left out, and since its start their versions. */
  readonly exclusions: readonly string[];
  readonly pinned_exclusions: readonly PinnedExclusionView[];
  /** Whose days its looks and readouts are cut by, by IANA's name; null for a draft. */
  readonly reporting_zone: string | null;
  readonly plan: KeptPlan | null;
  /** Its part of a layer; null: of all units. */
  readonly layer: LayerPart | null;
  /** The variant by id of a unit on which it is forced; out of the analysis. */
  readonly forced: Readonly<Record<string, string>>;
  /** Whether client keys may force a variant for their request. */
  readonly qa: boolean;
  /** What it holds units out of; null for an experiment that is no holdout. */
  readonly holdout: HoldoutScope | null;
  /** Holdouts that keep units out of it now. */
  readonly holdouts: readonly string[];
  readonly decided_variant: string | null;
  readonly created_at: string;
  readonly created_by: string;
  readonly started_at: string | null;
  /** From here on exposures stay out of the analysis; set by close, stop and decide, whichever came first. */
  readonly enrolment_closed_at: string | null;
  readonly stopped_at: string | null;
  readonly decided_at: string | null;
  /** Times in which everybody got the baseline; exposures in them stay out of the analysis. */
  readonly pauses: readonly { readonly from: string; readonly until: string | null }[];
  /** What can be done with it now. */
  readonly actions: readonly ExperimentAction[];
}

/** What a change answers. */
export interface ExperimentAnswer extends ExperimentView {
  readonly warnings: readonly Warning[];
}

/** Who vouches for a draft. */
export interface ExperimentReviewView {
  /** Whether somebody else than its author must have approved a draft before it starts. */
  readonly required: boolean;
  readonly author: RecordedActor;
  readonly approved_by: RecordedActor | null;
  readonly needs_approval: boolean;
}

/** An experiment with what surrounds it. */
export interface ExperimentDetail extends ExperimentAnswer {
  readonly review: ExperimentReviewView;
  /** What is to happen by the clock, then what was, newest first. */
  readonly schedule: readonly ScheduledStep[];
}

export interface ExperimentPage {
  readonly experiments: readonly ExperimentView[];
  /** Give it as `after` for the next page; null on the last. */
  readonly next: string | null;
}

export type ExperimentChangeAction =
  'create' | 'update' | 'force' | 'approve' | 'rollback' | 'add_metric' | 'add_exclusion' | ExperimentAction;

/** One change: who did what when, the experiment before and after it, and what of its definition is different. */
export interface ExperimentChangeView {
  readonly version: number;
  readonly action: ExperimentChangeAction;
  readonly at: string;
  readonly by: RecordedActor;
  readonly note: string | null;
  readonly before: object | null;
  readonly after: object;
  readonly differences: readonly Difference[];
}

export interface ExperimentChangePage {
  readonly changes: readonly ExperimentChangeView[];
  /** Give it as `before` for the next page; null on the last. */
  readonly next: number | null;
}
