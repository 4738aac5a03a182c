import type { HistoryFacet, HistoryInterval, HistoryKind, HistoryShare } from '#libs/contracts';
import type { Transaction } from '#libs/postgres';

/**
 * An event, assessment or outcome as it can be found again. It never changes: the first of an id counts. What is not known
 * is null. `time` is part of what a document is: the same id comes with the same time.
 */
export interface HistoryDocument {
  /** 32 lower-case hexadecimal digits. */
  readonly id: string;
  readonly kind: HistoryKind;
  readonly live: boolean;
  /** Milliseconds since 1970 UTC. */
  readonly time: number;
  readonly source: string;
  readonly name: string;
  readonly distinct_id: string | null;
  readonly backer: string | null;
  /** All ids of whoever did it: visitor, backer, distinct_id. */
  readonly actors: readonly string[];
  /** Canonical. */
  readonly ip: string | null;
  readonly country: string | null;
  readonly device: string | null;
  readonly card: string | null;
  /** A fingerprint. */
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
  readonly amount: number | null;
  readonly currency: string | null;
  readonly base_amount: number | null;
  readonly properties: Readonly<Record<string, string | readonly string[]>>;
}

/** A document on its way in, with what it is found by. */
export interface NewDocument extends HistoryDocument {
  /** Folded, each once; see `wordsOf`. */
  readonly words: readonly string[];
  /** Not kept with the document: which visitor it says became its backer. */
  readonly link: { readonly visitor: string; readonly backer: string } | null;
}

/** The fields that a filter can name values of. */
export type HistoryField = HistoryFacet | 'distinct_id' | 'device' | 'card' | 'email' | 'project' | 'pledge';

export interface HistoryWord {
  /** Folded. */
  readonly text: string;
  /** Any word that begins so. */
  readonly isBeginning: boolean;
}

/** A document answers when it answers every part that is there. */
export interface HistoryFilter {
  readonly live: boolean;
  /** Half-open, milliseconds. */
  readonly from: number;
  readonly to: number;
  readonly words?: readonly HistoryWord[];
  /** One of these ids is among the document's actors. */
  readonly actors?: readonly string[];
  /** The first and the last address of a block, both of one version and included. */
  readonly ip?: { readonly first: string; readonly last: string };
  /** The field has one of the values. */
  readonly fields?: Readonly<Partial<Record<HistoryField, readonly string[]>>>;
  readonly minimumScore?: number;
  readonly maximumScore?: number;
  /** Each property has exactly the value. */
  readonly properties?: readonly { readonly name: string; readonly value: string }[];
}

/** Where a page ended, and what pins the listing to the documents that were there when it began. */
export interface HistoryPlace {
  readonly time: number;
  readonly id: string;
  readonly pin: string;
}

export interface HistoryListing {
  /** Newest first; of one time, the greater id first. */
  readonly documents: readonly HistoryDocument[];
  /** Undefined after the last document. */
  readonly next?: HistoryPlace;
}

export interface HistoryCount {
  readonly value: string;
  readonly items: number;
}

export interface HistorySummary {
  /** Counted up to `historyLimits.countedTotal`; one more stands for "more". */
  readonly total: number;
  /** Most frequent first; of one count, in the order of the values' bytes. */
  readonly facets: Readonly<Partial<Record<HistoryFacet, readonly HistoryCount[]>>>;
}

export interface HistoryLine extends HistoryCount {
  /** Milliseconds at which each interval begins; zeros are left out. */
  readonly points: readonly { readonly time: number; readonly items: number }[];
}

export interface SharedValue {
  readonly by: HistoryShare;
  readonly value: string;
  /** Documents of the entity that have the value. */
  readonly own: number;
  readonly items: number;
  /** How many others have it: a backer's or distinct id each. */
  readonly others: number;
  /** Those with the most documents. */
  readonly sharers: readonly {
    readonly id: string;
    readonly items: number;
    readonly flagged: number;
    readonly lastTime: number;
  }[];
}

/**
 * The port: what can be asked of the history, the same answers from every adapter (`testing/conformance.ts`).
 * @throws VerdictError `unavailable` while the store is away, `invalid` for a place whose documents are no longer pinned, or
 * for a question that takes too long.
 */
export interface History {
  list(filter: HistoryFilter, limit: number, after?: HistoryPlace): Promise<HistoryListing>;
  summarise(filter: HistoryFilter, facets: readonly HistoryFacet[]): Promise<HistorySummary>;
  count(filter: HistoryFilter, by: HistoryFacet, interval: HistoryInterval): Promise<readonly HistoryLine[]>;
  /** What documents that answer `entity` share with documents that do not; `by` are the values that are followed. */
  share(entity: HistoryFilter, by: readonly HistoryShare[]): Promise<readonly SharedValue[]>;
  /** @throws when the store cannot be asked. */
  check(): Promise<void>;
}

/** A document that a store would not take. */
export interface RefusedDocument {
  readonly document: NewDocument;
  readonly rule: string;
  readonly detail: string;
}

/** One whole build of the history; a rebuild makes the next one beside it. */
export interface HistoryGeneration {
  readonly generation: number;
  /** The one that questions go to. */
  readonly isLive: boolean;
}

export interface WriteContext {
  /** What a store in the services' own database writes in; another is written to before the transaction has done anything. */
  readonly transaction: Transaction;
  readonly signal: AbortSignal;
}

/** The port's other side: what the sink and the rebuild write. One of them writes to a generation at a time. */
export interface HistoryIndex {
  /**
   * Stores what is not there yet, in its month; a repeat changes nothing. Resolves when it is durable, or, in a store that
   * the transaction belongs to, will be with it.
   * @throws VerdictError `unavailable` while the store is away or has more to do than it can take.
   */
  write(
    target: HistoryGeneration,
    documents: readonly NewDocument[],
    context: WriteContext,
  ): Promise<readonly RefusedDocument[]>;
  /** From here on questions go to this generation, whole, and to no other. */
  publish(generation: number): Promise<void>;
  /** False when the store has nothing of a generation, not even an empty month: it never had, or has lost it. */
  has(generation: number): Promise<boolean>;
  /** How many documents a generation has. */
  count(generation: number): Promise<number>;
  /** Drops the months before `firstMonth` (YYYY-MM), and whole generations but these. */
  keep(generations: readonly number[], firstMonth: string): Promise<void>;
}
