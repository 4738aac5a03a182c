import { Inject, Injectable } from '@nestjs/common';
import type { FlagAction, FlagContent, FlagType, RecordedActor } from '#libs/contracts';
import { conflict } from '#libs/errors';
import { Database, DATABASE, isUniqueViolation, type Transaction } from '#libs/postgres';
import type { Flag } from './flag.js';

interface Row extends Pick<Flag, 'key' | 'type' | 'version' | 'published' | 'draft'> {
  readonly published_version: number | null;
  readonly draft_by: RecordedActor | null;
  readonly approved_by: RecordedActor | null;
  readonly created_at: Date;
  readonly created_by: string;
  readonly changed_at: Date;
  readonly changed_by: RecordedActor;
}

/** A change as it is kept: the draft for changes of it, what is answered by for others. */
export interface FlagChange {
  readonly version: number;
  readonly action: FlagAction;
  readonly at: Date;
  readonly actor: RecordedActor;
  readonly note: string | null;
  readonly before: FlagContent | null;
  readonly after: FlagContent | null;
  readonly published: FlagContent | null;
}

interface FlagFilter {
  readonly archived?: boolean;
  readonly type?: FlagType | undefined;
  /** A part of the key. */
  readonly search?: string | undefined;
  readonly after?: string;
  readonly limit: number;
}

/** Flags and their changes in Postgres. */
@Injectable()
export class FlagRepository {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  async find(key: string, transaction: Transaction = this.database): Promise<Flag | undefined> {
    const row = await transaction.maybeOne<Row>('flag/find_flag', { key });
    return row && flagOf(row);
  }

  /** The flag, which nobody else changes until the transaction ends. */
  async lock(key: string, transaction: Transaction): Promise<Flag | undefined> {
    await transaction.query('flag/lock_flag', { key });
    return this.find(key, transaction);
  }

  async list(filter: FlagFilter): Promise<Flag[]> {
    const rows = await this.database.query<Row>('flag/list_flags', {
      archived: filter.archived ?? null,
      after_key: filter.after ?? null,
      row_limit: filter.limit,
      type: filter.type ?? null,
      search: filter.search ?? null,
    });
    return rows.map(flagOf);
  }

  /** @throws VerdictError `conflict` when the key is taken. */
  async insert(flag: Flag, transaction: Transaction): Promise<void> {
    try {
      await transaction.query('flag/insert_flag', {
        key: flag.key,
        type: flag.type,
        draft: json(flag.draft),
        draft_by: json(flag.draftBy),
        created_at: flag.createdAt,
        created_by: flag.createdBy,
      });
    } catch (error) {
      if (isUniqueViolation(error)) throw conflict(`There is a flag ${flag.key} already.`);
      throw error;
    }
  }

  async update(flag: Flag, transaction: Transaction): Promise<void> {
    await transaction.query('flag/update_flag', {
      key: flag.key,
      version: flag.version,
      published: json(flag.published),
      published_version: flag.publishedVersion,
      draft: json(flag.draft),
      draft_by: json(flag.draftBy),
      approved_by: json(flag.approvedBy),
    });
  }

  async insertChange(key: string, change: FlagChange, transaction: Transaction): Promise<void> {
    await transaction.query('flag/insert_change', {
      ...change,
      flag_key: key,
      actor: json(change.actor),
      before: json(change.before),
      after: json(change.after),
      published: json(change.published),
    });
  }

  listChanges(key: string, before: number | undefined, limit: number): Promise<FlagChange[]> {
    const values = { flag_key: key, before_version: before ?? null, row_limit: limit };
    return this.database.query<FlagChange>('flag/list_changes', values);
  }

  /** What was answered by in a version; undefined without such a version. */
  async publishedIn(key: string, version: number, transaction: Transaction): Promise<FlagContent | null | undefined> {
    const values = { flag_key: key, version };
    return (await transaction.maybeOne<Pick<FlagChange, 'published'>>('flag/find_published', values))?.published;
  }

  /** Whoever has written the draft since the last one was published or discarded. */
  listDraftAuthors(key: string, transaction: Transaction): Promise<RecordedActor[]> {
    return transaction.query<RecordedActor>('flag/list_draft_authors', { flag_key: key });
  }

  /** Keys of the variants of these experiments, as they are now. */
  async variantsOf(
    keys: readonly string[],
    transaction: Transaction = this.database,
  ): Promise<ReadonlyMap<string, readonly string[]>> {
    if (keys.length === 0) return new Map();
    const rows = await transaction.query<{ key: string; variants: readonly { key: string }[] }>(
      'experiment/list_variants',
      { keys },
    );
    return new Map(rows.map(({ key, variants }) => [key, variants.map((variant) => variant.key)]));
  }

  listPublished(transaction: Transaction): Promise<{ key: string; type: FlagType; published: FlagContent }[]> {
    return transaction.query('flag/list_published');
  }
}

const flagOf = ({ published_version, draft_by, approved_by, created_at, created_by, ...rest }: Row): Flag => {
  const { changed_at, changed_by, ...same } = rest;
  return {
    ...same,
    publishedVersion: published_version,
    draftBy: draft_by,
    approvedBy: approved_by,
    createdAt: created_at,
    createdBy: created_by,
    changedAt: changed_at,
    changedBy: changed_by,
  };
};

/** Given to a JSONB column as text: the driver would make a list a PostgreSQL array. */
const json = (value: object | null): string | null => (value === null ? null : JSON.stringify(value));
