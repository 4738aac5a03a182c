import { z } from 'zod';

export const revisionSchema = z.coerce.number().int().min(1).max(2_147_483_647);

/** One value that came out otherwise; null is unknown. */
export interface ReplayDifference {
  readonly name: string;
  readonly stored: unknown;
  readonly replayed: unknown;
}

export interface ReplayedPart {
  /** Bit for bit. */
  readonly equal: boolean;
  readonly differences: readonly ReplayDifference[];
}

/** A stored assessment judged once more: what it is now by what was known then. */
export interface ReplayView {
  readonly id: string;
  readonly pledge_id: string;
  readonly revision: number;
  /** From the stored features; null where something of `missing` is needed for it. */
  readonly decision: ReplayedPart | null;
  /** From the stored observations, request and look-ups; null where something of `missing` is needed for it. */
  readonly features: ReplayedPart | null;
  /** Why the features need not be equal: `epoch` and `gap` say that Redis was lost around it. */
  readonly excused: 'epoch' | 'gap' | null;
  /** What this release has of another version than it was scored by: a difference may be that. */
  readonly changed: readonly ('features' | 'model')[];
  /** What it was judged by and is not there any more, or was not kept yet. */
  readonly missing: readonly ('evidence' | 'request' | 'ruleset' | 'policy' | 'distribution' | 'model')[];
}
