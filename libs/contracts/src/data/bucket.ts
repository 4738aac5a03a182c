import type { Snapshot } from './snapshot.js';

/**
 * A line of a bucket's object `{source}/{table}/dt=YYYY-MM-DD/part-<batch>.json.gz`: one JSON object without the table's
 * name, which the path has. Times are milliseconds since 1970 UTC, money is integer minor units; a null field may be
 * absent. A row of the log carries its `log_transaction` and `log_position`; an import's rows carry a position only, in
 * the order of their lines: they come after all that was there when their batch was closed.
 */
interface BucketRow {
  readonly live: boolean;
  readonly log_transaction?: number;
  readonly log_position?: number;
}

export interface EventRow extends BucketRow, GeoColumns {
  /** 32 lower-case hexadecimal digits, by `identityOf` of libs/events. */
  readonly identity: string;
  readonly source: string;
  readonly event: string;
  readonly distinct_id: string;
  readonly time: number;
  readonly insert_id?: string | null;
  readonly ip?: string | null;
  readonly properties: Readonly<Record<string, unknown>>;
}

/** The address of an event or pledge as geography looks it up, by `geoColumns` of libs/ip: one of the two where there is one. */
interface GeoColumns {
  readonly ip4?: number | null;
  /** 32 lower-case hexadecimal digits. */
  readonly ip6?: string | null;
}

/** One row a pledge id in the warehouse: the last one in the order of the log counts. */
export interface PledgeRow extends BucketRow, GeoColumns {
  readonly pledge_id: string;
  readonly backer_id: string | null;
  readonly project_id: string | null;
  readonly amount: number | null;
  readonly currency: string | null;
  readonly base_amount: number | null;
  readonly time: number;
}

export interface PledgeOutcomeRow extends BucketRow {
  readonly pledge_id: string;
  /** With the pledge's id it makes an outcome count once. */
  readonly outcome_id: string;
  readonly kind: string;
  readonly category: string | null;
  readonly reason_code: string | null;
  readonly amount: number | null;
  readonly currency: string | null;
  readonly base_amount: number | null;
  readonly occurred_at: number;
  readonly known_at: number;
}

/** (pledge_id, revision) counts once. */
export interface PledgeAssessmentRow extends BucketRow, GeoColumns {
  readonly pledge_id: string;
  readonly revision: number;
  readonly risk_score: number;
  readonly risk_level: string;
  readonly disposition: string;
  readonly amount?: number | null;
  readonly currency?: string | null;
  readonly base_amount: number | null;
  readonly project_id?: string | null;
  readonly backer_id?: string | null;
  readonly time: number;
  /** `live`, or the import's id. */
  readonly origin: string;
  /** What the event history finds it by; the warehouse needs none of it. Named as in the event `Pledge Assessed`. */
  readonly ip?: string | null;
  readonly country?: string | null;
  readonly device_id?: string | null;
  readonly card?: string | null;
  /** In place of the address; see libs/search. */
  readonly email_fingerprint?: string | null;
  readonly reason_codes?: readonly string[];
}

export interface BucketRows {
  readonly event: EventRow;
  readonly pledge: PledgeRow;
  readonly pledge_outcome: PledgeOutcomeRow;
  readonly pledge_assessment: PledgeAssessmentRow;
}

export type BucketTable = keyof BucketRows;

/** Which time of a row decides the day's folder that it lies in. */
export const bucketDay: { readonly [Table in BucketTable]: (row: BucketRows[Table]) => number } = {
  event: (row) => row.time,
  pledge: (row) => row.time,
  pledge_outcome: (row) => row.occurred_at,
  pledge_assessment: (row) => row.time,
};

/** The tables of our own; every other one is a company's, and lies in the bucket as a snapshot. */
export const isBucketTable = (table: string): table is BucketTable => Object.hasOwn(bucketDay, table);

/** One object of a closed batch, as its manifest and its row in Postgres name it. */
export interface BucketObject {
  readonly object: string;
  readonly source: string;
  /** A `BucketTable`, or the name of a company's table in a batch that is a snapshot. */
  readonly table: string;
  /** YYYY-MM-DD, UTC. */
  readonly day: string;
  readonly rows: number;
  readonly bytes: number;
  /** Of the object as stored, compressed: 64 hexadecimal digits. */
  readonly sha256: string;
}

/** A batch that the warehouse loads whole or not at all, in the order of `sequence`. */
export interface ClosedBatch {
  readonly batch: number;
  /** Without gaps, in the order in which batches were closed. */
  readonly sequence: number;
  /** Where an import's rows come in the log: its own transaction, in which its rows are numbered. Null for a batch of the log. */
  readonly log_transaction: number | null;
  /** Set when the objects are one table of a company, as it was on a day. */
  readonly snapshot: Snapshot | null;
  readonly objects: readonly BucketObject[];
}
