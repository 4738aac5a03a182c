/** Through when the warehouse has a table: everything that happened before is in. */
export interface TableDataThrough {
  /** `log`: the product's own events, exposures and pledges; `snapshot.{source}_{table}` and `events.{source}_{table}` for pulls; else the relation. */
  readonly table: string;
  /** Null before anything of it was loaded. Of a table that somebody else loads: its newest row. */
  readonly data_through: string | null;
}

/** Through when a fact is known: the least of the tables that its SQL reads, and never later than the reading itself. */
export interface FactDataThrough {
  readonly fact: string;
  readonly version: number;
  readonly data_through: string | null;
  readonly tables: readonly TableDataThrough[];
}

/** A look that is due and waits for tables that are not loaded through the day that it closes. */
export interface LookWait {
  /** What the look is cut at: the end of its day. */
  readonly data_through: string;
  /** When a refresh first found it waiting. */
  readonly since: string;
  /** Then it is taken with what there is. */
  readonly until: string;
  /** What it waits for, and how far each is. */
  readonly tables: readonly TableDataThrough[];
}
