import type { SourceView, WarehouseTable } from '#libs/contracts';
import type { Json, WarehouseStatus } from './api.js';
import type { Tone } from './components/badge.js';

/** The log is followed every few minutes: what waits for longer is late. */
const lateSeconds = 900;

export const isBehind = ({ waiting }: Pick<WarehouseStatus, 'waiting'>): boolean =>
  waiting.batches > 0 && waiting.seconds > lateSeconds;

/** The tables of the warehouse whose pull is late, by the schedules of their sources. */
export const lateTables = (sources: readonly Json<SourceView>[]): ReadonlySet<string> =>
  new Set(
    sources.flatMap(({ key, tables }) =>
      tables.filter(({ freshness }) => freshness.late).map(({ name }) => `snapshot.${key}_${name}`),
    ),
  );

/** How new a table is: a table of the log is as late as the log is, a company's as its schedule says. */
export function freshnessOf(
  { table, kind, rows }: WarehouseTable,
  behind: boolean,
  late: ReadonlySet<string>,
): readonly [tone: Tone, words: string] {
  if (kind === 'log' ? behind : late.has(table)) return ['warn', 'Late'];
  return rows === 0 ? ['plain', 'Empty'] : ['good', 'Fresh'];
}
