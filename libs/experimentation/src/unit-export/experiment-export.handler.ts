import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { jobPayloads, newId, type Clock } from '#libs/contracts';
import { notFound } from '#libs/errors';
import { csvText } from '#libs/http';
import type { ObjectStore } from '#libs/objects';
import type { Database } from '#libs/postgres';
import type { JobContext, JobHandler } from '#libs/queue';
import type { Warehouse, WarehouseSession } from '#libs/warehouse';
import { UnitExportRepository, type ExportedUnits } from './unit-export.repository.js';

const compress = promisify(gzip);

/** Of one part: some megabytes of text. */
const rowsAtOnce = 50_000;

const columns = [
  'unit',
  'variant',
  'phase',
  'exposed_at',
  'cohort_day',
  'metric',
  'version',
  'reading',
  'value',
  'denominator',
  'is_closed',
] as const;

/** The columns of `staged_unit_value`, which the statements of an export fill and read. */
export const stagedUnitValueColumns = `  row_number BIGINT, unit VARCHAR(1024), variant VARCHAR(1024), phase BIGINT, exposed_at TIMESTAMP, cohort_day DATE,
  metric VARCHAR(64), version BIGINT, reading VARCHAR(64), value DECIMAL(38, 0), denominator DECIMAL(38, 0),
  is_closed BOOLEAN, data_through TIMESTAMP`;

/**
 * Writes the units of an experiment into object storage, as they are at one moment. The parts of an attempt have names of
 * their own, and count once the row names them: what a stalled worker writes is never read. That it failed, and why, is said by
 * the job alone.
 */
export class ExperimentExportHandler implements JobHandler {
  readonly name = 'experiment_export';
  readonly atOnce = 1;
  private readonly exports: UnitExportRepository;

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly warehouse: Pick<Warehouse, 'held' | 'transaction'>,
    private readonly objects: ObjectStore,
  ) {
    this.exports = new UnitExportRepository(database);
  }

  accepts(): boolean {
    return this.warehouse.held;
  }

  async run(payload: unknown, context: Pick<JobContext, 'signal' | 'hold' | 'progress'>): Promise<object> {
    const { export_id: id } = jobPayloads.experiment_export.parse(payload);
    const asked = await this.exports.find(id);
    if (asked === undefined) throw notFound(`Nobody has asked for the export ${id}.`);
    if (asked.objects !== null) return { rows: asked.rows };
    const { signal, hold, progress } = context;
    progress(0, null, 'Asking the warehouse');
    const found = await this.warehouse.transaction(
      (session) => this.write(session, asked.experiment, `exports/${id}/${newId(this.clock)}`, context),
      signal,
    );
    await this.database.transaction(async (transaction) => {
      await hold(transaction);
      await this.exports.finish(transaction, id, found, new Date(this.clock.now()));
    });
    return { rows: found.rows, units: found.units };
  }

  private async write(
    session: WarehouseSession,
    experiment: string,
    folder: string,
    { signal, progress }: Pick<JobContext, 'signal' | 'progress'>,
  ): Promise<ExportedUnits> {
    await session.query('staging/create_staged', {}, { table: 'staged_unit_value', columns: stagedUnitValueColumns });
    await session.query('staging/delete_staged', {}, { staged: 'staged_unit_value' });
    await session.query('experiment/stage_unit_values', { experiment });
    const { rows: sizes } = await session.query<Size>('experiment/summarise_staged_values');
    const { row_count: total = 0, unit_count: units = 0, data_through: dataThrough = null } = sizes[0] ?? {};
    const parts = Array.from({ length: Math.max(1, Math.ceil(total / rowsAtOnce)) }, (_, part) => part);
    const objects: string[] = [];
    let bytes = 0;
    for (const part of parts) {
      signal.throwIfAborted();
      const from = part * rowsAtOnce;
      const rows = await this.rows(session, from);
      const content = await compress(csvText(part === 0 ? [columns, ...rows] : rows));
      const name = `${folder}/${String(part).padStart(6, '0')}.csv.gz`;
      await this.objects.put(name, content);
      objects.push(name);
      bytes += content.length;
      progress(from + rows.length, total, 'Writing rows');
    }
    await session.query('staging/delete_staged', {}, { staged: 'staged_unit_value' });
    return { objects, rows: total, units, bytes, dataThrough };
  }

  private async rows(session: WarehouseSession, from: number): Promise<unknown[][]> {
    const range = { after_row: from, until_row: from + rowsAtOnce };
    const { rows } = await session.query<Readonly<Record<string, unknown>>>('experiment/list_staged_values', range);
    return rows.map((row) => columns.map((column) => plain(row[column])));
  }
}

interface Size {
  readonly row_count: number;
  readonly unit_count: number;
  readonly data_through: Date | null;
}

const plain = (value: unknown): unknown => (value instanceof Date ? value.toISOString() : (value ?? null));
