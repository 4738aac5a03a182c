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

/** What the skewness of a line is made of. Of a share it is not kept: cubes of 0 and 1 are what they are. */
export interface ShapeSums {
  /** Σy³; of a ratio also those of y²x, yx² and x³. */
  readonly yyy: string;
  readonly yyx: string | null;
  readonly yxx: string | null;
  readonly xxx: string | null;
  /** Units whose value is not 0. */
  readonly acted_units: number;
  /** Units that are too large to be cubed: with one of them nothing is known of the skewness. */
  readonly uncubed_units: number;
}

/** A capped line as it would be without its cap. */
export interface UncappedSums extends Omit<VariantSums, 'variant' | 'covariates' | 'uncapped'> {
  /** Units whose value is above the cap. */
  readonly capped_units: number;
  readonly closed_capped_units: number;
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
  /** Of a share, and in readings from before it was kept, there is none. */
  readonly shape?: { readonly all: ShapeSums; readonly closed: ShapeSums } | null;
  /** There is none without a cap, and in readings from before it was kept. */
  readonly uncapped?: UncappedSums | null;
  /** Values at places of the order of its units; there are none where the metric is no quantile. */
  readonly ranked?: RankedSums | null;
  /** Where there are several phases: of units whose window is closed, by the phase of their first exposure. */
  readonly phases?: readonly PhaseSums[];
}

/** The same of one phase, closed windows only. */
export interface PhaseSums {
  readonly phase: number;
  readonly units: number;
  readonly total: string;
  readonly total_of_squares: string;
  readonly denominators: DenominatorSums | null;
  readonly covariates: CovariateSums | null;
}

/** A quantile of a variant, exact, as sums are. */
export interface RankedSums {
  /** Of all units so far. */
  readonly estimate: string;
  /** Of those whose window is closed, with the ends of its interval; null where they are too few for one. */
  readonly closed: { readonly estimate: string; readonly lower: string; readonly upper: string } | null;
  /** The interval has the level 1 − alpha. */
  readonly alpha: number;
}

/** What was found of one line: a metric in one version and one reading. */
export interface FoundLine {
  readonly metric: string;
  readonly version: number;
  readonly reading: LineReading;
  readonly query: Pick<RunQuery, 'hash' | 'parameters'>;
  readonly variants: readonly VariantSums[];
  /** Where its metric is capped at a percentile; there is none elsewhere. */
  readonly cap?: FoundCap | null;
}

/** What a unit counts at most in the sums of a reading. */
export interface FoundCap {
  /** Exact, as sums are; null where no unit has a closed window, or most of them have nothing. */
  readonly value: string | null;
  /** The look that has frozen it; null while it moves with the data. */
  readonly look: number | null;
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
