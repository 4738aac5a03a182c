import type { GeoInputs, ListHit } from '#libs/scoring';

/** What was looked up about a pledge when it was judged; what was not known is absent. Times are milliseconds. */
export interface LookedUp {
  readonly geo: GeoInputs;
  readonly signed_up_at?: number | undefined;
  readonly launched_at?: number | undefined;
  readonly creator_signed_up_at?: number | undefined;
}

/**
 * What an answer was judged by that neither its request nor a version says: databases of addresses, facts and lists go on,
 * and a replay must not.
 */
export interface KeptEvidence extends LookedUp {
  /** When it was asked: entries of lists and overrides of the policy end by it. */
  readonly asked_at: number;
  readonly lists: readonly ListHit[];
  /** Ids of the rules that were silenced for an entity of the pledge; absent: none. */
  readonly snoozed?: readonly string[];
}
