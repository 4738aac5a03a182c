import { createHash } from 'node:crypto';

/** A row of the audit as the chain sees it: texts as Postgres writes them, so that nothing is read anew. */
export interface ChainedRow {
  readonly id: number;
  readonly xid: string;
  readonly at_micros: number;
  readonly actor_kind: string;
  readonly actor_id: string;
  readonly actor_name: string;
  readonly action: string;
  readonly subject_kind: string;
  readonly subject_id: string;
  readonly before: string | null;
  readonly after: string | null;
  readonly request_id: string | null;
}

/** What the first batch follows. */
export const firstHash = '0'.repeat(64);

/** SHA-256, hexadecimal, of the hash before and of each row's fields as a line of JSON. */
export function chainHash(previous: string, rows: readonly ChainedRow[]): string {
  const hash = createHash('sha256').update(previous);
  for (const row of rows) hash.update(`\n${lineOf(row)}`);
  return hash.digest('hex');
}

const lineOf = (row: ChainedRow): string =>
  JSON.stringify([
    row.id,
    row.at_micros,
    row.actor_kind,
    row.actor_id,
    row.actor_name,
    row.action,
    row.subject_kind,
    row.subject_id,
    row.before,
    row.after,
    row.request_id,
  ]);
