import type { FactDataThrough, LookWait, TableDataThrough } from '#libs/contracts';
import { factsOf, type MetricLine } from '../metric/metric-line.js';
import { ownLines } from './lines.js';

/** How far the warehouse is: its log, which has the exposures, and facts. */
export interface LoadedThrough {
  readonly log: Date;
  readonly facts: readonly FactDataThrough[];
}

interface Waiting {
  readonly now: Date;
  /** How long a look waits at most, in milliseconds. */
  readonly patience: number;
  /** What is known of a look that waited before. */
  readonly known: LookWait | undefined;
}

/** What the plan's metrics need that is not loaded through a moment: none where a look may be cut there. */
export function tablesBefore(
  cut: Date,
  { log, facts }: LoadedThrough,
  lines: readonly MetricLine[],
): TableDataThrough[] {
  const own = new Set(factsOf(ownLines(lines)).map(({ key, version }) => `${key}@${version}`));
  const needed = facts.filter(({ fact, version }) => own.has(`${fact}@${version}`)).flatMap(({ tables }) => tables);
  const tables = new Map([{ table: 'log', data_through: log.toISOString() }, ...needed].map((one) => [one.table, one]));
  return [...tables.values()].filter(
    ({ data_through }) => data_through === null || Date.parse(data_through) < cut.getTime(),
  );
}

/** Through when all of it is loaded; undefined where something has never been. */
export function wholeThrough(loaded: LoadedThrough, lines: readonly MetricLine[]): Date | undefined {
  const tables = tablesBefore(new Date(8.64e15), loaded, lines);
  if (tables.some(({ data_through }) => data_through === null)) return undefined;
  return new Date(Math.min(...tables.map(({ data_through }) => Date.parse(data_through ?? ''))));
}

/**
 * How a look that is due waits, from the moment that it was first found so: a product that was away for a week does not find all of
 * its patience gone. Undefined once it has waited long enough.
 */
export function waitOf(
  cut: Date,
  tables: readonly TableDataThrough[],
  { now, patience, known }: Waiting,
): LookWait | undefined {
  const isKnown = known?.data_through === cut.toISOString();
  const since = isKnown ? known.since : now.toISOString();
  const until = isKnown ? known.until : new Date(now.getTime() + patience).toISOString();
  return Date.parse(until) <= now.getTime() ? undefined : { data_through: cut.toISOString(), since, until, tables };
}
