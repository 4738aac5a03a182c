import type { ReportView } from '#libs/contracts';
import { notFound } from '#libs/errors';
import type { Transaction } from '#libs/postgres';
import { runState } from '../question/run-state.js';

export interface ReportRow extends Omit<ReportView, 'state'> {
  /** Where a large answer lies. */
  readonly object: string | null;
}

/** @throws VerdictError `not_found` */
export async function findReport(database: Transaction, id: string): Promise<ReportRow> {
  const row = await database.maybeOne<ReportRow>('report/list_reports', { id, row_limit: 1 });
  if (row === undefined) throw notFound(`No report ${id}.`);
  return row;
}

export const listReports = (database: Transaction, limit: number): Promise<ReportRow[]> =>
  database.query<ReportRow>('report/list_reports', { id: null, row_limit: limit });

export const reportView = ({ object: _, ...row }: ReportRow): ReportView => ({
  ...row,
  state: runState(row.answered_at, row.error),
});
