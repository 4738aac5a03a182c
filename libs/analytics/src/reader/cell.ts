/** A value as a line of a bucket has it; see `ColumnType`. */
export type Cell = string | number | boolean | null;

/** Why a value that its source has became null: it means none there, or has no like in the warehouse. */
export type Warning = 'zero_date' | 'not_finite' | 'out_of_range';

export type Warn = (why: Warning) => void;

/** Reads the text of a value. @throws LineProblem for what is no value of the type; it never repeats the value. */
export type CellReader = (text: string, warn: Warn) => Cell;
