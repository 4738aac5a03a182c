import type { CovariateSums, FactDataThrough, LineReading } from '#libs/contracts';
import type { CohortUnits } from '../aggregate/cohorts.js';

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

/** Of a ratio: Σx, Σx² and Σxy of its denominator x. */
export interface DenominatorSums {
  readonly total: string;
  readonly total_of_squares: string;
  readonly total_of_products: string;
}

/** Units that a reading left out; `variant` is null for those that met several. */
export interface LeftOut {
  readonly reason: string;
  readonly variant: string | null;
  readonly units: number;
}

/** n, Σy and Σy² of a line in one variant: of all units so far, and of those whose window is closed. Sums are exact. */
export interface VariantSums {
  readonly variant: string;
  readonly units: number;
  readonly total: string;
  readonly total_of_squares: string;
  readonly closed_units: number;
  readonly closed_total: string;
  readonly closed_total_of_squares: string;
  /** Null where the metric is no ratio. */
  readonly denominators: { readonly all: DenominatorSums; readonly closed: DenominatorSums } | null;
  /** Null where the metric has no covariate, and in readings from before they were kept. */
  readonly covariates: { readonly all: CovariateSums; readonly closed: CovariateSums } | null;
}

/** What was found of one line: a metric in one version and one reading. */
export interface FoundLine {
  readonly metric: string;
  readonly version: number;
  readonly reading: LineReading;
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
  /** Through when each fact is loaded, no later than `dataThrough`; null in readings from before it was kept. */
  readonly facts: readonly FactDataThrough[] | null;
  readonly engine: string;
  readonly commit: string;
  readonly units: readonly UnitCount[];
  readonly multipleVariantUnits: number;
  /** By reason and variant; none of them is among the others. */
  readonly leftOut: readonly LeftOut[];
  /** The units of one variant by the day that they came on; null in readings from before days were kept. */
  readonly arrivals: readonly Omit<CohortUnits, 'reason'>[] | null;
  readonly unitQuery: Pick<RunQuery, 'hash' | 'parameters'>;
  /** Null in readings from before they were counted. */
  readonly people: PeopleCount | null;
  readonly lines: readonly FoundLine[];
}
