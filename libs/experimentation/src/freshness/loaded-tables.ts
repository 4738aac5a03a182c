import type { EntityName } from '#libs/contracts';
import type { Transaction } from '#libs/postgres';
import { addDays } from '../aggregate/days.js';

/** Tables that were pulled into the warehouse, and through when each is there. */
export interface LoadedTables {
  /** By `snapshot.{source}_{table}`. */
  readonly snapshots: ReadonlyMap<string, Date>;
  /** Exports of events that come by a schedule, by `events.{source}_{table}`. */
  readonly events: ReadonlyMap<string, Date>;
}

/** Which snapshots the product reads as its projects, backers and pledges. */
export type EntityTables = ReadonlyMap<EntityName, string>;

/** A pull that the warehouse has loaded. */
export interface LoadedPull {
  readonly name: string;
  readonly is_events: boolean;
  readonly is_scheduled: boolean;
  /** YYYY-MM-DD. */
  readonly day: string;
  readonly holds_through: Date;
}

export const noTables: LoadedTables = { snapshots: new Map(), events: new Map() };

/** A schedule asks again for days that are missing since then. */
const daysBack = 31;

export async function loadedTables(database: Transaction): Promise<LoadedTables> {
  return tablesOfPulls(await database.query<LoadedPull>('source_pull/list_loaded', { newest: daysBack }));
}

/** @param pulls of a table in the order of their days */
export function tablesOfPulls(pulls: readonly LoadedPull[]): LoadedTables {
  const snapshots = new Map<string, Date>();
  const events = new Map<string, Date>();
  const newest = new Map(pulls.map(({ name, day }) => [name, day]));
  for (const { name, is_events, is_scheduled, day, holds_through } of pulls) {
    if (!is_events) put(snapshots, `snapshot.${name}`, holds_through);
    else if (is_scheduled && day > addDays(newest.get(name) ?? day, -daysBack)) {
      const known = events.get(`events.${name}`);
      // A day of events is no other day's: after one that is missing nothing is whole.
      if (known === undefined || Date.parse(day) <= known.getTime()) put(events, `events.${name}`, holds_through);
    }
  }
  return { snapshots, events };
}

function put(tables: Map<string, Date>, name: string, through: Date): void {
  const known = tables.get(name);
  if (known === undefined || known < through) tables.set(name, through);
}
