import { createHash } from 'node:crypto';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { listValue, type DuckDBConnection, LIST, VARCHAR } from '@duckdb/node-api';
import type { BucketObject, BucketTable, ClosedBatch } from '#libs/contracts';
import type { ObjectStore } from '#libs/objects';
import { runStatement } from './duckdb-connection.js';
import type { DuckDbWarehouse } from './duckdb-warehouse.js';
import { repairObject, type QuarantinedLine } from './object-repair.js';
import type { WarehouseValues } from './warehouse.js';

/** The files of a batch's objects, by table, in the order of the batch. */
type Paths = Partial<Record<BucketTable, string[]>>;

interface Summary {
  readonly rows: number;
  readonly incomplete: number;
  readonly first_time: Date | null;
  readonly last_time: Date | null;
}

const tables: readonly BucketTable[] = ['event', 'pledge', 'pledge_outcome', 'pledge_assessment'];
const staging = ['staged_event', 'fresh_event', 'staged_link', ...tables.slice(1).map((table) => `staged_${table}`)];

/** In this order: the typed tables take what is new among the events, and what the batch has for them besides. */
const steps = [
  'insert_event',
  'insert_exposure',
  'stage_link',
  'delete_later_identity',
  'insert_identity',
  'stage_pledge_event',
  'delete_earlier_pledge',
  'insert_pledge',
  'stage_pledge_outcome_event',
  'insert_pledge_outcome',
  'stage_pledge_assessment_event',
  'insert_pledge_assessment',
] as const;

const folder = 'engines/duckdb/load';

/** Loads closed batches into DuckDB, each in one transaction with the row that says so: killed anywhere, it counts once. */
export class DuckDbLoader {
  private connection: DuckDBConnection | undefined;

  constructor(
    private readonly warehouse: DuckDbWarehouse,
    private readonly objects: ObjectStore,
    /** For objects that must be repaired or fetched; one of the warehouse's `folders`. */
    private readonly workFolder: string,
  ) {}

  async open(): Promise<void> {
    await mkdir(this.workFolder, { recursive: true });
    const connection = await this.warehouse.connect();
    this.connection = connection;
    for (const table of staging)
      await runStatement(connection, this.warehouse.statement(`engines/duckdb/staging/create_${table}`));
  }

  close(): void {
    this.connection?.disconnectSync();
    this.connection = undefined;
  }

  /** The sequence number up to which batches are in. */
  async lastLoaded(): Promise<number> {
    const { rows } = await this.warehouse.query<{ sequence: number }>('load/find_last_loaded');
    return rows[0]?.sequence ?? 0;
  }

  /** @returns the lines that were left out. @throws what the object store throws when an object is missing: it may be back later, and nothing may go past it. */
  async load(batch: ClosedBatch, loadedAt: number): Promise<readonly QuarantinedLine[]> {
    const { paths, sound } = await this.find(batch);
    if (sound) {
      const loaded = await this.attempt(batch, paths, [], loadedAt).catch((error: unknown) => {
        if (isDataError(error)) return undefined;
        throw error;
      });
      if (loaded === true) return [];
    }
    return this.loadRepaired(batch, loadedAt);
  }

  private async loadRepaired(batch: ClosedBatch, loadedAt: number): Promise<readonly QuarantinedLine[]> {
    const paths: Paths = {};
    const quarantined: QuarantinedLine[] = [];
    const written: string[] = [];
    try {
      for (const object of batch.objects) {
        const bytes = await this.objects.read(object.object);
        const repaired = await repairObject(object, bytes);
        quarantined.push(...repaired.quarantined);
        // Bytes that are not those of the manifest, though every line is good: somebody should know.
        if (repaired.quarantined.length === 0 && checksum(bytes) !== object.sha256)
          quarantined.push({ object: object.object, line: 0, rule: 'checksum', text: null });
        if (repaired.lines.length === 0) continue;
        const path = join(this.workFolder, `${batch.batch}-${written.length}.json`);
        await writeFile(path, `${repaired.lines.join('\n')}\n`);
        written.push(path);
        (paths[object.table] ??= []).push(path);
      }
      if (!(await this.attempt(batch, paths, quarantined, loadedAt)))
        throw new Error(`The batch ${batch.batch} cannot be loaded, even without its bad lines.`);
      return quarantined;
    } finally {
      await Promise.all(written.map((path) => rm(path, { force: true })));
    }
  }

  /** False, and nothing done, when rows are incomplete: line by line it will be known which. */
  private async attempt(
    batch: ClosedBatch,
    paths: Paths,
    quarantined: readonly QuarantinedLine[],
    loadedAt: number,
  ): Promise<boolean> {
    const connection = this.connection ?? (await this.warehouse.connect());
    const run = <Row>(name: string, values?: WarehouseValues): Promise<Row[]> =>
      runStatement<Row>(connection, this.warehouse.statement(`${folder}/${name}`), values);
    await connection.run('BEGIN');
    try {
      for (const table of staging)
        await runStatement(connection, this.warehouse.statement('engines/duckdb/staging/delete_staged', { table }));
      for (const table of tables) await this.stage(connection, batch, table, paths[table] ?? []);
      const [summary] = await run<Summary>('summarise_staged');
      if (summary === undefined || summary.incomplete > 0) {
        await connection.run('ROLLBACK');
        return false;
      }
      const { first_time, last_time } = summary;
      if (first_time !== null && last_time !== null) await run('insert_fresh_event', { first_time, last_time });
      for (const step of steps) await run(step);
      for (const line of quarantined) await run('insert_quarantine', { batch: batch.batch, ...line });
      const { batch: number, sequence } = batch;
      await run('insert_loaded_batch', { batch: number, sequence, loaded_at: new Date(loadedAt) });
      await connection.run('COMMIT');
      return true;
    } catch (error) {
      await connection.run('ROLLBACK').catch(() => undefined);
      throw error;
    }
  }

  private async stage(
    connection: DuckDBConnection,
    batch: ClosedBatch,
    table: BucketTable,
    paths: readonly string[],
  ): Promise<void> {
    if (paths.length === 0) return;
    const { text } = this.warehouse.statement(`${folder}/stage_${table}`);
    const values = [listValue([...paths]), batch.log_transaction ?? 0, batch.batch];
    await connection.run(text, values, [LIST(VARCHAR)]);
  }

  /** Where the objects lie as files, and whether their bytes are those of the manifest. */
  private async find(batch: ClosedBatch): Promise<{ readonly paths: Paths; readonly sound: boolean }> {
    const paths: Paths = {};
    for (const one of batch.objects) {
      const bytes = await this.objects.read(one.object);
      if (checksum(bytes) !== one.sha256) return { paths: {}, sound: false };
      (paths[one.table] ??= []).push(await this.localPath(one, bytes));
    }
    return { paths, sound: true };
  }

  private async localPath({ object }: BucketObject, bytes: Buffer): Promise<string> {
    if (this.objects.localPath !== undefined) return this.objects.localPath(object);
    const path = join(this.workFolder, object.replaceAll('/', '+'));
    await writeFile(path, bytes);
    return path;
  }
}

const checksum = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

/** What the data can be blamed for; anything else is tried again. */
const isDataError = (error: unknown): boolean =>
  typeof error === 'object' &&
  error !== null &&
  'message' in error &&
  /^(Invalid Input|Conversion|Out of Range|IO) Error/.test(String(error.message));
