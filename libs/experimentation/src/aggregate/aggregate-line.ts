import type { CheckedSelect } from '#libs/warehouse';

/** A fact in the version that is read: a row each time that somebody acted. */
export interface AggregateFact {
  readonly key: string;
  readonly version: number;
  /** Over what is published. */
  readonly select: CheckedSelect;
  /** Names of its columns: whose it is, `time`, and what else it has. */
  readonly columns: readonly string[];
  /** Whether new events of a day change only its rows of that day; see `isOfEventDays`. */
  readonly ofEventDays: boolean;
}

/** What the rows of a fact add to a unit. */
export interface Measured {
  readonly fact: AggregateFact;
  /** The column that is added up; null: rows are counted. */
  readonly value: string | null;
  /** Values are whole numbers after times 10^scale; null: they are whole numbers already. */
  readonly scale: number | null;
  /** Conditions over `final_fact`, the row, each in brackets where it needs them. */
  readonly conditions: readonly string[];
  /** Columns that the conditions are about. */
  readonly conditionColumns: readonly string[];
  /** Whether a row no longer counts once it became known as fraud (`fraud_at`) within the window. */
  readonly withoutFraud: boolean;
}

/** One line of a readout, as the aggregate makes it: a metric in one version and one reading. */
export interface AggregateLine {
  readonly metric: string;
  readonly version: number;
  readonly reading: string;
  readonly numerator: Measured;
  /** Of a ratio. */
  readonly denominator: Measured | null;
  /** Acting counts from so many days after the exposure… */
  readonly fromDay: number;
  /** …until before so many. */
  readonly actDays: number;
  /** Days until a unit's value is final. */
  readonly windowDays: number;
  /** Days before the exposure in which the same is measured; 0: none. */
  readonly covariateDays: number;
  /** Whether the unit did it at all is what counts. */
  readonly isShare: boolean;
  /** What a unit's value is at most, as a whole number in the numerator's scale; null: anything. */
  readonly cap: string | null;
  /** The cap is to be found in what is read: this percentile of the units whose window is closed. Null: it is known. */
  readonly percentile: number | null;
  /** Which quantile of the units' values is asked for, with an interval of level 1 − alpha; null: they are added up alone. */
  readonly quantile: { readonly q: number; readonly alpha: number } | null;
  /** Whether it is asked how lopsided it is: cubes are summed too. A share needs none. */
  readonly isShaped: boolean;
  /** It stands beside a capped one, as that would be without its cap: its units' values are not shown. */
  readonly isBeside: boolean;
}

/** A unit on which a variant was forced, and since when. */
export interface ForcedUnit {
  readonly unit: string;
  readonly since: Date;
}

/** What an experiment is aggregated by. */
export interface AggregateAsked {
  readonly experiment: string;
  readonly unit: 'visitor' | 'backer' | 'project';
  /** `seen`: units that did anything since `startedAt`, from the first time on, as if it were an experiment of one variant. */
  readonly population?: 'exposed' | 'seen';
  readonly startedAt: Date;
  /** Later exposures are left out; null while units enrol. */
  readonly enrolmentEndsAt: Date | null;
  readonly pauses: readonly { readonly from: Date; readonly until: Date | null }[];
  /** When the weights changed since the start, in order: each begins a phase. */
  readonly phasesFrom: readonly Date[];
  /** IANA's name of the company's reporting zone: days are its days. */
  readonly zone: string;
  /** What happens from here on is not read. */
  readonly dataThrough: Date;
  /** Facts with a `reason`: units of which one had a row at the first exposure are left out. The first that does says why. */
  readonly exclusions: readonly AggregateFact[];
  /** Left out too, from then on. */
  readonly forced: readonly ForcedUnit[];
  readonly lines: readonly AggregateLine[];
}
