import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, relationSchema, type Clock, type WarehouseReport, type WarehouseTable } from '#libs/contracts';
import { Database, DATABASE } from '#libs/postgres';
import type { JobContext, JobHandler, Schedule } from '#libs/queue';
import { WAREHOUSE, type Warehouse } from '#libs/warehouse';

interface LogTable {
  readonly table_name: string;
  readonly table_rows: number;
  readonly latest: Date | null;
}

interface SnapshotTable {
  readonly table_name: string;
  readonly snapshot_on: string;
  readonly table_rows: number;
  readonly loaded_at: Date;
}

const everyMinutes = 5;

/** The injection token of the scheduled look. */
export const WAREHOUSE_LOOK_SCHEDULE = Symbol('WAREHOUSE_LOOK_SCHEDULE');

export const warehouseLookSchedule: Schedule = {
  name: 'warehouse_look',
  everyMinutes,
  payloads: () => Promise.resolve([{ payload: {}, deduplicationKey: 'look' }]),
};

/** Looks at the warehouse, for everybody who cannot: what each table has, and what could not be loaded. */
@Injectable()
export class WarehouseLookHandler implements JobHandler {
  readonly name = 'warehouse_look';

  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(WAREHOUSE) private readonly warehouse: Warehouse,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  accepts(): boolean {
    return this.warehouse.held;
  }

  async run(_: unknown, { signal }: Pick<JobContext, 'signal'>): Promise<object> {
    const checkedAt = new Date(this.clock.now());
    const report = await this.look(signal);
    await this.database.query('warehouse_status/upsert_status', {
      checked_at: checkedAt,
      engine: this.warehouse.engine,
      report: JSON.stringify(report),
    });
    return { tables: report.tables.length, quarantined: report.quarantine.lines };
  }

  private async look(signal: AbortSignal): Promise<WarehouseReport> {
    const ask = async <Row>(name: string): Promise<Row[]> =>
      (await this.warehouse.query<Row>(name, {}, undefined, signal)).rows;
    const logs = await ask<LogTable>('status/summarise_log_tables');
    const snapshots = await ask<SnapshotTable>('status/summarise_snapshots');
    const [counted] = await ask<{ lines: number }>('quarantine/count_quarantine');
    const latest = await ask<WarehouseReport['quarantine']['latest'][number]>('status/list_quarantine');
    const relations = await ask<{ schema_name: string; table_name: string }>('relation/list_relations');
    return {
      tables: [...logs.map(logTable), ...snapshots.map(snapshotTable)],
      quarantine: { lines: counted?.lines ?? 0, latest },
      relations: relations
        .map(({ schema_name, table_name }) => `${schema_name}.${table_name}`)
        .filter((relation) => relationSchema.safeParse(relation).success),
    };
  }
}

const logTable = ({ table_name, table_rows, latest }: LogTable): WarehouseTable => ({
  table: table_name,
  kind: 'log',
  rows: table_rows,
  latest: latest?.toISOString() ?? null,
  snapshot_on: null,
  loaded_at: null,
});

const snapshotTable = ({ table_name, snapshot_on, table_rows, loaded_at }: SnapshotTable): WarehouseTable => ({
  table: table_name,
  kind: 'snapshot',
  rows: table_rows,
  latest: null,
  snapshot_on,
  loaded_at: loaded_at.toISOString(),
});
