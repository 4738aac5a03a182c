import type { HoldoutGate, UnitType } from '#libs/bucketing';
import type { FlagContent, FlagType, FlagView, RecordedActor } from '#libs/contracts';
import { adviceOnFlag } from './flag-advice.js';

/** A flag as this library keeps it: what is answered by, and what is to take its place. */
export interface Flag {
  readonly key: string;
  readonly type: FlagType;
  readonly version: number;
  readonly published: FlagContent | null;
  readonly publishedVersion: number | null;
  readonly draft: FlagContent | null;
  readonly draftBy: RecordedActor | null;
  readonly approvedBy: RecordedActor | null;
  readonly createdAt: Date;
  readonly createdBy: string;
  readonly changedAt: Date;
  readonly changedBy: RecordedActor;
}

/** A holdout that a flag is in, and the attribute by which it divides. */
export interface FlagHoldout extends HoldoutGate {
  readonly unit: UnitType;
}

/** A flag that is answered by. */
export interface PublishedFlag {
  readonly key: string;
  readonly type: FlagType;
  readonly content: FlagContent;
  /** Those that keep units at its default now; none if not said. */
  readonly holdouts?: readonly FlagHoldout[];
}

/** What a flag is seen with: whether drafts wait for approval, and the variants of the experiments that it names. */
export interface SeenWith {
  readonly reviewRequired: boolean;
  readonly variants: ReadonlyMap<string, readonly string[]>;
}

export const viewOf = (flag: Flag, { reviewRequired, variants }: SeenWith): FlagView => ({
  key: flag.key,
  type: flag.type,
  version: flag.version,
  published: flag.published,
  published_version: flag.publishedVersion,
  draft: flag.draft,
  draft_by: flag.draftBy,
  approved_by: flag.approvedBy,
  needs_approval: reviewRequired && flag.draft !== null && flag.approvedBy === null,
  warnings: adviceOnFlag(flag.draft ?? flag.published, variants),
  changed_at: flag.changedAt.toISOString(),
  changed_by: flag.changedBy,
  created_at: flag.createdAt.toISOString(),
  created_by: flag.createdBy,
});
