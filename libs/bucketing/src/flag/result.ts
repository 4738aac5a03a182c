import type { Arm, CompiledTrial, Variation } from './compile-trial.js';

/** Where a flag's value comes from. */
export type FlagSource =
  'unknownFeature' | 'defaultValue' | 'force' | 'override' | 'experiment' | 'prerequisite' | 'cyclicPrerequisite';

/** What a flag gives: shared by all who get it, and frozen, so that what is made of it is made once. */
export interface FlagAnswer {
  readonly flag: string;
  readonly value: unknown;
  readonly source: FlagSource;
  /** Of the rule; '' where it has no id or none decided. */
  readonly ruleId: string;
  /** Where an experiment gave it. */
  readonly variation: Variation | null;
}

/** Why a unit has its variation, or why it has none. A closed set. */
export type RunReason =
  /** By the hash: an exposure that counts. */
  | 'hashed'
  /** It was given before: an exposure that counts. */
  | 'sticky'
  /** By the hash, or by what an id before was given, since what it was given could not be read or kept: no exposure counts. */
  | 'sticky_unavailable'
  /** The page's URL asks for it. */
  | 'forced_by_url'
  /** The caller asks for it. */
  | 'forced_by_caller'
  /** The experiment gives everybody who takes part the same. */
  | 'forced_by_experiment'
  | 'too_few_variations'
  | 'disabled'
  | 'other_page'
  | 'inactive'
  | 'no_unit'
  | 'filtered'
  | 'condition'
  | 'prerequisite'
  | 'unknown_hash'
  | 'earlier_bucket'
  | 'not_in_coverage'
  | 'qa_mode'
  | 'stopped';

/** What one experiment gives one unit. */
export interface Run {
  readonly trial: CompiledTrial;
  readonly arm: Arm;
  /** The first one where the unit takes no part. */
  readonly variation: Variation;
  readonly inExperiment: boolean;
  readonly reason: RunReason;
  /** Whether the hash, or a bucket that came of it, decided for good: the exposure counts. */
  readonly hashUsed: boolean;
  readonly hashAttribute: string;
  readonly hashValue: unknown;
  /** Where the hash put the unit, in [0, 1). */
  readonly bucket: number | undefined;
}

/** Whether a bandit decided: its weights move, so that what became of its variants is no comparison of them. */
export const isBandit = ({ arm }: Run): boolean => arm.leaf !== undefined;

/** What a flag gives one subject, and every experiment that the subject met on the way there. */
export interface FlagResult {
  readonly answer: FlagAnswer;
  /** Where an experiment decided. */
  readonly run: Run | null;
  /** All whose exposure counts: of this flag, of holdouts that let through, and of prerequisites. */
  readonly met: readonly Run[];
}

const NONE: readonly Run[] = Object.freeze([]);

/** A result without an experiment: made once, given to all. */
export const plainResult = (flag: string, value: unknown, source: FlagSource, ruleId = ''): FlagResult =>
  Object.freeze({
    answer: Object.freeze({ flag, value, source, ruleId, variation: null }),
    run: null,
    met: NONE,
  });
