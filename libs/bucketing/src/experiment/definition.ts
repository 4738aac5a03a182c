import type { HashVersion } from '../hash/hash.js';

/** What an experiment randomises. */
export type UnitType = 'visitor' | 'backer' | 'project';

/**
 * Where an experiment is in its life: `draft` (not yet), `running`, `closed` (variants are served, enrolment into
 * the analysis has ended), `paused`, `stopped`, `decided`.
 */
export type ExperimentState = 'draft' | 'running' | 'closed' | 'paused' | 'stopped' | 'decided';

/** One arm and its share of the covered units. */
export interface VariantDefinition {
  readonly key: string;
  readonly weight: number;
}

/** Where a unit's position in the layer must lie: from ≤ position < to. */
export interface LayerPart {
  readonly key: string;
  /** 0 or more, and below `to`. */
  readonly from: number;
  /** 1 at most. */
  readonly to: number;
}

/** A holdout that an experiment is in: units below its share, by its own salt, get the baseline. */
export interface HoldoutGate {
  readonly key: string;
  readonly salt: string;
  /** 0 to 1. */
  readonly share: number;
}

/** All that assignment needs to know of an experiment. */
export interface ExperimentDefinition {
  readonly key: string;
  readonly unit: UnitType;
  readonly state: ExperimentState;
  /** The seed of the hash: experiments with one salt divide the units alike. */
  readonly salt: string;
  /** 2 to 20; the order is part of the assignment. */
  readonly variants: readonly VariantDefinition[];
  /** Share of the units that take part, 0 to 1. */
  readonly coverage: number;
  /** Key of the variant that is the product as it was. */
  readonly baseline: string;
  /** Key of the variant that everybody gets once `state` is `decided`. */
  readonly decidedVariant?: string;
  /** Its part of a layer; the whole of the units if not said. */
  readonly layer?: LayerPart;
  /** Those that hold units out of it now. */
  readonly holdouts?: readonly HoldoutGate[];
  /** Key of the variant by unit id, for trying variants out. A variant that there is not forces nothing. */
  readonly forced?: Readonly<Record<string, string>>;
  /** Whether a client's key may force a variant for its own request. */
  readonly qa?: boolean;
  /** Whether it is a holdout, in which nobody chooses to be. */
  readonly holdout?: boolean;
  /** 2 if not said. */
  readonly hashVersion?: HashVersion;
  /** Absent: a unit's variant is what the hash says at the moment. */
  readonly sticky?: StickyDefinition;
  /** Counts the changes of this definition. */
  readonly version: number;
}

/** Units keep the variant that they were given, whatever becomes of weights and coverage. */
export interface StickyDefinition {
  /** A higher one divides all units anew. */
  readonly bucketVersion: number;
  /** Units that were given a variant in an earlier version are out of the experiment; 0 keeps nobody out. */
  readonly minBucketVersion: number;
  /** What a unit was known by before it had an id of the experiment's own type, as before it signed in. */
  readonly fallback?: UnitType;
}
