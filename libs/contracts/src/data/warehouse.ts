import type { UnitType } from '../experiment/experiment.js';

/** A table of the warehouse when it was last looked at. */
export interface WarehouseTable {
  /** `snapshot.{source}_{table}` for a company's. */
  readonly table: string;
  /** `log`: follows the events; `snapshot`: a company's table, day by day. */
  readonly kind: 'log' | 'snapshot';
  /** Of a snapshot those of its newest day. */
  readonly rows: number;
  /** The time of the newest thing that it knows; null for an empty one and for a snapshot. */
  readonly latest: string | null;
  /** YYYY-MM-DD: the newest day of a snapshot. */
  readonly snapshot_on: string | null;
  readonly loaded_at: string | null;
}

export interface WarehouseQuarantine {
  /** Lines that could not be loaded since the warehouse began. */
  readonly lines: number;
  readonly latest: readonly {
    readonly batch: number;
    readonly object: string;
    readonly line: number;
    readonly rule: string;
  }[];
}

/** Units that were seen in the days before a day, by type: what an experiment can reckon with. */
export interface SeenUnits {
  /** YYYY-MM-DD: the first day that is not counted any more. */
  readonly until: string;
  readonly days: number;
  readonly types: readonly { readonly unit: UnitType; readonly units: number }[];
}

/** What a look into the warehouse finds. */
export interface WarehouseReport {
  readonly tables: readonly WarehouseTable[];
  readonly quarantine: WarehouseQuarantine;
  /** The company's tables and views, as `schema.name`: what can be published. */
  readonly relations: readonly string[];
  /** Counted once a day; null while there are no events. */
  readonly units: SeenUnits | null;
}

export interface WarehouseView extends Omit<WarehouseReport, 'relations' | 'units'> {
  /** How many batches are in. This, `sequence`, `loaded_at` and `waiting` are as of now, the tables as of the last look. */
  readonly batches: number;
  /** The last batch that is in, in the order in which batches were closed. */
  readonly sequence: number;
  readonly loaded_at: Date | null;
  /** Null before a worker has looked for the first time. */
  readonly checked_at: Date | null;
  readonly engine: string | null;
  /** Batches that are closed and not loaded, and the age of the oldest in seconds. */
  readonly waiting: { readonly batches: number; readonly rows: number; readonly seconds: number };
}

export interface JobAnswer {
  readonly job_id: string;
}
