import { Inject, Injectable } from '@nestjs/common';
import {
  CLOCK,
  relationSchema,
  type Clock,
  type SeenUnits,
  type WarehouseReport,
  type WarehouseTable,
} from '#libs/contracts';
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
const dayMs = 86_400_000;
const unitDays = 14;

type Ask = <Row>(name: string, values?: Readonly<Record<string, string>>) => Promise<Row[]>;

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
    const ask: Ask = async <Row>(name: string, values: Readonly<Record<string, string>> = {}): Promise<Row[]> =>
      (await this.warehouse.query<Row>(name, values, undefined, signal)).rows;
    const logs = await ask<LogTable>('status/summarise_log_tables');
    const snapshots = await ask<SnapshotTable>('status/summarise_snapshots');
    const [counted] = await ask<{ lines: number }>('quarantine/count_quarantine');
    const latest = await ask<WarehouseReport['quarantine']['latest'][number]>('status/list_quarantine');
    const relations = await ask<{ schema_name: string; table_name: string }>('relation/list_relations');
    return {
      units: await this.seenUnits(logs, ask),
      tables: [...logs.map(logTable), ...snapshots.map(snapshotTable)],
      quarantine: { lines: counted?.lines ?? 0, latest },
      relations: relations
        .map(({ schema_name, table_name }) => `${schema_name}.${table_name}`)
        .filter((relation) => relationSchema.safeParse(relation).success),
    };
  }

  /** Of the whole days before the last one that has events. The warehouse counts them once a day: it is no small question. */
  private async seenUnits(logs: readonly LogTable[], ask: Ask): Promise<SeenUnits | null> {
    const latest = logs.find(({ table_name }) => table_name === 'event')?.latest;
    if (latest == null) return null;
    const until = dayOf(latest);
    const status = await this.database.maybeOne<{ report: Partial<WarehouseReport> }>('warehouse_status/find_status');
    const known = status?.report.units;
    if (known?.until === until) return known;
    const since = dayOf(new Date(Date.parse(until) - unitDays * dayMs));
    const types = await ask<SeenUnits['types'][number]>('experiment/summarise_units', { since, until });
    return { until, days: unitDays, types };
  }
}

const dayOf = (time: Date): string => time.toISOString().slice(0, 10);

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
