/** Units that met nothing but variants that were forced on them; `variant` is null where it was several. */
export interface ForcedCount {
  readonly variant: string | null;
  readonly units: number;
}

/** Units of a variant, phase and cohort; `variant` is null for those that met several. */
export interface CohortUnits {
  readonly variant: string | null;
  /** Why they are left out; null for those that count. */
  readonly reason: string | null;
  readonly phase: number;
  /** YYYY-MM-DD, in the company's zone. */
  readonly cohort_day: string;
  readonly units: number;
}

type SumName = 'yy' | 'x' | 'xx' | 'xy' | 'c' | 'cc' | 'cy' | 'cx' | 'd' | 'dd' | 'dy' | 'dx' | 'cd';
type CubeName = 'yyy' | 'yyx' | 'yxx' | 'xxx';

/** What is kept of a line where it is asked how lopsided it is; null where nobody asked. */
export type CohortShape = {
  /** Units whose y is not 0, whose value is above the cap, and who are in no sum of cubes. */
  readonly acted_units: number | null;
  readonly capped_units: number | null;
  readonly uncubed_units: number | null;
} & { readonly [Name in CubeName as `sum_${Name}`]: string | null };

/** Exact sums over the units of a cohort, as text: y is the value, x the denominator, c and d both from before. */
export type CohortProducts = Omit<CohortUnits, 'variant' | 'reason'> & {
  readonly variant: string;
  /** From 1, in the order of what was asked. */
  readonly line: number;
  readonly sum_y: string;
} & { readonly [Name in SumName as `sum_${Name}`]: string | null };

export type CohortSums = CohortProducts & CohortShape;
