import type { RecordedActor, ShareLinkView } from '#libs/contracts';
import type { Database, Transaction } from '#libs/postgres';

type LinkRow = Omit<ShareLinkView, 'created_at' | 'expires_at' | 'revoked_at' | 'last_read_at'> & {
  readonly created_at: Date;
  readonly expires_at: Date;
  readonly revoked_at: Date | null;
  readonly last_read_at: Date | null;
};

/** What an address that is good leads to. */
export interface OpenedLink {
  readonly experiment: string;
  readonly look: number;
  readonly expires_at: Date;
}

/** Addresses of looks in Postgres, by the hashes of what they end with. */
export class ShareLinkRepository {
  constructor(private readonly database: Database) {}

  async insert(transaction: Transaction, link: ShareLinkView, tokenHash: string): Promise<void> {
    const { id, experiment, look, note, created_by, created_at, expires_at } = link;
    await transaction.query('share_link/insert_link', {
      id,
      experiment_key: experiment,
      look_number: look,
      token_hash: tokenHash,
      note,
      created_by: JSON.stringify(created_by),
      created_at,
      expires_at,
    });
  }

  async list(experimentKey: string): Promise<ShareLinkView[]> {
    const rows = await this.database.query<LinkRow>('share_link/list_links', { experiment_key: experimentKey });
    return rows.map((row) => ({
      ...row,
      created_at: row.created_at.toISOString(),
      expires_at: row.expires_at.toISOString(),
      revoked_at: row.revoked_at?.toISOString() ?? null,
      last_read_at: row.last_read_at?.toISOString() ?? null,
    }));
  }

  /** Links that can be read. */
  async countOpen(transaction: Transaction, experimentKey: string, now: Date): Promise<number> {
    const values = { experiment_key: experimentKey, now };
    return (await transaction.one<{ links: number }>('share_link/count_open', values)).links;
  }

  /** @returns whether it was revoked just now; undefined where there is no such link. */
  async revoke(
    transaction: Transaction,
    { id, experiment, by, at }: { id: string; experiment: string; by: RecordedActor; at: Date },
  ): Promise<boolean | undefined> {
    const row = await transaction.maybeOne<{ is_now: boolean }>('share_link/update_revoked', {
      id,
      experiment_key: experiment,
      revoked_by: JSON.stringify(by),
      revoked_at: at,
    });
    return row?.is_now;
  }

  /** Undefined where it expired, was revoked, or was never there. */
  open(tokenHash: string, now: Date): Promise<OpenedLink | undefined> {
    return this.database.maybeOne<OpenedLink>('share_link/update_read', { token_hash: tokenHash, now });
  }
}
