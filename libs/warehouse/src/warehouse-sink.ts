import type { Clock, ClosedBatch, Sink, SinkLag, SinkLease } from '#libs/contracts';
import type { Database } from '#libs/postgres';
import type { DuckDbLoader } from './duckdb-loader.js';
import type { DuckDbWarehouse } from './duckdb-warehouse.js';
import type { QuarantinedLine } from './object-repair.js';

const batchesAtOnce = 20;

/** Closed batches into the warehouse, in the order in which they were closed. Its cursor lies in the warehouse itself. */
export class WarehouseSink implements Sink {
  readonly name = 'warehouse';
  private loaded = 0;

  constructor(
    private readonly database: Database,
    private readonly warehouse: DuckDbWarehouse,
    private readonly loader: DuckDbLoader,
    private readonly clock: Clock,
    private readonly onQuarantine: (batch: number, lines: readonly QuarantinedLine[]) => void = () => undefined,
  ) {}

  async open(): Promise<void> {
    await this.warehouse.open();
    await this.loader.open();
    this.loaded = await this.loader.lastLoaded();
  }

  async step(lease: SinkLease): Promise<boolean> {
    const batches = await this.database.query<ClosedBatch>('bucket_batch/list_closed', {
      after_sequence: this.loaded,
      row_limit: batchesAtOnce,
    });
    for (const batch of batches) {
      if (lease.signal.aborted) return true;
      const quarantined = await this.loader.load(batch, this.clock.now());
      this.loaded = batch.sequence;
      if (quarantined.length > 0) this.onQuarantine(batch.batch, quarantined);
    }
    return batches.length === batchesAtOnce;
  }

  async mark(): Promise<() => Promise<boolean>> {
    const { sequence } = await this.database.one<{ sequence: number }>('bucket_batch/find_last_closed');
    return () => Promise.resolve(this.loaded >= sequence);
  }

  async lag(): Promise<SinkLag> {
    const { rows, oldest } = await this.database.one<{ rows: number; oldest: Date | null }>(
      'bucket_batch/measure_waiting',
      { after_sequence: this.loaded },
    );
    return { rows, seconds: oldest === null ? 0 : Math.max(0, (this.clock.now() - oldest.getTime()) / 1_000) };
  }

  /** Lines that were left out since the warehouse began. */
  async quarantined(): Promise<number> {
    const { rows } = await this.warehouse.query<{ lines: number }>('quarantine/count_quarantine');
    return rows[0]?.lines ?? 0;
  }

  async close(): Promise<void> {
    this.loader.close();
    this.warehouse.close();
    await Promise.resolve();
  }
}
