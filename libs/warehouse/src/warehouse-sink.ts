import type { Clock, ClosedBatch, Sink, SinkLag, SinkLease } from '#libs/contracts';
import type { Database, Transaction } from '#libs/postgres';
import type { BatchLoader } from './load/batch-loader.js';
import type { QuarantinedLine } from './load/object-repair.js';
import type { Warehouse } from './warehouse.js';

/** A batch that contradicts its table, and why: nothing of it is loaded. */
export interface RefusedBatch {
  readonly batch: number;
  readonly reason: string;
}

export interface WarehouseSinkOptions {
  readonly clock: Clock;
  readonly onQuarantine?: (batch: number, lines: readonly QuarantinedLine[]) => void;
  /** Told in the transaction that notes how far the warehouse is; told again where that did not commit. */
  readonly onRefused?: (transaction: Transaction, refused: RefusedBatch) => Promise<void>;
}

interface Loads {
  readonly sequence: number;
  readonly loaded_at: Date | null;
}

const batchesAtOnce = 20;

/**
 * Closed batches into the warehouse, in the order in which they were closed. Its cursor lies in the warehouse itself, with
 * what it loaded; after each load it is noted in Postgres too, for everybody who cannot look into the warehouse.
 */
export class WarehouseSink implements Sink {
  readonly name = 'warehouse';
  private loaded: Loads = { sequence: 0, loaded_at: null };
  /** Up to where Postgres knows it. */
  private noted = 0;

  constructor(
    private readonly database: Database,
    private readonly warehouse: Warehouse,
    private readonly loader: BatchLoader,
    private readonly options: WarehouseSinkOptions,
  ) {}

  async open(): Promise<void> {
    await this.warehouse.open();
    const { rows } = await this.warehouse.query<Loads>('status/summarise_loads');
    this.loaded = rows[0] ?? this.loaded;
    this.noted = (await this.database.one<Loads>('warehouse_progress/find_progress')).sequence;
    if (this.noted > this.loaded.sequence) {
      await this.database.query('warehouse_progress/set_back_progress', { ...this.loaded });
      this.noted = this.loaded.sequence;
    }
    await this.note();
  }

  async step(lease: SinkLease): Promise<boolean> {
    // What a step before has loaded and could not note.
    await this.note();
    const batches = await this.database.query<ClosedBatch>('bucket_batch/list_closed', {
      after_sequence: this.loaded.sequence,
      row_limit: batchesAtOnce,
    });
    let waiting = batches;
    while (waiting.length > 0 && !lease.signal.aborted) {
      const loaded_at = new Date(this.options.clock.now());
      for (const { batch, quarantined } of await this.loader.loadNext(waiting, loaded_at)) {
        this.loaded = { sequence: batch.sequence, loaded_at };
        if (quarantined.length > 0) this.options.onQuarantine?.(batch.batch, quarantined);
      }
      await this.note();
      waiting = waiting.filter(({ sequence }) => sequence > this.loaded.sequence);
    }
    return batches.length === batchesAtOnce || waiting.length > 0;
  }

  async mark(): Promise<() => Promise<boolean>> {
    const { sequence } = await this.database.one<{ sequence: number }>('bucket_batch/find_last_closed');
    return () => Promise.resolve(this.noted >= sequence);
  }

  async lag(): Promise<SinkLag> {
    const { rows, oldest } = await this.database.one<{ rows: number; oldest: Date | null }>(
      'bucket_batch/measure_waiting',
      { after_sequence: this.loaded.sequence },
    );
    return {
      rows,
      seconds: oldest === null ? 0 : Math.max(0, (this.options.clock.now() - oldest.getTime()) / 1_000),
    };
  }

  /** Lines that were left out since the warehouse began. */
  async quarantined(): Promise<number> {
    const { rows } = await this.warehouse.query<{ lines: number }>('quarantine/count_quarantine');
    return rows[0]?.lines ?? 0;
  }

  close(): Promise<void> {
    return this.warehouse.close();
  }

  /**
   * Brings Postgres up to the warehouse. What was refused is read from the warehouse and not remembered: a worker that ended
   * between the load and this, or was overtaken by another, has forgotten it.
   */
  private async note(): Promise<void> {
    const { sequence } = this.loaded;
    if (this.noted >= sequence) return;
    const { rows } = await this.warehouse.query<RefusedBatch>('quarantine/list_refusals', {
      after_sequence: this.noted,
    });
    await this.database.transaction(async (transaction) => {
      for (const refused of rows) await this.options.onRefused?.(transaction, refused);
      await transaction.query('warehouse_progress/advance_progress', { ...this.loaded });
    });
    this.noted = sequence;
  }
}
