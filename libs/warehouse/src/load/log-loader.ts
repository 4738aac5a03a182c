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
  ['fresh_event', logTables.event],
  ['staged_link', linkColumns],
  ...tables.map((table) => [`staged_${table}`, logTables[table]] as const),
];

/** In this order: the typed tables take what is new among the events, and what the objects have for them besides. */
const steps = [
  'insert_exposure',
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

/**
 * Rows of our own tables, from objects into the warehouse: each counts once, whatever is there already.
 * @param logTransaction where the rows of an import come in the log; null for rows that carry their own place.
 * @throws UnreadableData when rows cannot be read or are incomplete; the transaction is lost then
 */
export async function loadLog(
  session: WarehouseSession,
  objects: readonly BucketObject[],
  logTransaction: number | null,
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
    // Most batches repeat nothing: to look for the first of each would carry every row through a sort.
    const fresh = repeated === 0 ? 'insert_fresh_unrepeated_event' : 'insert_fresh_event';
    await session.query(`load/${fresh}`, { first_time, last_time });
    await session.query('load/insert_event');
  }
  for (const step of steps) await session.query(`load/${step}`);
}

function namesOf(objects: readonly BucketObject[]): Names {
  const names: Names = {};
  for (const { object, table } of objects) if (isBucketTable(table)) (names[table] ??= []).push(object);
  return names;
}
