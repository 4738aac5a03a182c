import type { LineReading } from '#libs/contracts';
import type { LevelName } from '../aggregate/levels.js';
import type { RunQuery, VariantSums } from '../results/reading.js';

/** What was found of one line, by level. */
export interface FoundLevelLine {
  readonly metric: string;
  readonly version: number;
  readonly reading: LineReading;
  readonly levels: readonly (LevelName & { readonly variants: readonly VariantSums[] })[];
}

/** What one reading of the warehouse found of an experiment by a column of a fact. */
export interface FoundLevels {
  readonly dataThrough: Date;
  readonly engine: string;
  readonly commit: string;
  readonly query: Pick<RunQuery, 'hash' | 'parameters'>;
  readonly lines: readonly FoundLevelLine[];
}

/** A question for effects by level, and what became of it. */
export interface Breakdown {
  readonly id: string;
  readonly experimentKey: string;
  readonly factKey: string;
  readonly factVersion: number;
  readonly column: string;
  readonly jobId: string | null;
  readonly askedBy: string;
  readonly askedAt: Date;
  readonly error: string | null;
  readonly found: FoundLevels | null;
}
