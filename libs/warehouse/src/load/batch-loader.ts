import { createHash } from 'node:crypto';
import { isBucketTable, type BucketObject, type ClosedBatch } from '#libs/contracts';
import type { ObjectStore } from '#libs/objects';
import { UnreadableData, type CopyColumn, type Warehouse, type WarehouseSession } from '../warehouse.js';
import { loadLog } from './log-loader.js';
import { logTables } from './log-tables.js';
import { repairObject, type QuarantinedLine } from './object-repair.js';
import { lineCheck } from './row-check.js';
import { SnapshotLoader } from './snapshot-loader.js';

/** A batch that is in, and the lines of it that were left out. */
export interface LoadedBatch {
  readonly batch: ClosedBatch;
  readonly quarantined: readonly QuarantinedLine[];
}

const togetherBatches = 16;
const togetherRows = 500_000;

/** Loads closed batches, in transactions with the rows that say so: killed anywhere, each counts once. */
export class BatchLoader {
  private readonly snapshots = new SnapshotLoader();

  constructor(
    private readonly warehouse: Warehouse,
    private readonly objects: ObjectStore,
    /** Told why a batch is gone through line by line. */
    private readonly onUnreadable: (batch: number, reason: string) => void = () => undefined,
  ) {}

  /** The sequence number up to which batches are in. */
  async lastLoaded(): Promise<number> {
    const { rows } = await this.warehouse.query<{ sequence: number }>('load/find_last_loaded');
    return rows[0]?.sequence ?? 0;
  }

  /**
   * The first of the batches and as many after it, of the log or of the same import, as one transaction should take: a
   * warehouse that catches up reads several files at once (measured with DuckDB on two cores: twice as fast), and a
   * transaction of more than 122,880 rows writes them once, compressed, instead of into its log first. One that is missing or
   * damaged keeps none back that comes before it.
   * @param batches in the order of their sequence; at least one.
   * @throws what the object store throws when an object of the first is missing: it may be back later, and nothing may go past it.
   */
  async loadNext(batches: readonly ClosedBatch[], loadedAt: Date): Promise<readonly LoadedBatch[]> {
    const sound = await this.soundPart(together(batches));
    if (sound.length > 1) {
      const loaded = await this.loadSound(sound, loadedAt);
      if (loaded !== undefined) return loaded;
    }
    const first = batches.slice(0, 1);
    return (sound.length > 0 ? await this.loadSound(first, loadedAt) : undefined) ?? this.loadRepaired(first, loadedAt);
  }

  /** From the first on, those whose bytes are those of the manifest. */
  private async soundPart(group: readonly ClosedBatch[]): Promise<readonly ClosedBatch[]> {
    for (const [index, batch] of group.entries()) {
      const isSound = this.isSound(batch);
      // Why it cannot be read is told once it is the first.
      if (!(await (index === 0 ? isSound : isSound.catch(() => false)))) return group.slice(0, index);
    }
    return group;
  }

  /** Undefined, and nothing done, when something in them cannot be read. */
  private loadSound(group: readonly ClosedBatch[], loadedAt: Date): Promise<readonly LoadedBatch[] | undefined> {
    const objects = group.flatMap((batch) => batch.objects);
    return this.attempt(group, objects, [], loadedAt).catch((error: unknown) => {
      if (!(error instanceof UnreadableData)) throw error;
      this.onUnreadable(group[0]?.batch ?? 0, error.message);
      return undefined;
    });
  }

  private async loadRepaired(group: readonly ClosedBatch[], loadedAt: Date): Promise<readonly LoadedBatch[]> {
    const repaired: BucketObject[] = [];
    const quarantined: QuarantinedLine[] = [];
    try {
      for (const batch of group)
        for (const object of batch.objects) {
          const bytes = await this.objects.read(object.object);
          const columns = this.columnsOf(batch, object.table);
          const found = await repairObject(object, bytes, lineCheck(columns));
          quarantined.push(...found.quarantined);
          // Bytes that are not those of the manifest, though every line is good: somebody should know.
          if (found.quarantined.length === 0 && checksum(bytes) !== object.sha256)
            quarantined.push({ object: object.object, line: 0, rule: 'checksum', text: null });
          if (found.lines.length === 0) continue;
          const name = `loading/${batch.batch}-${repaired.length}.json`;
          await this.objects.put(name, `${found.lines.join('\n')}\n`);
          repaired.push({ ...object, object: name, rows: found.lines.length });
        }
      return await this.attempt(group, repaired, quarantined, loadedAt);
    } finally {
      await Promise.all(repaired.map(({ object }) => this.objects.delete(object)));
    }
  }

  /** @throws UnreadableData, and nothing done, when rows cannot be read or are incomplete. */
  private attempt(
    group: readonly ClosedBatch[],
    objects: readonly BucketObject[],
    quarantined: readonly QuarantinedLine[],
    loadedAt: Date,
  ): Promise<readonly LoadedBatch[]> {
    return this.warehouse.transaction(async (session) => {
      await session.query('load/lock_batches');
      const { rows } = await session.query<{ sequence: number }>('load/find_last_loaded');
      const last = rows[0]?.sequence ?? 0;
      // Another worker was quicker, or this one was held up and has lost its lease meanwhile.
      const known = group.filter(({ sequence }) => sequence <= last);
      if (known.length > 0) return known.map((batch) => ({ batch, quarantined: [] }));
      const refused = await this.loadGroup(session, group, objects, loadedAt);
      const loaded = group.map((batch) => ({ batch, quarantined: [...quarantined, ...refused] }));
      for (const { batch, quarantined: lines } of loaded) await record(session, batch, lines, loadedAt);
      return loaded;
    });
  }

  private async loadGroup(
    session: WarehouseSession,
    group: readonly ClosedBatch[],
    objects: readonly BucketObject[],
    loadedAt: Date,
  ): Promise<readonly QuarantinedLine[]> {
    const [first] = group;
    if (first?.snapshot) return this.snapshots.load(session, first, first.snapshot, objects, loadedAt);
    const sequence = group.at(-1)?.sequence ?? 0;
    await loadLog(session, objects, { logTransaction: first?.log_transaction ?? null, sequence });
    return [];
  }

  /** A company may have a table that is called as one of ours. */
  private columnsOf(batch: ClosedBatch, table: string): readonly CopyColumn[] {
    return batch.snapshot === null && isBucketTable(table) ? logTables[table] : this.snapshots.columns(batch);
  }

  private async isSound(batch: ClosedBatch): Promise<boolean> {
    for (const { object, sha256 } of batch.objects)
      if (checksum(await this.objects.read(object)) !== sha256) return false;
    return true;
  }
}

/**
 * The first, and those after it that can come with it: batches of the log carry the place of each row themselves, those of
 * one import have one place, within which their rows are numbered.
 */
function together(batches: readonly ClosedBatch[]): readonly ClosedBatch[] {
  let rows = 0;
  const end = batches.findIndex((batch, index) => {
    rows += batch.objects.reduce((sum, one) => sum + one.rows, 0);
    const isOfThese = batch.snapshot === null && batch.log_transaction === batches[0]?.log_transaction;
    return !isOfThese || index >= togetherBatches || rows > togetherRows;
  });
  return batches.slice(0, end < 0 ? batches.length : Math.max(1, end));
}

async function record(
  session: WarehouseSession,
  { batch, sequence, objects }: ClosedBatch,
  quarantined: readonly QuarantinedLine[],
  loadedAt: Date,
): Promise<void> {
  for (const line of quarantined) await session.query('load/insert_quarantine', { batch, ...line });
  const loaded_rows =
    objects.reduce((sum, one) => sum + one.rows, 0) - quarantined.filter(({ line }) => line > 0).length;
  await session.query('load/insert_loaded_batch', { batch, sequence, loaded_at: loadedAt, loaded_rows });
}

const checksum = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');
