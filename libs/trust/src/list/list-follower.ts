import type { Database } from '#libs/postgres';
import { ListIndex, type ListRow } from './list-index.js';

const pageRows = 10_000;
/** More entries than these are not kept for a start without the database: their text would be too large to write each time. */
export const mostKeptEntries = 50_000;
const firstId = '00000000-0000-0000-0000-000000000000';

interface ChangeRow extends Omit<ListRow, 'expires_at'> {
  readonly id: string;
  readonly change: number;
  readonly expires_at: Date | null;
  readonly removed: boolean;
}

/** The lists of this process: read whole once, in pages, then only what changed. */
export class ListFollower {
  private index = new ListIndex([], false);
  private isFollowing = false;

  constructor(private readonly database: Database) {}

  /** What can be judged by now; not complete while the first reading lasts. */
  current(): ListIndex {
    return this.index;
  }

  /** What an earlier process kept, until the database has been read. */
  restore(index: ListIndex): void {
    if (!this.isFollowing) this.index = index;
  }

  /**
   * Brings in all changes up to a version of the configuration. Whoever has read that version sees them: a change and its
   * version are one transaction.
   */
  async follow(version: number, now: Date): Promise<void> {
    const index = this.isFollowing ? this.index : new ListIndex([], false);
    const after = this.isFollowing ? this.index.version : -1;
    for await (const rows of this.pages(after, now))
      for (const row of rows)
        if (row.removed) index.remove(row);
        else index.add({ ...row, expires_at: row.expires_at?.toISOString() ?? null });
    index.complete(version);
    this.index = index;
    this.isFollowing = true;
  }

  private async *pages(after: number, now: Date): AsyncGenerator<ChangeRow[]> {
    let [change, id] = [after + 1, firstId];
    for (;;) {
      const rows = await this.database.query<ChangeRow>('list/list_changes', {
        from_change: change,
        after_id: id,
        is_first: after < 0,
        now,
        row_limit: pageRows,
      });
      yield rows;
      const last = rows.at(-1);
      if (last === undefined || rows.length < pageRows) return;
      [change, id] = [last.change, last.id];
    }
  }
}
