import type {
  ExperimentPlan,
  ExperimentState,
  ExperimentView,
  HoldoutScope,
  LayerPart,
  MetricKey,
  PlannedUnits,
  UnitType,
} from '#libs/contracts';
import { actionsFrom } from './experiment-state.js';

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
  readonly metrics: readonly MetricKey[];
  readonly plan: (ExperimentPlan & { readonly units: PlannedUnits }) | null;
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

export function viewOf(experiment: Experiment): ExperimentView {
  const { decidedVariant, createdAt, createdBy, startedAt, enrolmentClosedAt, stoppedAt, decidedAt, pauses, ...rest } =
    experiment;
  const { bucketVersion, minBucketVersion, fallback, reweightedAt, rebucketedAt, ...same } = rest;
  return {
    ...same,
    bucket_version: bucketVersion,
    min_bucket_version: minBucketVersion,
    fallback_attribute: fallback,
    reweighted_at: text(reweightedAt),
    rebucketed_at: text(rebucketedAt),
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

const text = (time: Date | null): string | null => time?.toISOString() ?? null;
