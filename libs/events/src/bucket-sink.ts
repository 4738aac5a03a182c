import type { Clock, Sink, SinkLag, SinkLease } from '#libs/contracts';
import type { ObjectStore } from '#libs/objects';
import type { Database, Transaction } from '#libs/postgres';
import { planObject, writeObjects, type PlannedObject } from './bucket-object.js';
import { dayOf, dayText } from './day.js';
import { LeaseLost } from './lease-lost.js';
import { logLine, type LogRow } from './log-line.js';

export interface BucketSinkOptions {
  /** A batch takes at most so many rows and bytes of properties. */
  readonly rowLimit: number;
  readonly byteLimit: number;
  /** A smaller batch waits until its oldest row is `lingerMs` old, so that objects are few. */
  readonly fullRows: number;
  readonly lingerMs: number;
}

interface LogBatch {
  readonly batch: number;
  readonly after_transaction: string;
  readonly after_position: number;
  readonly last_transaction: string;
  readonly last_position: number;
  readonly objects: readonly PlannedObject[];
}

interface PlanRow {
  readonly source: string;
  readonly day: number;
  readonly rows: number;
  readonly oldest: Date;
  readonly last_transaction: string;
  readonly last_position: number;
}

const lagLimit = 1_000_000;
const name = 'bucket';

export const bucketSinkDefaults: BucketSinkOptions = {
  rowLimit: 50_000,
  byteLimit: 33_554_432,
  fullRows: 20_000,
  lingerMs: 5_000,
};

/**
 * The log, as gzipped lines of JSON in a folder a day. A batch's bounds and the names of its objects are committed before
 * anything is written, and the cursor moves in the transaction that closes it: cut short anywhere, the next holder of the
 * lease finds the open batch and writes the same bytes.
 */
export class BucketSink implements Sink {
  readonly name = name;

  constructor(
    private readonly database: Database,
    private readonly objects: ObjectStore,
    private readonly clock: Clock,
    private readonly options: BucketSinkOptions = bucketSinkDefaults,
  ) {}

  async step(lease: SinkLease, flush: boolean): Promise<boolean> {
    const planned = await this.database.maybeOne<LogBatch>('bucket_batch/find_open_log_batch');
    const batch = planned ?? (await this.plan(lease, flush));
    if (batch === undefined) return false;
    const written = await this.write(batch);
    await this.finish(lease, batch, written);
    return true;
  }

  async mark(): Promise<() => Promise<boolean>> {
    const last = await this.database.maybeOne<{ transaction: string; position: number }>('event/find_last');
    return async () =>
      last === undefined ||
      (await this.database.maybeOne<{ passed: boolean }>('sink/has_passed', { name, ...last }))?.passed === true;
  }

  async lag(): Promise<SinkLag> {
    const { rows, oldest } = await this.database.one<{ rows: number; oldest: Date | null }>('event/measure_lag', {
      name,
      row_limit: lagLimit,
    });
    return { rows, seconds: oldest === null ? 0 : Math.max(0, (this.clock.now() - oldest.getTime()) / 1_000) };
  }

  private plan(lease: SinkLease, flush: boolean): Promise<LogBatch | undefined> {
    return this.database.transaction(async (transaction) => {
      const cursor = await hold(transaction, lease);
      const rows = await transaction.query<PlanRow>('event/plan_batch', {
        ...cursor,
        row_limit: this.options.rowLimit,
        byte_limit: this.options.byteLimit,
      });
      const [first] = rows;
      if (first === undefined || !(flush || this.isDue(rows))) return undefined;
      const bounds = {
        after_transaction: cursor.cursor_transaction,
        after_position: cursor.cursor_position,
        last_transaction: first.last_transaction,
        last_position: first.last_position,
      };
      const { batch } = await transaction.one<{ batch: number }>('bucket_batch/insert_log_batch', {
        epoch: lease.epoch,
        ...bounds,
        rows: rows.reduce((sum, one) => sum + one.rows, 0),
        opened_at: new Date(this.clock.now()),
      });
      const objects = rows.map(({ source, day }) => planObject(batch, { source, table: 'event', day: dayText(day) }));
      await transaction.query('bucket_batch/update_objects', { batch, objects: JSON.stringify(objects) });
      return { batch, ...bounds, objects };
    });
  }

  private isDue(rows: readonly PlanRow[]): boolean {
    const count = rows.reduce((sum, one) => sum + one.rows, 0);
    const oldest = Math.min(...rows.map((one) => one.oldest.getTime()));
    return count >= this.options.fullRows || this.clock.now() - oldest >= this.options.lingerMs;
  }

  private async write(batch: LogBatch): ReturnType<typeof writeObjects> {
    const rows = await this.database.query<LogRow>('event/list_batch', {
      after_transaction: batch.after_transaction,
      after_position: batch.after_position,
      last_transaction: batch.last_transaction,
      last_position: batch.last_position,
    });
    const lines = new Map(batch.objects.map(({ source, day }) => [`${source}/${day}`, [] as string[]]));
    for (const row of rows) {
      const own = lines.get(`${row.source}/${dayOf(row.time)}`);
      if (own === undefined) throw new Error(`The batch ${batch.batch} has a row that its plan does not know.`);
      own.push(logLine(row));
    }
    const planned = batch.objects.map((one) => ({ ...one, lines: lines.get(`${one.source}/${one.day}`) ?? [] }));
    return writeObjects(this.objects, batch.batch, planned);
  }

  private finish(lease: SinkLease, batch: LogBatch, objects: Awaited<ReturnType<typeof writeObjects>>): Promise<void> {
    return this.database.transaction(async (transaction) => {
      await hold(transaction, lease);
      await transaction.query('bucket_batch/update_written', {
        batch: batch.batch,
        objects: JSON.stringify(objects),
        rows: objects.reduce((sum, one) => sum + one.rows, 0),
      });
      await transaction.query('bucket_batch/lock_sequence');
      await transaction.query('bucket_batch/close_written', { origin: 'log', closed_at: new Date(this.clock.now()) });
      await transaction.one('sink/move_cursor', {
        name,
        epoch: lease.epoch,
        cursor_transaction: batch.last_transaction,
        cursor_position: batch.last_position,
      });
    });
  }
}

async function hold(
  transaction: Transaction,
  { epoch }: SinkLease,
): Promise<{ cursor_transaction: string; cursor_position: number }> {
  const cursor = await transaction.maybeOne<{ cursor_transaction: string; cursor_position: number }>('sink/hold_sink', {
    name,
    epoch,
  });
  if (cursor === undefined) throw new LeaseLost(name);
  return cursor;
}
