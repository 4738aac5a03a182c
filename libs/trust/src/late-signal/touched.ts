import type { Database } from '#libs/postgres';
import type { Signal } from './signal.js';

/** Pledges that a signal touches, in the order of their ids, after one: not those that are over, nor those that know it already. */
export async function touchedBy(
  database: Database,
  signal: Signal,
  after: string,
  row_limit: number,
): Promise<string[]> {
  const rows = await page(database, signal, { after, row_limit });
  return rows.map(({ pledge_id }) => pledge_id);
}

function page(
  database: Database,
  { kind, subject }: Signal,
  place: { readonly after: string; readonly row_limit: number },
): Promise<{ pledge_id: string }[]> {
  switch (kind) {
    case 'known_fraud':
      return database.query('late_signal/list_touched_by_fraud', {
        import_id: null,
        import_stamp: null,
        ...subject,
        ...place,
      });
    case 'list_entry':
    case 'list_removal':
      return database.query('late_signal/list_touched_by_entries', {
        kind: subject.kind,
        values: subject.values,
        lists_version: subject.lists_version,
        ...place,
      });
    case 'geo_database':
      return database.query('late_signal/list_addressed', place);
  }
}
