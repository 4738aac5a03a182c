/** Where the chain and the audit do not agree. */
export interface AuditBreak {
  readonly batch: number;
  readonly detail: string;
}

/** What a check of the whole audit found. */
export interface AuditVerification {
  readonly intact: boolean;
  readonly batches: number;
  readonly rows: number;
  /** Rows that came after the last batch: nothing holds them yet. */
  readonly unchained: number;
  /** The hash of the last batch: whoever keeps it elsewhere can compare it. */
  readonly head: string | null;
  /** Batches whose hash was found in the buckets too, and was the same there. */
  readonly confirmed: number;
  /** The first that does not fit; null of an audit that is intact. */
  readonly broken: AuditBreak | null;
}
