import { Inject, Injectable } from '@nestjs/common';
import {
  CLOCK,
  newId,
  type Clock,
  type Principal,
  type ReportListQuery,
  type ReportRequest,
  type ReportView,
  type RunRows,
} from '#libs/contracts';
import { conflict, forbidden } from '#libs/errors';
import { OBJECTS, type ObjectStore } from '#libs/objects';
import { Database, DATABASE } from '#libs/postgres';
import { Jobs } from '#libs/queue';
import { readObject } from '../question/answer.js';
import { findReport, listReports, reportView } from './report.repository.js';

/** Reports of the warehouse: each is a row and a job, and its answer stays as it was. */
@Injectable()
export class ReportService {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(Jobs) private readonly jobs: Jobs,
    @Inject(OBJECTS) private readonly objects: ObjectStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @throws VerdictError `forbidden` */
  async ask(request: ReportRequest, caller: Principal): Promise<ReportView> {
    if (!caller.live) throw forbidden('A test key asks nothing of live data.');
    const id = newId(this.clock);
    const job = await this.database.transaction(async (transaction) => {
      await transaction.query('report/insert_report', {
        id,
        request: JSON.stringify(request),
        asked_by: caller.name,
        asked_at: new Date(this.clock.now()),
      });
      const submitted = await this.jobs.submit(
        { name: 'warehouse_report', payload: { report_id: id }, createdBy: caller.id },
        transaction,
      );
      await transaction.query('report/update_job', { id, job_id: submitted.id });
      return submitted.id;
    });
    // Before a worker knows of it: what was asked for waits, however fast the answer comes.
    const asked = await this.get(id);
    await this.jobs.enqueue(job, 'warehouse_report');
    return asked;
  }

  /** @throws VerdictError `not_found` */
  async get(id: string): Promise<ReportView> {
    return reportView(await findReport(this.database, id));
  }

  async list({ limit }: ReportListQuery): Promise<ReportView[]> {
    return (await listReports(this.database, limit)).map(reportView);
  }

  /** @throws VerdictError `not_found`; `conflict` while there is no answer */
  async rows(id: string): Promise<RunRows> {
    const { answered_at, error, columns, object } = await findReport(this.database, id);
    if (answered_at === null)
      throw conflict(error === null ? 'The report waits for its answer.' : `There is no answer: ${error}`);
    const rows =
      object === null
        ? (await this.database.one<{ rows: RunRows['rows'] }>('report/find_rows', { id })).rows
        : await readObject(this.objects, object);
    return { columns: columns ?? [], rows, truncated: false };
  }
}
