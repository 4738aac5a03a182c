import type { QuestionParameter, QuestionValue, RunNote, RunView } from '#libs/contracts';
import { notFound } from '#libs/errors';
import type { Transaction } from '#libs/postgres';
import { runState } from './run-state.js';

/** What was asked, as it was then: a question may change afterwards. */
export interface RunRequest {
  readonly sql: string;
  readonly parameters: readonly QuestionParameter[];
  readonly values: Readonly<Record<string, QuestionValue>>;
  readonly rows: number;
  readonly explain: boolean;
}

export interface RunRow {
  readonly id: string;
  readonly question_id: string | null;
  readonly question_version: number | null;
  readonly request: RunRequest;
  readonly hash: string;
  readonly job_id: string | null;
  readonly engine: string | null;
  readonly columns: readonly string[] | null;
  readonly row_count: number | null;
  readonly truncated: boolean | null;
  /** Where a large answer lies. */
  readonly object: string | null;
  readonly error: string | null;
  readonly asked_by: string;
  readonly asked_at: Date;
  readonly answered_at: Date | null;
  readonly notes: readonly RunNote[];
}

/** @throws VerdictError `not_found` */
export async function findRun(database: Transaction, id: string): Promise<RunRow> {
  const row = await database.maybeOne<RunRow>('question_run/list_runs', { id, question_id: null, row_limit: 1 });
  if (row === undefined) throw notFound(`No run ${id}.`);
  return row;
}

export const listRuns = (database: Transaction, questionId: string, limit: number): Promise<RunRow[]> =>
  database.query<RunRow>('question_run/list_runs', { id: null, question_id: questionId, row_limit: limit });

const disclaimer =
  'These are the rows that this SQL gave at this moment, from what had been loaded by then. Read the SQL before you rely ' +
  'on them, and ask somebody who knows the data. Does this look right to you?';

export const runView = ({ request, object: _, ...row }: RunRow): RunView => ({
  ...row,
  state: runState(row.answered_at, row.error),
  values: request.values,
  explain: request.explain,
  disclaimer,
});
