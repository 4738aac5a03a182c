import { join } from 'node:path';
import { Inject, Injectable } from '@nestjs/common';
import { projectRoot } from '#libs/config';
import {
  CLOCK,
  jobPayloads,
  type Clock,
  type DerivedTable,
  type ReportKind,
  type ReportRequest,
  type ReportWarning,
} from '#libs/contracts';
import { conflict } from '#libs/errors';
import { OBJECTS, type ObjectStore } from '#libs/objects';
import { Database, DATABASE, SqlCatalogue } from '#libs/postgres';
import type { JobContext, JobHandler } from '#libs/queue';
import { WAREHOUSE, type Warehouse } from '#libs/warehouse';
import { missingDays } from '../derived/missing-days.js';
import { keepAnswer } from '../question/answer.js';
import { unknownEvents } from './event-names.js';
import { daysWithoutEvents } from './event-range.js';
import { reportQuery } from './report-query.js';
import { findReport } from './report.repository.js';
import { unknownProperty } from './unknown-property.js';
import { unreadUnits } from './unread-units.js';

/** What these reports read was computed before, day by day. */
const derivedFor: Partial<Record<ReportKind, DerivedTable>> = {
  live_projects: 'live_project_day',
  pledges_by_country: 'pledge_country_day',
};

/** Asks the warehouse for a report, and keeps the answer or why there is none. */
@Injectable()
export class ReportHandler implements JobHandler {
  readonly name = 'warehouse_report';
  readonly atOnce = 1;
  private readonly catalogue = SqlCatalogue.load(join(projectRoot(), 'sql/warehouse'));

  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(WAREHOUSE) private readonly warehouse: Warehouse,
    @Inject(OBJECTS) private readonly objects: ObjectStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  accepts(): boolean {
    return this.warehouse.held;
  }

  async run(payload: unknown, context: Pick<JobContext, 'signal' | 'hold' | 'progress'>): Promise<object> {
    const { report_id: id } = jobPayloads.warehouse_report.parse(payload);
    const { request, answered_at, row_count, warnings: known } = await findReport(this.database, id);
    if (answered_at !== null) return resultOf(row_count ?? 0, known);
    const { signal } = context;
    context.progress(0, 1, 'Asking the warehouse');
    try {
      const { statement, values, slots, columns } = reportQuery(this.catalogue, request, await this.knownUntil(signal));
      const answer = await this.warehouse.query<Record<string, unknown>>(statement, values, slots, signal);
      const rows = answer.rows.map((row) => columns.map((column) => row[column] ?? null));
      await this.checkComputed(request, answer.rows);
      const warnings = [
        ...(await unknownEvents(this.warehouse, request, signal)),
        ...(await daysWithoutEvents(this.warehouse, request, signal)),
        ...unknownProperty(request, answer.rows),
        ...unreadUnits(request, answer.rows),
      ];
      const kept = await keepAnswer(this.objects, id, rows);
      await this.database.transaction(async (transaction) => {
        await context.hold(transaction);
        await transaction.query('report/answer_report', {
          id,
          hash: answer.hash,
          engine: this.warehouse.engine,
          columns: JSON.stringify(columns),
          row_count: rows.length,
          ...kept,
          warnings: JSON.stringify(warnings),
          answered_at: new Date(this.clock.now()),
        });
      });
      context.progress(1, 1);
      return resultOf(rows.length, warnings);
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error);
      if (!signal.aborted) await this.database.query('report/fail_report', { id, error: text });
      throw error;
    }
  }

  /**
   * A day without a row is one without a project only if it was computed. Jobs know that; a row proves it too.
   * @throws VerdictError `conflict`
   */
  private async checkComputed(request: ReportRequest, rows: readonly Record<string, unknown>[]): Promise<void> {
    const table = derivedFor[request.kind];
    if (table === undefined) return;
    const ranges = await this.database.query<{ first_day: string; last_day: string }>('backfill/list_computed', {
      table_name: table,
    });
    const computed = ranges.map(({ first_day, last_day }) => ({ from: first_day, to: last_day }));
    const missing = missingDays(request, computed, new Set(rows.map(({ day }) => String(day))));
    if (missing.length === 0) return;
    const commands = missing.map(({ from, to }) => `npx verdict warehouse backfill ${table} --from ${from} --to ${to}`);
    throw conflict(`Some of these days were never computed. First run: ${commands.join('; ')}`);
  }

  /** Just after the latest event, and never in the future, whatever an app's clock says. */
  private async knownUntil(signal: AbortSignal): Promise<Date> {
    const now = new Date(this.clock.now());
    const { rows } = await this.warehouse.query<{ latest: Date | null }>(
      'experiment/find_data_through',
      {},
      undefined,
      signal,
    );
    const latest = rows[0]?.latest;
    return latest && latest < now ? new Date(latest.getTime() + 1) : now;
  }
}

const resultOf = (rows: number, warnings: readonly ReportWarning[]): object => ({
  rows,
  ...(warnings.length === 0 ? {} : { warnings: warnings.map(({ detail }) => detail) }),
});
