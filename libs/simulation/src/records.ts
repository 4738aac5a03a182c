import type { OutcomeCategory, OutcomeKind } from '#libs/contracts';

/** The names under which the company's app reports what happened. */
export type EventName =
  '$experiment_started' | 'Page View' | 'New user' | 'Project Launched' | 'Pledge' | 'Pledge Outcome';

/** What a property of an event may hold. */
export type PropertyValue = string | number | boolean | null;

/** One event as the app sends it. `time` is in milliseconds since 1970. */
export interface SimulatedEvent {
  readonly source: 'app';
  readonly event: EventName;
  /** A visitor's anonymous id (`v_…`) until she signs up, then the backer's (`b_…`); a creator's own backer id. */
  readonly distinct_id: string;
  readonly time: number;
  readonly insert_id: string;
  readonly ip: string;
  readonly properties: Readonly<Record<string, PropertyValue>>;
}

export type ProjectState = 'live' | 'successful' | 'failed' | 'canceled';

/** A row of the table of projects. Times are RFC 3339 in UTC; `goal` and `pledged` are minor units of `currency`. */
export interface ProjectRow {
  readonly project_id: string;
  readonly creator_id: string;
  readonly name: string;
  readonly category: string;
  readonly country: string;
  readonly currency: string;
  readonly goal: number;
  readonly launched_at: string;
  readonly deadline: string;
  readonly state: ProjectState;
  readonly state_changed_at: string;
  readonly time_zone: string;
  readonly pledged: number;
  readonly backers: number;
}

/** A row of the table of backers. */
export interface BackerRow {
  readonly backer_id: string;
  readonly signed_up_at: string;
  readonly country: string;
  readonly email: string;
  readonly visitor_id: string;
}

/** How many units of `currency` one US dollar bought on that UTC day (EUR 0.92). */
export interface RateRow {
  readonly currency: string;
  readonly day: string;
  readonly per_base: number;
}

/**
 * A pledge as it was made: a row that is new, or one whose amount the backer raised (`revision` 2).
 * Money is in minor units of `currency` (`amount`) and of US dollars (`base_amount`). `card` is a fingerprint.
 * `state` is what the table says at that moment; outcomes and the project's row tell what became of it.
 * `label` is the planted truth: `fraud` where the pledge is payment fraud.
 */
export interface PledgeRow {
  readonly pledge_id: string;
  readonly revision: number;
  readonly backer_id: string;
  readonly project_id: string;
  readonly creator_id: string;
  readonly amount: number;
  readonly currency: string;
  readonly base_amount: number;
  readonly time: string;
  readonly ip: string;
  readonly device: string;
  readonly card: string;
  readonly card_country: string;
  readonly card_funding: 'credit' | 'debit' | 'prepaid';
  readonly bin: string;
  readonly email: string;
  readonly billing_country: string;
  readonly account_created_at: string;
  readonly session_page_views: number;
  /** Card code check: M matches, N does not. */
  readonly cvc_result: 'M' | 'N';
  /** Address check: Y matches, N does not, U unknown to the issuer. */
  readonly avs_result: 'Y' | 'N' | 'U';
  readonly label: 'fraud' | '';
  readonly state: 'live';
}

/** What happened to a pledge afterwards: when it did (`occurred_at`) and when the company learned of it (`known_at`). */
export interface OutcomeRow {
  readonly outcome_id: string;
  readonly pledge_id: string;
  readonly kind: OutcomeKind;
  readonly occurred_at: string;
  readonly known_at: string;
  readonly category?: OutcomeCategory;
  readonly reason_code?: string;
  readonly won?: boolean;
  readonly amount?: number;
  readonly currency?: string;
  readonly base_amount?: number;
}

/** One step of the company's history; `time` (ms) never decreases along the stream. */
export type SimulatedRecord =
  | { readonly kind: 'rate'; readonly time: number; readonly row: RateRow }
  | { readonly kind: 'event'; readonly time: number; readonly row: SimulatedEvent }
  /** Comes at the launch and again when the state changes: the later row replaces the earlier one. */
  | { readonly kind: 'project'; readonly time: number; readonly row: ProjectRow }
  | { readonly kind: 'backer'; readonly time: number; readonly row: BackerRow }
  | { readonly kind: 'pledge'; readonly time: number; readonly row: PledgeRow }
  /** In order of `occurred_at`; only what was known before the end of the history comes. */
  | { readonly kind: 'outcome'; readonly time: number; readonly row: OutcomeRow };
