import type { PullCounts, PullQuarantine, PullView } from '#libs/contracts';
import type { Transaction } from '#libs/postgres';

/** A pull with its job's word. */
export interface PullRow extends Omit<PullView, 'state' | 'warehouse'> {
  readonly started_at: Date | null;
  readonly job_state: PullView['state'] | null;
  /** When its job ended, however it did. */
  readonly ended_at: Date | null;
  /** The warehouse is beyond all that it has closed. */
  readonly passed: boolean;
}

export const findPull = (database: Transaction, id: string): Promise<PullRow | undefined> =>
  database.maybeOne<PullRow>('source_pull/find_pull', { id });

/** The same pull where one is not finished, or was; else a new one. */
export async function insertPull(
  transaction: Transaction,
  pull: { id: string; source: string; table_name: string; day: string; created_by: string; created_at: Date },
  again: boolean,
): Promise<PullRow> {
  const { source, table_name, day } = pull;
  const same = await transaction.maybeOne<{ id: string }>('source_pull/find_same_pull', { source, table_name, day });
  const known = same === undefined ? undefined : await findPull(transaction, same.id);
  if (known !== undefined && (known.finished_at === null || !again)) return known;
  const inserted = await transaction.maybeOne<{ id: string }>('source_pull/insert_pull', pull);
  // Somebody else was quicker by a moment: theirs is the one.
  const { id } =
    inserted ?? (await transaction.one<{ id: string }>('source_pull/find_same_pull', { source, table_name, day }));
  const row = await findPull(transaction, id);
  if (row === undefined) throw new Error(`The pull ${id} is gone.`);
  return row;
}

/** What a run that ended has to say. */
export interface PullResult {
  readonly mode: 'full' | 'delta' | 'events';
  readonly shape_hash: string;
  readonly cursor: string | null;
  readonly counts: PullCounts;
  readonly manifest: string | null;
  /** The first rows that were left aside. */
  readonly quarantined: readonly PullQuarantine[];
}

export async function finishPull(
  transaction: Transaction,
  id: string,
  { quarantined, counts, ...result }: PullResult,
  finished_at: Date,
): Promise<void> {
  await transaction.query('source_pull/finish_pull', { id, ...result, counts: JSON.stringify(counts), finished_at });
  if (quarantined.length === 0) return;
  await transaction.query('source_pull/insert_quarantine', {
    pull_id: id,
    objects: quarantined.map(({ object }) => object),
    lines: quarantined.map(({ line }) => line),
    fields: quarantined.map(({ field }) => field),
    rules: quarantined.map(({ rule }) => rule),
    details: quarantined.map(({ detail }) => detail),
  });
}

export function pullView({ job_state, passed, started_at: _started, ended_at: _ended, ...row }: PullRow): PullView {
  const state = row.finished_at !== null ? 'done' : job_state === 'done' ? 'running' : (job_state ?? 'pending');
  return { ...row, state, warehouse: warehouseWord(row, passed) };
}

function warehouseWord(
  { finished_at, refused }: Pick<PullRow, 'finished_at' | 'refused'>,
  passed: boolean,
): PullView['warehouse'] {
  if (finished_at === null) return null;
  if (refused !== null) return 'refused';
  return passed ? 'loaded' : 'waiting';
}

/** It ended, is in the buckets, and the warehouse has not refused it. */
export const isGood = ({ finished_at, refused }: PullRow): boolean => finished_at !== null && refused === null;
