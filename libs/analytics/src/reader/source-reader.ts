import type { ColumnType } from '#libs/contracts';

/** A column as a source has it. */
export interface FoundColumn {
  readonly name: string;
  /** Undefined where it has none of ours: it comes along only if a type is declared for it. */
  readonly type: ColumnType | undefined;
  /** The source's own word for its type. */
  readonly theirs: string;
}

/** What to read. */
export interface Selection {
  /** In this order. */
  readonly columns: readonly FoundColumn[];
  /** Only rows whose cursor is not before the value, or absent. */
  readonly since?: { readonly column: string; readonly value: string };
}

/** A row, its cells in the order of the selection, as text; or the rule that it breaks. */
export type SourceRow =
  | (SourcePlace & { readonly cells: readonly (string | null)[] })
  | (SourcePlace & { readonly cells?: undefined; readonly rule: string; readonly detail: string });

export interface SourcePlace {
  /** The file; null where the source is a server. */
  readonly object: string | null;
  /** Of the file, or how many-th the server gave. */
  readonly line: number;
}

/** One table of a source, open for one reading: all that it tells is of one moment. */
export interface SourceReader {
  columns(): Promise<readonly FoundColumn[]>;
  /** About how many rows there are; null where nobody knows. */
  estimate(): Promise<number | null>;
  rows(selection: Selection): AsyncIterable<SourceRow>;
  /** The greatest value of a column, null of an empty table; only a server can tell, and so only a server gives deltas. */
  greatest?(column: FoundColumn): Promise<string | null>;
  /** At once, also in the middle of `rows`, which then ends with an error. */
  close(): Promise<void>;
}
