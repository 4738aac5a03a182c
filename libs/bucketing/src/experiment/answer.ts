/** Why a unit gets what it gets. A closed set. */
export type AssignmentReason =
  /** By the hash, and its exposure counts. */
  | 'assigned'
  /** It was given before, and its exposure counts. */
  | 'sticky'
  /** By the hash, or by what an id before was given, since what it was given could not be read or kept: no exposure counts. */
  | 'sticky_unavailable'
  /** It was given a variant in a bucket version that is out of the experiment: no variant. */
  | 'earlier_bucket'
  /** By the hash, but enrolment has ended: later exposures stay out of the analysis. */
  | 'enrolment_closed'
  /** The variant was asked for, for this unit or by this request. */
  | 'forced'
  /** A holdout keeps the unit at the baseline. */
  | 'held_out'
  /** The unit is in another part of the layer: no variant. */
  | 'not_in_layer'
  /** The unit is outside the coverage: no variant, the caller shows what it always showed. */
  | 'not_in_coverage'
  /** The experiment has not started: no variant. */
  | 'draft'
  /** Everybody gets the baseline for now. */
  | 'paused'
  /** The experiment ended without a decision: everybody gets the baseline. */
  | 'stopped'
  /** Everybody gets the variant that was decided on. */
  | 'decided'
  /** No experiment has this key: no variant. */
  | 'unknown_experiment'
  /** The experiment randomises another type of unit: no variant. */
  | 'wrong_unit'
  /** There is no unit id to hash: no variant. */
  | 'no_unit';

/** What one unit gets of one experiment. Frozen and shared between units: copy it before adding to it. */
export interface Assignment {
  readonly experiment: string;
  /** Key of the variant; null means that the caller shows its own default. */
  readonly variant: string | null;
  readonly reason: AssignmentReason;
  /** Whether meeting this variant is an exposure that the analysis counts. */
  readonly inAnalysis: boolean;
}
