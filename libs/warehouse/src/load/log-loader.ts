import { isBucketTable, type BucketObject, type BucketTable } from '#libs/contracts';
import { columnDefinitions } from '../sql-text.js';
import { UnreadableData, type CopyColumn, type WarehouseSession } from '../warehouse.js';
import { linkColumns, logTables } from './log-tables.js';

/** The names of objects, by table, in the order of their batches. */
type Names = Partial<Record<BucketTable, string[]>>;

interface Summary {
  readonly incomplete: number;
  /** Events that another one of them repeats. */
  readonly repeated: number;
  readonly first_time: Date | null;
  readonly last_time: Date | null;
}

const tables = Object.keys(logTables) as BucketTable[];
const staging: readonly (readonly [table: string, columns: readonly CopyColumn[]])[] = [
  ['repeated_event', logTables.event],
  ['staged_link', linkColumns],
  ...tables.map((table) => [`staged_${table}`, logTables[table]] as const),
];

/** Of events that have one identity the first is left. Most batches have none: they carry no row through this. */
const unrepeat = ['stage_repeated_event', 'delete_repeated_event', 'insert_repeated_event'] as const;

/** In this order: the typed tables take what is new among the events, and what the objects have for them besides. */
const steps = [
  'insert_exposure',
  'insert_forced_exposure',
  'insert_marked_unit',
  'stage_link',
  'delete_later_identity',
  'insert_identity',
  'stage_pledge_event',
  'delete_earlier_pledge',
  'insert_pledge',
  'stage_pledge_outcome_event',
  'insert_pledge_outcome',
  'stage_pledge_assessment_event',
  'insert_pledge_assessment',
] as const;

/** What of it has changed, for those who read only that. */
const changes = ['insert_changed_days', 'delete_earlier_changed_days', 'insert_changed_identities'] as const;

/**
 * Rows of our own tables, from objects into the warehouse: each counts once, whatever is there already.
 * @param place `logTransaction`: where the rows of an import come in the log; null for rows that carry their own place.
 *   `sequence`: of the last batch that they are of.
 * @throws UnreadableData when rows cannot be read or are incomplete; the transaction is lost then
 */
export async function loadLog(
  session: WarehouseSession,
  objects: readonly BucketObject[],
  { logTransaction, sequence }: { readonly logTransaction: number | null; readonly sequence: number },
): Promise<void> {
  for (const [table, columns] of staging) {
    await session.query('staging/create_staged', {}, { table, columns: columnDefinitions(columns) });
    await session.query('staging/delete_staged', {}, { staged: table });
  }
  for (const [table, names] of Object.entries(namesOf(objects))) {
    const staged = `staged_${table}`;
    await session.copy({ table: staged, columns: logTables[table as BucketTable] }, names);
    if (logTransaction !== null)
      await session.query('staging/place_staged', { log_transaction: logTransaction }, { staged });
  }
  const { rows } = await session.query<Summary>('load/summarise_staged');
  const [summary] = rows;
  if (summary === undefined || summary.incomplete > 0) throw new UnreadableData('Rows are incomplete.');
  const { first_time, last_time, repeated } = summary;
  if (first_time !== null && last_time !== null) {
    if (repeated > 0) for (const step of unrepeat) await session.query(`load/${step}`);
    // What stays is new. The rows are not copied for that: they are most of what a load has to carry.
    await session.query('load/delete_known_event', { first_time, last_time });
    await session.query('load/insert_event');
  }
  for (const step of steps) await session.query(`load/${step}`);
  await session.query('load/delete_changed_identities');
  for (const step of changes) await session.query(`load/${step}`, { sequence });
}

function namesOf(objects: readonly BucketObject[]): Names {
  const names: Names = {};
  for (const { object, table } of objects) if (isBucketTable(table)) (names[table] ??= []).push(object);
  return names;
}
