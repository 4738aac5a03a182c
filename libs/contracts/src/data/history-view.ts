import type { HistoryEntity, HistoryFacet, HistoryInterval, HistoryKind, HistoryShare } from './history.js';

/** One thing that happened, as a history shows it. A field that is not known is null. */
export interface HistoryItem {
  /** 32 lower-case hexadecimal digits; of an event its identity. */
  readonly id: string;
  readonly kind: HistoryKind;
  readonly live: boolean;
  /** RFC 3339 with milliseconds. */
  readonly time: string;
  readonly source: string;
  readonly name: string;
  readonly distinct_id: string | null;
  /** Who did it, also where only a later event said so. */
  readonly backer: string | null;
  readonly ip: string | null;
  readonly country: string | null;
  readonly device: string | null;
  readonly card: string | null;
  /** A fingerprint: the same for the same address, and no address. */
  readonly email: string | null;
  readonly project: string | null;
  readonly pledge: string | null;
  readonly revision: number | null;
  readonly risk_score: number | null;
  readonly risk_level: string | null;
  readonly disposition: string | null;
  /** Codes. */
  readonly reasons: readonly string[];
  readonly category: string | null;
  /** Integer minor units of `currency`, and of the company's. */
  readonly amount: number | null;
  readonly currency: string | null;
  readonly base_amount: number | null;
  /** As text; names of nested ones are joined by dots. */
  readonly properties: Readonly<Record<string, string | readonly string[]>>;
}

export interface HistoryValueCount {
  readonly value: string;
  readonly items: number;
}

export interface HistoryRange {
  readonly from: string;
  /** Itself not included. */
  readonly to: string;
}

export interface HistoryPage extends HistoryRange {
  readonly items: readonly HistoryItem[];
  readonly next_cursor: string | null;
}

export interface HistorySearchPage extends HistoryPage {
  /** With `is_exact` false there are at least so many; null on later pages, which are of the same items. */
  readonly total: { readonly items: number; readonly is_exact: boolean } | null;
  /** Only on the first page. */
  readonly facets: Readonly<Partial<Record<HistoryFacet, readonly HistoryValueCount[]>>>;
}

/** A value that items of the entity have, and that others have too. */
export interface HistoryShared {
  readonly by: HistoryShare;
  readonly value: string;
  /** Items of the entity that have it. */
  readonly own_items: number;
  /** Items of others that have it, and how many others there are. */
  readonly items: number;
  readonly others: number;
}

/** Somebody who shares something with the entity. */
export interface HistoryRelative {
  /** A backer's id, or that of a visitor who is not linked to one. */
  readonly id: string;
  readonly by: readonly HistoryShare[];
  /** Items that share something; one that shares two things counts twice. */
  readonly items: number;
  /** Assessments among them that were not accepted. */
  readonly flagged: number;
  readonly last_time: string;
}

export interface HistoryRelatedView extends HistoryRange {
  readonly entity: { readonly kind: HistoryEntity; readonly id: string };
  readonly shared: readonly HistoryShared[];
  readonly relatives: readonly HistoryRelative[];
}

export interface HistoryCountsView extends HistoryRange {
  readonly by: HistoryFacet;
  readonly interval: HistoryInterval;
  /** The most frequent values; the points of a line are those that are not zero. */
  readonly lines: readonly {
    readonly value: string;
    readonly items: number;
    readonly points: readonly { readonly time: string; readonly items: number }[];
  }[];
}

/** What the history could not take: of the live build, until a rebuild takes it. */
export interface HistoryRefusedView {
  readonly id: number;
  readonly at: Date;
  /** The document's; null for a line that is none. */
  readonly document_id: string | null;
  /** Where it came from: the object of the bucket, and the line, from 1. */
  readonly object: string;
  readonly line: number;
  readonly rule: string;
  readonly detail: string;
  /** The beginning of the line; null where it may hold a card's number. */
  readonly text: string | null;
}
