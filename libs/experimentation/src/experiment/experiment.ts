import type {
  KeptPlan,
  ExperimentState,
  ExperimentView,
  HoldoutScope,
  LayerPart,
  PinnedExclusionView,
  PinnedMetricView,
  UnitType,
} from '#libs/contracts';
import { actionsFrom } from './experiment-state.js';
import { phaseChangesOf, phaseViews, type PhaseChange } from './phases.js';

/** An experiment as this library keeps it: what is edited, where it is in its life, and when it came there. */
export interface Experiment {
  readonly key: string;
  readonly state: ExperimentState;
  readonly version: number;
  readonly hypothesis: string;
  readonly unit: UnitType;
  readonly variants: ExperimentView['variants'];
  readonly baseline: string;
  readonly coverage: number;
  readonly salt: string;
  readonly sticky: boolean;
  readonly bucketVersion: number;
  readonly minBucketVersion: number;
  readonly fallback: UnitType | null;
  /** When the weights last changed since the start, or since all units were divided anew. */
  readonly reweightedAt: Date | null;
  /** When a higher bucket version divided all units anew: what they met before is not analysed. */
  readonly rebucketedAt: Date | null;
  /** What changed since the start who meets what, in order; see `phasesOf`. */
  readonly phaseChanges: readonly PhaseChange[];
  readonly metrics: readonly string[];
  /** What it is read by since its start; null for a draft. */
  readonly pinnedMetrics: readonly PinnedMetricView[] | null;
  /** Keys of the facts that say who is left out, and since its start their versions. */
  readonly exclusions: readonly string[];
  readonly pinnedExclusions: readonly PinnedExclusionView[];
  /** Whose days its looks and readouts are cut by: the company's at the start; null for a draft. */
  readonly reportingZone: string | null;
  readonly plan: KeptPlan | null;
  readonly layer: LayerPart | null;
  /** The variant by unit id. */
  readonly forced: Readonly<Record<string, string>>;
  readonly qa: boolean;
  /** Of a holdout. */
  readonly holdout: HoldoutScope | null;
  /** Keys of the holdouts that keep units out of it now. */
  readonly holdouts: readonly string[];
  readonly decidedVariant: string | null;
  readonly createdAt: Date;
  readonly createdBy: string;
  readonly startedAt: Date | null;
  readonly enrolmentClosedAt: Date | null;
  readonly stoppedAt: Date | null;
  readonly decidedAt: Date | null;
  readonly pauses: readonly Pause[];
}

export interface Pause {
  readonly from: Date;
  readonly until: Date | null;
}

/** Whose days it is read by; a draft is not read. */
export const zoneOf = ({ reportingZone }: Pick<Experiment, 'reportingZone'>): string => reportingZone ?? 'UTC';

export function viewOf(experiment: Experiment): ExperimentView {
  const { decidedVariant, createdAt, createdBy, startedAt, enrolmentClosedAt, stoppedAt, decidedAt, pauses, ...rest } =
    experiment;
  const {
    bucketVersion,
    minBucketVersion,
    fallback,
    reweightedAt,
    rebucketedAt,
    phaseChanges: _,
    pinnedMetrics,
    pinnedExclusions,
    reportingZone,
    ...same
  } = rest;
  return {
    ...same,
    bucket_version: bucketVersion,
    min_bucket_version: minBucketVersion,
    fallback_attribute: fallback,
    reweighted_at: text(reweightedAt),
    rebucketed_at: text(rebucketedAt),
    phases: phaseViews(experiment),
    pinned_metrics: pinnedMetrics,
    pinned_exclusions: pinnedExclusions,
    reporting_zone: reportingZone,
    decided_variant: decidedVariant,
    created_at: createdAt.toISOString(),
    created_by: createdBy,
    started_at: text(startedAt),
    enrolment_closed_at: text(enrolmentClosedAt),
    stopped_at: text(stoppedAt),
    decided_at: text(decidedAt),
    pauses: pauses.map(({ from, until }) => ({ from: from.toISOString(), until: text(until) })),
    actions: actionsFrom(experiment.state, experiment.holdout !== null),
  };
}

/** Of before there was a reporting zone, an exclusion, or a phase. */
type Younger = 'reporting_zone' | 'exclusions' | 'pinned_exclusions' | 'phases';
type KeptView = Omit<ExperimentView, Younger> & Partial<Pick<ExperimentView, Younger>>;

/** The experiment of a view that was kept: what a look was computed from. */
export function experimentOfView(view: KeptView): Experiment {
  const {
    actions: _,
    bucket_version,
    min_bucket_version,
    fallback_attribute,
    pinned_metrics,
    exclusions = [],
    pinned_exclusions = [],
    reporting_zone,
    phases = [],
    ...rest
  } = view;
  const { reweighted_at, rebucketed_at, decided_variant, created_at, created_by, ...same } = rest;
  const { started_at, enrolment_closed_at, stopped_at, decided_at, pauses, ...definition } = same;
  return {
    ...definition,
    bucketVersion: bucket_version,
    minBucketVersion: min_bucket_version,
    fallback: fallback_attribute,
    reweightedAt: time(reweighted_at),
    rebucketedAt: time(rebucketed_at),
    phaseChanges: phaseChangesOf(phases),
    pinnedMetrics: pinned_metrics,
    exclusions,
    pinnedExclusions: pinned_exclusions,
    reportingZone: reporting_zone ?? null,
    decidedVariant: decided_variant,
    createdAt: new Date(created_at),
    createdBy: created_by,
    startedAt: time(started_at),
    enrolmentClosedAt: time(enrolment_closed_at),
    stoppedAt: time(stopped_at),
    decidedAt: time(decided_at),
    pauses: pauses.map(({ from, until }) => ({ from: new Date(from), until: time(until) })),
  };
}

const time = (at: string | null): Date | null => (at === null ? null : new Date(at));

const text = (at: Date | null): string | null => at?.toISOString() ?? null;
