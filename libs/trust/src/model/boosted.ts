import type { Pair, Round, Shapes, Split, TrainingOptions } from '#libs/boosting';

/** What a thread is asked: a stage of one bag; with what the first stage gave, the second. */
export interface BoostTask {
  readonly split: Split;
  readonly bag: number;
  readonly options: TrainingOptions;
  readonly chosen: { readonly mains: Shapes; readonly pairs: readonly Pair[] } | undefined;
}

/** What it says: each round, and at the end the shapes. */
export type Boosted = { readonly round: Round } | { readonly shapes: Shapes };
