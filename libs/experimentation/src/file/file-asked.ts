import { extname } from 'node:path';
import { invalid } from '#libs/errors';

export const fileFormats = ['csv', 'parquet', 'json'] as const;
export type FileFormat = (typeof fileFormats)[number];

/** What is asked of a file, as it was written. Names are of its columns. */
export interface FileAsked {
  readonly path: string;
  readonly format: FileFormat;
  readonly unit: string;
  readonly variant: string;
  /** The day that a row is of; null: the file has none. */
  readonly date: string | null;
  /** Columns, several with commas between, and `one/other` for a ratio. */
  readonly metrics: readonly string[];
  /** `metric=mean`, `proportion`, `ratio` or a quantile as p90. */
  readonly kinds: readonly string[];
  /** `metric=200`, or `metric=p99` for a percentile of all units. */
  readonly caps: readonly string[];
  /** `column` for every metric that is one column, or `metric=column`. */
  readonly covariates: readonly string[];
  /** `variant=share`; equal unless said. */
  readonly weights: readonly string[];
  /** Unless said `control`, or else the first in the order of the alphabet. */
  readonly baseline: string | null;
  readonly alpha: number;
  /** Whether a unit without any value is left out of a metric, or has 0. */
  readonly missing: 'leave_out' | 'zero';
}

const endings: Readonly<Record<string, FileFormat>> = {
  '.csv': 'csv',
  '.tsv': 'csv',
  '.txt': 'csv',
  '.parquet': 'parquet',
  '.pq': 'parquet',
  '.ndjson': 'json',
  '.jsonl': 'json',
  '.json': 'json',
};

/** By the name of the file. @throws VerdictError `invalid` where that says nothing */
export function formatOf(path: string): FileFormat {
  const format = endings[extname(path.replace(/\.gz$/i, '')).toLowerCase()];
  if (format !== undefined) return format;
  throw invalid(`The name of ${path} does not say what it is: --format ${fileFormats.join(', ')}.`);
}
