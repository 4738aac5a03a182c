import type { QueryReference } from '#libs/contracts';
import type { Database, Transaction } from '#libs/postgres';
import type { RunQuery } from '../results/reading.js';
import type { Breakdown, FoundLevelLine, FoundLevels } from './breakdown.js';

interface BreakdownRow {
  readonly id: string;
  readonly experiment_key: string;
  readonly fact_key: string;
  readonly fact_version: number;
  readonly column_name: string;
  readonly job_id: string | null;
  readonly asked_by: string;
  readonly asked_at: Date;
  readonly lines: readonly FoundLevelLine[] | null;
  readonly data_through: Date | null;
  readonly engine: string | null;
  readonly commit: string | null;
  readonly query_hash: string | null;
  readonly parameters: QueryReference['parameters'] | null;
  readonly error: string | null;
}

type NewBreakdownRow = Pick<Breakdown, 'id' | 'experimentKey' | 'factKey' | 'factVersion' | 'column'> &
  Pick<Breakdown, 'askedBy' | 'askedAt'>;

/** An experiment's are not asked for by the thousand. */
const mostListed = 50;

/** Effects by level in Postgres: what was asked, and the sums that were found. */
export class BreakdownRepository {
  constructor(private readonly database: Database) {}

  async insert(transaction: Transaction, asked: NewBreakdownRow): Promise<void> {
    await transaction.query('breakdown/insert_breakdown', {
      id: asked.id,
      experiment_key: asked.experimentKey,
      fact_key: asked.factKey,
      fact_version: asked.factVersion,
      column_name: asked.column,
      asked_by: asked.askedBy,
      asked_at: asked.askedAt,
    });
  }

  async updateJob(transaction: Transaction, id: string, jobId: string): Promise<void> {
    await transaction.query('breakdown/update_job', { id, job_id: jobId });
  }

  async answer(
    transaction: Transaction,
    id: string,
    { found, query, at }: { readonly found: FoundLevels; readonly query: RunQuery; readonly at: Date },
  ): Promise<void> {
    const { hash, name, text } = query;
    const { engine, commit } = found;
    await transaction.query('query/insert_query', { hash, name, text, engine, commit, first_used_at: at });
    await transaction.query('breakdown/answer_breakdown', {
      id,
      lines: JSON.stringify(found.lines),
      data_through: found.dataThrough,
      engine,
      commit,
      query_hash: hash,
      parameters: JSON.stringify(found.query.parameters),
      answered_at: at,
    });
  }

  async fail(transaction: Transaction, id: string, error: string): Promise<void> {
    await transaction.query('breakdown/fail_breakdown', { id, error });
  }

  /** The latest first. */
  async list(experimentKey: string): Promise<Breakdown[]> {
    const values = { experiment_key: experimentKey, id: null, row_limit: mostListed };
    return (await this.database.query<BreakdownRow>('breakdown/list_breakdowns', values)).map(breakdownOf);
  }

  async find(id: string): Promise<Breakdown | undefined> {
    const values = { experiment_key: null, id, row_limit: 1 };
    const [row] = await this.database.query<BreakdownRow>('breakdown/list_breakdowns', values);
    return row && breakdownOf(row);
  }
}

const breakdownOf = (row: BreakdownRow): Breakdown => ({
  id: row.id,
  experimentKey: row.experiment_key,
  factKey: row.fact_key,
  factVersion: row.fact_version,
  column: row.column_name,
  jobId: row.job_id,
  askedBy: row.asked_by,
  askedAt: row.asked_at,
  error: row.error,
  found: foundOf(row),
});

function foundOf({ lines, data_through, engine, commit, query_hash, parameters }: BreakdownRow): FoundLevels | null {
  if (lines === null || data_through === null || query_hash === null) return null;
  const query = { hash: query_hash, parameters: parameters ?? {} };
  return { dataThrough: data_through, engine: engine ?? '', commit: commit ?? '', query, lines };
}
