/** How the effect that gives a plan's verdict may be adjusted; unless said it is the raw one. */
export const adjustments = ['cuped'] as const;
export type Adjustment = (typeof adjustments)[number];

/**
 * Exact sums of units, as decimal text, by letters: y is the value after the exposure and c the same before it; of a ratio x
 * and d are its denominator after and before. `cy` is Σcy.
 */
export interface CovariateSums {
  readonly c: string;
  readonly cc: string;
  readonly cy: string;
  /** Of a ratio. */
  readonly denominator: {
    readonly cx: string;
    readonly d: string;
    readonly dd: string;
    readonly dy: string;
    readonly dx: string;
    readonly cd: string;
  } | null;
}

/** How the effect that a look judged was adjusted. */
export interface LookAdjustment {
  readonly method: Adjustment;
  readonly variance_reduction: number;
}
