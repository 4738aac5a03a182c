import type { Column } from '#libs/contracts';
import type { Cell, CellReader } from '../reader/cell.js';
import type { FoundColumn } from '../reader/source-reader.js';

/** A column that a pull reads. */
export interface PlannedColumn extends Column {
  readonly found: FoundColumn;
  /** A row without it is left aside. */
  readonly required: boolean;
  readonly read: CellReader;
}

/** A column that the source has not: made of the text of a row's others. */
export interface DerivedColumn extends Column {
  /** @throws LineProblem for a row of which it cannot be made */
  readonly valueOf: (cells: readonly (string | null)[]) => Cell;
}
