import type { Database } from '#libs/postgres';

/** Of one backer so many visitors are followed: a person has a handful of browsers. */
const visitorLimit = 200;

/** Which visitors became which backers. */
export class Links {
  constructor(private readonly database: Database) {}

  async visitorsOf(backer: string, live: boolean): Promise<string[]> {
    const rows = await this.database.query<{ visitor: string }>('history_link/list_visitors', {
      live,
      backer,
      row_limit: visitorLimit,
    });
    return rows.map(({ visitor }) => visitor);
  }

  /** Those of the ids that are linked visitors', with their backers. */
  async backersOf(ids: Iterable<string>, live: boolean): Promise<ReadonlyMap<string, string>> {
    const visitor = [...new Set(ids)];
    if (visitor.length === 0) return new Map();
    const rows = await this.database.query<{ visitor: string; backer: string }>('history_link/list_backers', {
      live,
      visitor,
    });
    return new Map(rows.map((row) => [row.visitor, row.backer]));
  }
}
