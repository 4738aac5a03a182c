import type { WarehouseUnderTest } from '../../libs/warehouse/testing/conformance.js';

/** An event as a test says it; `at` is in milliseconds since 1970. */
export interface LoggedEvent {
  readonly name: string;
  readonly who: string;
  readonly at: number;
  readonly live?: boolean;
  readonly properties?: Readonly<Record<string, string>>;
}

/** A visitor and the backer that she became. */
export interface Link {
  readonly visitor: string;
  readonly backer: string;
  readonly live?: boolean;
}

/** Events by how many units of time they are after a start. */
export const eventsFrom =
  (start: number, unit: number) =>
  (name: string, who: string, after: number, over: Partial<LoggedEvent> = {}): LoggedEvent => ({
    name,
    who,
    at: start + after * unit,
    ...over,
  });

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;
const timestamp = (ms: number): string => quoted(new Date(ms).toISOString().slice(0, -1).replace('T', ' '));

/** Exactly these events and links, in the order of the log. */
export async function fillEvents(
  made: Pick<WarehouseUnderTest, 'rows'>,
  events: readonly LoggedEvent[],
  links: readonly Link[],
): Promise<void> {
  await made.rows('DELETE FROM event');
  await made.rows('DELETE FROM "identity"');
  const rows = events.map(
    ({ name, who, at, live = true, properties = {} }, position) =>
      `('', 'app', ${quoted(name)}, ${quoted(who)}, ${timestamp(at)}, ${quoted(JSON.stringify(properties))}, ${String(live)}, 1, ${position})`,
  );
  const columns = `"identity", source, name, distinct_id, time, properties, live, log_transaction, log_position`;
  if (rows.length > 0) await made.rows(`INSERT INTO event (${columns}) VALUES ${rows.join(', ')}`);
  const linked = links.map(
    ({ visitor, backer, live = true }) =>
      `(${quoted(visitor)}, ${quoted(backer)}, '2026-01-01', ${String(live)}, 1, 1)`,
  );
  if (linked.length > 0) await made.rows(`INSERT INTO "identity" VALUES ${linked.join(', ')}`);
}

/** What a person is called: the backer that a visitor became. */
export function personOf(links: readonly Link[]): (who: string) => string {
  const backers = new Map(
    links.filter(({ live = true }) => live).map(({ visitor, backer }) => [visitor, backer] as const),
  );
  return (who) => backers.get(who) ?? who;
}

/** Linear between the two nearest, as PERCENTILE_CONT; NULL of nothing. */
export function quantile(values: readonly number[], share: number): number | null {
  const sorted = values.toSorted((left, right) => left - right);
  const place = share * (sorted.length - 1);
  const low = sorted[Math.floor(place)];
  const high = sorted[Math.ceil(place)];
  return low === undefined || high === undefined ? null : low + (high - low) * (place - Math.floor(place));
}

/** Rows whose doubles may differ in what is left of their rounding. */
export const rounded = (rows: readonly Readonly<Record<string, unknown>>[]): unknown[] =>
  rows.map((row) =>
    Object.fromEntries(
      Object.entries(row).map(([name, value]) => [
        name,
        typeof value === 'number' ? Number(value.toPrecision(12)) : value,
      ]),
    ),
  );
