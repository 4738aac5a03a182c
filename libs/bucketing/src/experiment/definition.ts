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
  /** 2 if not said. */
  readonly hashVersion?: HashVersion;
  /** Counts the changes of this definition. */
  readonly version: number;
}
