import type { CovariateSums } from '#libs/contracts';
import type { Outcome, SampleStatistics } from '#libs/stats';
import type { DenominatorSums } from './reading.js';

/** Σ of one variant, whichever of its units were counted. */
export interface Sums {
  readonly variant: string;
  readonly units: number;
  readonly sum: string;
  readonly sumOfSquares: string;
  /** Of a ratio. */
  readonly denominator: DenominatorSums | null;
  /** Null without one. */
  readonly covariate: CovariateSums | null;
  /** Where the experiment has several phases: the same of each, by its number. */
  readonly phases?: readonly PhasedSums[];
}

export type PhasedSums = Omit<Sums, 'phases'> & { readonly phase: number };

/** The baseline's, then the treatment's. */
export type Samples = readonly [Outcome<SampleStatistics>, Outcome<SampleStatistics>];
