import type { MetricKey } from '#libs/contracts';

/** A query that was run: its identity, its text and what it was given. */
export interface RunQuery {
  readonly hash: string;
  readonly name: string;
  readonly text: string;
  readonly parameters: Readonly<Record<string, string | number>>;
}

/** Units that met one variant, and no other. */
export interface UnitCount {
  readonly variant: string;
  readonly units: number;
}

/** n, Σy and Σy² of one metric in one variant: of all units so far, and of those whose window is closed. Sums are exact. */
export interface VariantSums {
  readonly variant: string;
  readonly units: number;
  readonly total: string;
  readonly total_of_squares: string;
  readonly closed_units: number;
  readonly closed_total: string;
  readonly closed_total_of_squares: string;
}

export interface MetricReading {
  readonly metric: MetricKey;
  readonly query: Pick<RunQuery, 'hash' | 'parameters'>;
  readonly variants: readonly VariantSums[];
}

/** People who signed in, each with all of their ids. */
export interface PeopleCount {
  readonly signedIn: number;
  /** Of these, who met more than one variant. */
  readonly severalVariants: number;
  readonly query: Pick<RunQuery, 'hash' | 'parameters'>;
}

/** What one refresh found in the warehouse. */
export interface Reading {
  readonly experimentVersion: number;
  readonly refreshedAt: Date;
  readonly dataThrough: Date;
  readonly engine: string;
  readonly commit: string;
  readonly units: readonly UnitCount[];
  readonly multipleVariantUnits: number;
  readonly unitQuery: Pick<RunQuery, 'hash' | 'parameters'>;
  /** Null in readings from before they were counted. */
  readonly people: PeopleCount | null;
  readonly metrics: readonly MetricReading[];
}
