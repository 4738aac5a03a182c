import { invalid } from '#libs/errors';
import { isInsufficient, mergedSamples, statisticsFromExact, type SampleStatistics } from '#libs/stats';
import { nearestNames, type DuckDbFile } from '#libs/warehouse';
import { distinctNames, optionsOf, readHeader, readers, requireOnce, type FileHeader } from './file-header.js';
import { readable } from './readable.js';

/** What units of a variant have in a metric, on a day or up to it. */
export interface Summary {
  readonly day: string;
  readonly variant: string;
  readonly metric: string;
  readonly sample: SampleStatistics;
}

const needed = ['day', 'variant', 'n'] as const;
const optional = ['metric', 'mean', 'sd', 'sum', 'sum_of_squares'] as const;
type Column = (typeof needed)[number] | (typeof optional)[number];
type Cells = Readonly<Record<Column, string | null>>;

/** Most rows of a table: 10 metrics of 5 variants on 1,500 days. */
const most = 75_000;
/** What a metric is called where the table has one only. */
const unnamed = 'value';

/**
 * The rows of a table of summary statistics.
 * @throws VerdictError `invalid` that names the first row that is none, and why: of few numbers each must be right
 */
export async function readSummaries(file: DuckDbFile, format: FileHeader['format']): Promise<Summary[]> {
  const header = await readHeader(file, { format, wanted: needed });
  requireColumns(header);
  const fragment = (column: Column): string =>
    header.names.includes(column) ? file.part('file/part/summary_text', { column }) : file.part('file/part/no_text');
  const slots = Object.fromEntries([...needed, ...optional].map((column) => [column, fragment(column)]));
  const used = [...needed, ...optional].filter((column) => header.names.includes(column));
  const { rows } = await readable(() =>
    file.query<Cells>(
      'file/list_summaries',
      { path: file.path },
      { ...slots, reader: readers[header.format], options: optionsOf(file, header, used), most: most + 1 },
    ),
  );
  if (rows.length === 0) throw invalid('The table has no rows.');
  if (rows.length > most) throw invalid(`The table has more than ${most.toLocaleString('en-US')} rows.`);
  const summaries = rows.map(summaryOf);
  requireOneEach(summaries);
  return summaries;
}

function requireColumns(header: FileHeader): void {
  const { names } = header;
  const has = (name: Column): boolean => names.includes(name);
  for (const name of needed)
    if (!has(name))
      throw invalid(
        `A table of summaries has the column ${name}; the nearest of ${names.length}: ${nearestNames(name, distinctNames(header), 3).join(', ')}.`,
      );
  const [moments, sums] = [has('mean') && has('sd'), has('sum') && has('sum_of_squares')];
  if (moments === sums)
    throw invalid('A table of summaries has the columns mean and sd, or sum and sum_of_squares, and not both.');
  requireOnce(header, [...needed, ...optional].filter(has));
}

/** Row numbers are from 1, the line with the names not counted. */
function summaryOf(cells: Cells, index: number): Summary {
  const refuse = (why: string): Error => invalid(`Row ${index + 1}: ${why}.`);
  const { day, variant, metric, n } = cells;
  const date = /^(\d{4}-\d{2}-\d{2})(?:[T ].*)?$/.exec(day ?? '')?.[1];
  if (date === undefined || Number.isNaN(Date.parse(date)))
    throw refuse(`"${day ?? ''}" is no day: it begins as YYYY-MM-DD`);
  if (variant === null) throw refuse('there is no variant');
  const units = Number(n);
  if (n === null || !/^\d{1,15}(?:\.0+)?$/.test(n)) throw refuse(`n is a whole number, not "${n ?? ''}"`);
  const sample =
    cells.sum === null && cells.sum_of_squares === null ? fromMoments(cells, units) : fromSums(cells, units);
  if (typeof sample === 'string') throw refuse(sample);
  return { day: date, variant, metric: metric ?? unnamed, sample };
}

const none = { n: 0, mean: 0, variance: 0 };

function fromMoments({ mean, sd }: Cells, n: number): SampleStatistics | string {
  if (n === 0) return none;
  const centre = numberOf(mean);
  if (centre === undefined) return `mean is a number, not "${mean ?? ''}"`;
  const deviation = n === 1 && sd === null ? 0 : numberOf(sd);
  if (deviation === undefined || deviation < 0) return `sd is a number of 0 at least, not "${sd ?? ''}"`;
  return { n, mean: centre, variance: n === 1 ? 0 : deviation ** 2 };
}

function fromSums({ sum, sum_of_squares: squares }: Cells, n: number): SampleStatistics | string {
  if (numberOf(sum) === undefined) return `sum is a number, not "${sum ?? ''}"`;
  if (numberOf(squares) === undefined) return `sum_of_squares is a number, not "${squares ?? ''}"`;
  if (n === 0) return none;
  if (n === 1) return { n, mean: Number(sum), variance: 0 };
  const sample = statisticsFromExact({ n, sum: sum ?? '', sumOfSquares: squares ?? '' });
  return isInsufficient(sample) ? sample.detail.replace(/\.$/, '') : sample;
}

function numberOf(text: string | null): number | undefined {
  const value = Number(text);
  return text !== null && /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?$/.test(text) && Number.isFinite(value)
    ? value
    : undefined;
}

function requireOneEach(summaries: readonly Summary[]): void {
  const rows = new Map<string, number>();
  for (const [index, { day, variant, metric }] of summaries.entries()) {
    const key = JSON.stringify([day, variant, metric]);
    const before = rows.get(key);
    if (before !== undefined)
      throw invalid(
        `Rows ${before} and ${index + 1} are of the same day, variant and metric (${day}, ${variant}, ${metric}).`,
      );
    rows.set(key, index + 1);
  }
}

/** Of each day, what all units that had come by then are together. */
export interface Course {
  readonly day: string;
  /** In the order of the variants. */
  readonly samples: readonly SampleStatistics[];
}

/**
 * A metric from day to day.
 * @throws VerdictError `invalid` where so-far counts fall: then they are no such counts
 */
export function courseOf(
  summaries: readonly Summary[],
  variants: readonly string[],
  rows: 'daily' | 'cumulative',
): Course[] {
  let samples: readonly SampleStatistics[] = variants.map(() => none);
  const days = [...new Set(summaries.map(({ day }) => day))].toSorted();
  return days.map((day) => {
    const came = summaries.filter((one) => one.day === day);
    samples = samples.map((before, index) => {
      const found = came.find(({ variant }) => variant === variants[index]);
      if (found === undefined) return before;
      if (rows === 'daily') return added(before, found.sample);
      if (found.sample.n < before.n)
        throw invalid(
          `${found.metric} in ${found.variant}: n falls from ${before.n.toLocaleString('en-US')} to ${found.sample.n.toLocaleString('en-US')} on ${day}. Rows of what came each day are --rows daily.`,
        );
      return found.sample;
    });
    return { day, samples };
  });
}

function added(before: SampleStatistics, more: SampleStatistics): SampleStatistics {
  if (more.n === 0) return before;
  if (before.n === 0) return more;
  const merged = mergedSamples([before, more]);
  if (isInsufficient(merged)) throw invalid(merged.detail);
  return merged;
}
