import type { UnitExportView } from '#libs/contracts';
import type { Database, Transaction } from '#libs/postgres';

/** The file of one asking, once it is there. */
export interface ExportedUnits {
  /** Names of the objects that it is made of, in order. */
  readonly objects: readonly string[];
  readonly rows: number;
  readonly units: number;
  readonly bytes: number;
  /** Null where there was no unit. */
  readonly dataThrough: Date | null;
}

interface ExportRow {
  readonly id: string;
  readonly experiment_key: string;
  readonly job_id: string | null;
  readonly asked_by: string;
  readonly asked_at: Date;
  readonly objects: readonly string[] | null;
  readonly row_count: number | null;
  readonly unit_count: number | null;
  readonly bytes: number | null;
  readonly data_through: Date | null;
  readonly finished_at: Date | null;
  readonly error: string | null;
}

/** An experiment's are not asked for by the thousand. */
const mostListed = 50;

/** Files of units in Postgres: who asked for them, and what they are made of. */
export class UnitExportRepository {
  constructor(private readonly database: Database) {}

  async insert(
    transaction: Transaction,
    asked: { readonly id: string; readonly experiment: string; readonly by: string; readonly at: Date },
  ): Promise<void> {
    const { id, experiment, by, at } = asked;
    await transaction.query('unit_export/insert_export', {
      id,
      experiment_key: experiment,
      asked_by: by,
      asked_at: at,
    });
  }

  async updateJob(transaction: Transaction, id: string, jobId: string): Promise<void> {
    await transaction.query('unit_export/update_job', { id, job_id: jobId });
  }

  async finish(transaction: Transaction, id: string, found: ExportedUnits, at: Date): Promise<void> {
    await transaction.query('unit_export/finish_export', {
      id,
      objects: JSON.stringify(found.objects),
      row_count: found.rows,
      unit_count: found.units,
      bytes: found.bytes,
      data_through: found.dataThrough,
      finished_at: at,
    });
  }

  /** The latest first. */
  async list(experiment: string): Promise<UnitExportView[]> {
    const values = { experiment_key: experiment, id: null, row_limit: mostListed };
    return (await this.database.query<ExportRow>('unit_export/list_exports', values)).map(viewOf);
  }

  async find(id: string): Promise<{ experiment: string; objects: readonly string[] | null; rows: number } | undefined> {
    const values = { experiment_key: null, id, row_limit: 1 };
    const [row] = await this.database.query<ExportRow>('unit_export/list_exports', values);
    return row && { experiment: row.experiment_key, objects: row.objects, rows: row.row_count ?? 0 };
  }
}

const viewOf = (row: ExportRow): UnitExportView => ({
  id: row.id,
  job_id: row.job_id,
  state: row.finished_at !== null ? 'ready' : row.error !== null ? 'failed' : 'waiting',
  asked_by: row.asked_by,
  asked_at: row.asked_at.toISOString(),
  rows: row.row_count,
  units: row.unit_count,
  bytes: row.bytes,
  data_through: row.data_through?.toISOString() ?? null,
  error: row.finished_at === null ? row.error : null,
});
