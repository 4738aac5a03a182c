import type { DerivedTable } from '#libs/contracts';

interface Derived {
  /** The folder of `sql/warehouse` with its `delete_days` and `insert_days`. */
  readonly statements: string;
  /** How many of the latest days still change: the clock computes them anew. */
  readonly recentDays: number;
}

export const derived: Readonly<Record<DerivedTable, Derived>> = {
  // A project runs sixty days at most, and the company's table may tell of its end a while later.
  live_project_day: { statements: 'live_project', recentDays: 100 },
  // What is pledged is collected after the deadline.
  pledge_country_day: { statements: 'pledge_country', recentDays: 100 },
};
