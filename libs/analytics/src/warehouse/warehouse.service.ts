import { Inject, Injectable } from '@nestjs/common';
import {
  CLOCK,
  type Backfill,
  type Clock,
  type JobAnswer,
  type Principal,
  type WarehouseReport,
  type WarehouseView,
} from '#libs/contracts';
import { Database, DATABASE } from '#libs/postgres';
import { Jobs } from '#libs/queue';

interface StatusRow {
  readonly checked_at: Date;
  readonly engine: string;
  readonly report: WarehouseReport;
}

interface ProgressRow {
  readonly sequence: number;
  readonly loaded_at: Date | null;
  readonly batches: number;
  readonly rows: number;
  readonly oldest: Date | null;
}

const nothing = { tables: [], quarantine: { lines: 0, latest: [] } };

/** How the warehouse stands: what is in and what waits as of now, its tables by the last look of whoever holds it. */
@Injectable()
export class WarehouseService {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(Jobs) private readonly jobs: Jobs,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async status(): Promise<WarehouseView> {
    const row = await this.database.maybeOne<StatusRow>('warehouse_status/find_status');
    const progress = await this.database.one<ProgressRow>('warehouse_progress/find_progress');
    const { sequence, loaded_at, batches, rows, oldest } = progress;
    const { tables, quarantine } = row?.report ?? nothing;
    const seconds = oldest === null ? 0 : Math.max(0, (this.clock.now() - oldest.getTime()) / 1_000);
    return {
      checked_at: row?.checked_at ?? null,
      engine: row?.engine ?? null,
      tables,
      quarantine,
      // Sequences have no gaps.
      batches: sequence,
      sequence,
      loaded_at,
      waiting: { batches, rows, seconds },
    };
  }

  /** Computes a derived table anew for a range of days; the same request while it runs finds that one. */
  async backfill(range: Backfill, caller: Principal): Promise<JobAnswer> {
    const deduplicationKey = `${range.table}/${range.from}/${range.to}`;
    const job = { name: 'warehouse_backfill', payload: range, deduplicationKey, createdBy: caller.id } as const;
    const { id } = await this.jobs.submit(job);
    return { job_id: id };
  }

  /** Loads what is in the log and the buckets now, and looks at the warehouse afterwards. */
  async load(caller: Principal): Promise<JobAnswer> {
    const job = { name: 'warehouse_load', payload: {}, deduplicationKey: 'load', createdBy: caller.id } as const;
    const { id } = await this.jobs.submit(job);
    return { job_id: id };
  }
}
