import {
  recordedActor,
  type Actor,
  type FactCheckState,
  type FactColumn,
  type FactVersionView,
  type FactView,
  type RecordedActor,
} from '#libs/contracts';
import type { Transaction } from '#libs/postgres';

/** What a version of a fact says. */
export interface FactText {
  readonly name: string;
  readonly description: string;
  readonly sql: string;
  readonly scale: number;
}

export interface FactVersionRow extends FactText {
  readonly key: string;
  readonly version: number;
  readonly hash: string;
  readonly check_state: FactCheckState;
  readonly columns: readonly FactColumn[] | null;
  readonly check_error: string | null;
  readonly engine: string | null;
  readonly job_id: string | null;
  readonly checked_at: Date | null;
  readonly note: string | null;
  readonly actor_kind: RecordedActor['kind'];
  readonly actor_id: string;
  readonly actor_name: string;
  readonly created_at: Date;
}

export interface FactRow extends FactVersionRow {
  readonly checked_version: number | null;
  readonly built_in: boolean;
  readonly archived_at: Date | null;
  /** Of the version that metrics use. */
  readonly usable_columns: readonly FactColumn[];
}

export interface NewFactVersion extends FactText {
  readonly key: string;
  readonly version: number;
  readonly hash: string;
  readonly note: string | null;
  readonly actor: Actor;
  readonly at: Date;
  readonly commit: string;
}

/** In the record of a text until an engine has run it. */
const notYet = 'not run yet';

export const listFacts = (
  transaction: Transaction,
  { key = null, archived = false }: { key?: string | null; archived?: boolean },
): Promise<FactRow[]> => transaction.query<FactRow>('fact/list_facts', { key, archived });

export const listFactVersions = (transaction: Transaction, key: string, version?: number): Promise<FactVersionRow[]> =>
  transaction.query<FactVersionRow>('fact/list_versions', { key, version: version ?? null });

/** The version waits for its check; its SQL is kept under its hash for ever. */
export async function insertFactVersion(transaction: Transaction, fact: NewFactVersion): Promise<void> {
  const { key, version, name, description, sql, hash, scale, note, actor, at, commit } = fact;
  const { kind, id, name: actorName } = recordedActor(actor);
  const text = { hash, name: `fact/${key}`, text: sql, engine: notYet, commit, first_used_at: at };
  await transaction.query('query/insert_query', text);
  await transaction.query('fact/insert_version', {
    fact_key: key,
    version,
    name,
    description,
    sql,
    hash,
    scale,
    note,
    actor_kind: kind,
    actor_id: id,
    actor_name: actorName,
    created_at: at,
  });
  await transaction.query('fact/raise_version', { key, version });
}

/** From now on metrics use this version. @param engine null where the columns are known without running it */
export async function passFactVersion(
  transaction: Transaction,
  { key, version, hash }: Pick<FactVersionRow, 'key' | 'version' | 'hash'>,
  found: { readonly columns: readonly FactColumn[]; readonly engine: string | null; readonly at: Date },
): Promise<void> {
  await transaction.query('fact/pass_version', {
    fact_key: key,
    version,
    columns: JSON.stringify(found.columns),
    engine: found.engine,
    checked_at: found.at,
  });
  await transaction.query('fact/use_version', { key, version });
  if (found.engine !== null) await transaction.query('query/note_engine', { hash, engine: found.engine });
}

export const factVersionView = (row: FactVersionRow): FactVersionView => ({
  version: row.version,
  name: row.name,
  description: row.description,
  sql: row.sql,
  hash: row.hash,
  scale: row.scale,
  check: {
    state: row.check_state,
    job_id: row.job_id,
    error: row.check_error,
    engine: row.engine,
    checked_at: row.checked_at,
  },
  columns: row.columns,
  note: row.note,
  created_by: { kind: row.actor_kind, id: row.actor_id, name: row.actor_name },
  created_at: row.created_at,
});

export const factView = (row: FactRow): FactView => ({
  key: row.key,
  ...factVersionView(row),
  checked_version: row.checked_version,
  built_in: row.built_in,
  archived_at: row.archived_at,
});
