import { z } from 'zod';
import type { Assessment, DispositionAction } from '../risk/assessment.js';
import type { CaseView } from './case.js';
import type { ReviewDecision } from './decision.js';
import type { HistoryItem } from '../data/history-view.js';
import type { NoteView } from './review-note.js';

export const reviewedKinds = ['backer', 'card', 'device', 'project'] as const;

export type ReviewedKind = (typeof reviewedKinds)[number];

export const reviewedKindSchema = z.enum(reviewedKinds);
export const reviewedIdSchema = z.string().min(1).max(128);

/** Where pledges of the entity came from, by address; coordinates are of the address’ place, within the radius. */
export interface EntityPlace {
  readonly ip: string;
  readonly country: string | null;
  readonly city: string | null;
  readonly latitude: number | null;
  readonly longitude: number | null;
  readonly accuracy_radius_km: number | null;
  readonly pledges: number;
  readonly last_at: Date;
}

/** A value that pledges of the entity have, how many live pledges and backers have it in all, and how many of them are flagged. */
export interface RingValue {
  readonly kind: 'backer' | 'card' | 'device' | 'ip' | 'address';
  readonly value: string;
  readonly own_pledges: number;
  readonly pledges: number;
  readonly backers: number;
  /** Not accepted now, or labelled fraud. */
  readonly flagged: number;
}

/** Another backer who has one of the values. */
export interface RingBacker {
  readonly backer_id: string;
  readonly by: readonly string[];
  readonly pledges: number;
  readonly flagged: number;
  readonly last_at: Date;
}

/** Everything about an entity. */
export interface EntityReview {
  readonly entity: { readonly kind: ReviewedKind; readonly id: string };
  readonly pledges: {
    readonly total: number;
    readonly flagged: number;
    readonly uncollected: number;
    /** Minor units of the company's currency. */
    readonly amount: number;
    readonly first_at: Date | null;
    readonly last_at: Date | null;
  };
  /** The newest 50; null while the history is away. */
  readonly timeline: readonly HistoryItem[] | null;
  readonly places: readonly EntityPlace[];
  readonly ring: { readonly values: readonly RingValue[]; readonly backers: readonly RingBacker[] };
  readonly decisions: readonly ReviewDecision[];
  readonly cases: readonly CaseView[];
  readonly notes: readonly NoteView[];
}

/** What else an answer would have been: with one rule silenced, or one threshold elsewhere. */
export interface FlipView {
  readonly pledge_id: string;
  readonly revision: number;
  readonly disposition: Assessment['disposition'];
  readonly rules: readonly { readonly id: string; readonly label: string; readonly disposition: DispositionAction }[];
  readonly thresholds: readonly {
    readonly name: 'review_at' | 'reject_at';
    readonly from: number;
    /** The nearest hundredth of a point at which the answer is another. */
    readonly to: number;
    readonly disposition: DispositionAction;
  }[];
  /** What it was judged by and is not there any more: then nothing can be tried. */
  readonly missing: readonly string[];
}
