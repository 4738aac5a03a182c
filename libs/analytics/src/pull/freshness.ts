import { dayAt, type SourceBody, type SourceTableBody, type TableFreshness } from '#libs/contracts';
import type { Transaction } from '#libs/postgres';
import { isDaily } from '../reader/file-pattern.js';
import { listSources, listTables, type SourceRow, type SourceTableRow } from '../source/source.repository.js';
import { daysBack, dueDays, lastAsked, type Rhythm } from './due.js';
import { isGood, pullView, type PullRow } from './pull.repository.js';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** What a pull may take, its repeats included, before somebody should look. */
const patienceMs = 2 * hourMs;

export type FreshnessOf = (source: string, table: string) => TableFreshness;

/** Whether a day of the table has data of its own, or there is only how it is now. */
export function hasDays({ kind }: Pick<SourceBody, 'kind'>, name: string, { from }: SourceTableBody): boolean {
  return kind === 'mixpanel' || kind === 'dynamodb' || (kind === 'files' && isDaily(from ?? name));
}

/** The newest pulls of every table: enough for its schedule and its freshness. */
export async function recentPulls(database: Transaction, now: number): Promise<Map<string, PullRow[]>> {
  const rows = await database.query<PullRow>('source_pull/list_recent', { since: dayAt(now - (daysBack + 1) * dayMs) });
  const pulls = new Map<string, PullRow[]>();
  for (const row of rows) {
    const key = `${row.source}/${row.table}`;
    const known = pulls.get(key);
    if (known === undefined) pulls.set(key, [row]);
    else known.push(row);
  }
  return pulls;
}

/** Days of a table that its schedule waits for; none without a schedule. */
export function duePulls(now: number, rhythm: Rhythm | undefined, pulls: readonly PullRow[]): string[] {
  if (rhythm === undefined) return [];
  const good = pulls.filter(isGood).map(({ day, started_at }) => ({ day, startedAt: started_at?.getTime() ?? 0 }));
  return dueDays(now, rhythm, good);
}

export function rhythmOf(source: Pick<SourceBody, 'kind'>, name: string, table: SourceTableBody): Rhythm | undefined {
  return table.at_hour === null ? undefined : { atHour: table.at_hour, daily: hasDays(source, name, table) };
}

export async function listFreshness(
  database: Transaction,
  sources: readonly SourceRow[],
  tables: readonly SourceTableRow[],
  now: number,
): Promise<FreshnessOf> {
  const pulls = await recentPulls(database, now);
  const definitions = new Map(sources.map(({ key, definition }) => [key, definition]));
  const known = new Map<string, TableFreshness>();
  for (const { source, name, definition } of tables) {
    const key = `${source}/${name}`;
    const kind = definitions.get(source)?.kind ?? 'files';
    known.set(key, freshnessOf(pulls.get(key) ?? [], rhythmOf({ kind }, name, definition), now));
  }
  return (source, table) => known.get(`${source}/${table}`) ?? freshnessOf([], undefined, now);
}

/** Tables that should have come by their schedules and did not. */
export async function countLateTables(database: Transaction, now: number): Promise<number> {
  const [sources, tables] = [await listSources(database), await listTables(database)];
  const freshness = await listFreshness(database, sources, tables, now);
  return tables.filter(({ source, name }) => freshness(source, name).late).length;
}

/** `pulls`: the newest first. */
function freshnessOf(pulls: readonly PullRow[], rhythm: Rhythm | undefined, now: number): TableFreshness {
  const good = pulls
    .filter(isGood)
    .toSorted((left, right) => (left.day < right.day ? 1 : left.day > right.day ? -1 : 0));
  const [newest] = good;
  const [latest] = pulls;
  const isOverdue = rhythm !== undefined && now - lastAsked(now, rhythm) > patienceMs;
  return {
    day: newest?.day ?? null,
    rows: newest?.counts?.rows ?? null,
    pulled_at: newest?.finished_at ?? null,
    // What nobody has tried yet was described a moment ago, or no worker is up, which is another alarm.
    late: isOverdue && latest !== undefined && duePulls(now, rhythm, pulls).length > 0,
    latest: latest === undefined ? null : pullView(latest),
  };
}
