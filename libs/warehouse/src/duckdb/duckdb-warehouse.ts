import { chmod, mkdir, rm, stat } from 'node:fs/promises';
import { availableParallelism, totalmem } from 'node:os';
import { dirname } from 'node:path';
import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';
import { unavailable } from '#libs/errors';
import type { ObjectStore } from '#libs/objects';
import type { SlotValues, SqlCatalogue } from '#libs/postgres';
import type { AskedColumn, AskedRows, AskedValue, AskLimits } from '../ask/asking.js';
import type { CheckedSelect } from '../ask/check-select.js';
import { prepareTables } from '../prepare.js';
import { StatementBook } from '../statement-book.js';
import { stoppable } from '../stoppable.js';
import type { Answer, OnQuery, Warehouse, WarehouseSession, WarehouseValues } from '../warehouse.js';
import { askDuckDb, describeDuckDb, explainDuckDb, type DuckDbAsking } from './ask.js';
import { DuckDbSession } from './duckdb-session.js';
import { runStatement } from './statement.js';

export interface DuckDbOptions {
  readonly path: string;
  readonly objects: ObjectStore;
  /** Folders that hold objects as files; nothing else of the machine can be read by a statement. */
  readonly folders: readonly string[];
  /** Where objects that are no files are fetched to; it is emptied at each opening. */
  readonly fetchFolder: string;
  /** The currency of base amounts: ISO 4217. */
  readonly companyCurrency: string;
  readonly threads?: number;
  readonly memoryBytes?: number;
  /** How much of the disk all that runs at a time may take for what does not fit into memory; without it, what is free. */
  readonly spillBytes?: number;
  readonly onQuery?: OnQuery;
}

const memoryShare = 0.4;

/** The embedded warehouse. DuckDB gives a file to one process at a time: open it only while holding the warehouse's lease. */
export class DuckDbWarehouse implements Warehouse {
  private instance: DuckDBInstance | undefined;
  private version = '';
  private readonly book: StatementBook;
  /** Connections between transactions: each keeps its temporary tables. */
  private idle: DuckDBConnection[] = [];

  constructor(
    /** Of `sql/warehouse`. */
    catalogue: SqlCatalogue,
    private readonly options: DuckDbOptions,
  ) {
    this.book = new StatementBook(catalogue, 'duckdb', options.onQuery);
  }

  get engine(): string {
    return `duckdb ${this.version}`.trim();
  }

  get held(): boolean {
    return this.instance !== undefined;
  }

  async open(): Promise<void> {
    if (this.instance !== undefined) return;
    await mkdir(dirname(this.options.path), { recursive: true });
    await removeIfEmpty(this.options.path);
    await rm(this.options.fetchFolder, { recursive: true, force: true });
    await mkdir(this.options.fetchFolder, { recursive: true, mode: 0o700 });
    const instance = await DuckDBInstance.create(this.options.path, {
      threads: String(this.options.threads ?? availableParallelism()),
      memory_limit: `${Math.floor((this.options.memoryBytes ?? totalmem() * memoryShare) / 1_048_576)}MiB`,
      // At the default of 16 MiB every second batch of a busy log rewrites tables (measured: 650 against 400 ms a batch).
      checkpoint_threshold: '64MiB',
      // What the shared dialect relies on, in every session.
      integer_division: 'true',
      default_null_order: 'postgres',
    }).catch((error: Error) => {
      throw unavailable(whyClosed(error, this.options.path));
    });
    try {
      await chmod(this.options.path, 0o600);
      // What a process that was killed had set aside; nobody else has the file now.
      await rm(`${this.options.path}.tmp`, { recursive: true, force: true });
      await this.prepare(instance);
    } catch (error) {
      instance.closeSync();
      throw error;
    }
    this.instance = instance;
  }

  async close(): Promise<void> {
    for (const connection of this.idle.splice(0)) connection.disconnectSync();
    this.instance?.closeSync();
    this.instance = undefined;
    await Promise.resolve();
  }

  /** A connection of the caller's own; the caller disconnects it. */
  connect(): Promise<DuckDBConnection> {
    if (this.instance === undefined)
      throw unavailable('This process does not hold the warehouse; the worker that does takes its jobs.');
    return this.instance.connect();
  }

  steps(folder: string): readonly string[] {
    return this.book.below(folder);
  }

  query<Row>(name: string, values?: WarehouseValues, slots?: SlotValues, signal?: AbortSignal): Promise<Answer<Row>> {
    return this.apart((connection) =>
      stoppable(
        signal,
        () => connection.interrupt(),
        () => this.session(connection).query<Row>(name, values, slots),
      ),
    );
  }

  async transaction<Result>(
    work: (session: WarehouseSession) => Promise<Result>,
    signal?: AbortSignal,
  ): Promise<Result> {
    const connection = this.idle.pop() ?? (await this.connect());
    const session = this.session(connection);
    let sound = true;
    try {
      await connection.run('BEGIN');
      const result = await stoppable(
        signal,
        () => connection.interrupt(),
        () => work(session),
      );
      await connection.run('COMMIT');
      return result;
    } catch (error) {
      await connection.run('ROLLBACK').catch(() => (sound = false));
      throw error;
    } finally {
      if (sound && this.held && !session.entered) this.idle.push(connection);
      else connection.disconnectSync();
    }
  }

  ask(select: CheckedSelect, values: readonly AskedValue[], limits: AskLimits): Promise<AskedRows> {
    return this.asking((asking) => askDuckDb(asking, this.book, select, values, limits));
  }

  explain(select: CheckedSelect, values: readonly AskedValue[], limits: AskLimits): Promise<string> {
    return this.asking((asking) => explainDuckDb(asking, this.book, select, values, limits));
  }

  private asking<Result>(work: (asking: DuckDbAsking) => Promise<Result>): Promise<Result> {
    return this.apart((connection) => work({ connection, diskBytes: this.options.spillBytes }));
  }

  describe(select: CheckedSelect, values: readonly AskedValue[], limits: AskLimits): Promise<AskedColumn[]> {
    return this.asking((asking) => describeDuckDb(asking, this.book, select, values, limits));
  }

  /** On a connection that nobody else uses, before or after. */
  private async apart<Result>(work: (connection: DuckDBConnection) => Promise<Result>): Promise<Result> {
    const connection = await this.connect();
    try {
      return await work(connection);
    } finally {
      connection.disconnectSync();
    }
  }

  private session(connection: DuckDBConnection): DuckDbSession {
    const { objects, fetchFolder, spillBytes } = this.options;
    return new DuckDbSession(connection, this.book, objects, fetchFolder, spillBytes);
  }

  private async prepare(instance: DuckDBInstance): Promise<void> {
    const connection = await instance.connect();
    const run = <Row>(name: string, slots?: SlotValues): Promise<Row[]> =>
      runStatement<Row>(connection, this.book.statement(name, slots));
    try {
      await run('setting/set_time_zone');
      const { spillBytes } = this.options;
      if (spillBytes !== undefined) await run('setting/limit_disk', { kibibytes: Math.ceil(spillBytes / 1_024) });
      await prepareTables(this.session(connection), {
        book: this.book,
        own: 'main',
        companyCurrency: this.options.companyCurrency,
      });
      const folders = [...this.options.folders, this.options.fetchFolder];
      await run('setting/set_allowed_directories', { folders: folders.map(literal).join(', ') });
      await run('setting/refuse_external_access');
      await run('setting/lock_configuration');
      const [row] = await run<{ version: string }>('setting/find_version');
      this.version = row?.version ?? '';
    } finally {
      connection.disconnectSync();
    }
  }
}

/** A disk that was full, or a kill, while the file was made leaves it empty: it holds nothing, and DuckDB takes it for no database. */
async function removeIfEmpty(path: string): Promise<void> {
  const found = await stat(path).catch(() => undefined);
  if (found?.isFile() === true && found.size === 0) await rm(path);
}

/** DuckDB matches folders by their text: with a separator at the end, so that no neighbour's name begins the same. */
const literal = (folder: string): string => `'${folder.replaceAll("'", "''").replace(/\/*$/, '/')}'`;

/** DuckDB's words for a file that is damaged, cut short or of a later version; a lock or a full disk is none of these. */
const broken = /not a valid DuckDB|corrupt|checksum|enough bytes|seriali[sz]ation|newer version/i;

/** One sentence, and for a broken file what can be done: nothing is in it alone. */
function whyClosed({ message }: Error, path: string): string {
  const why = `The warehouse cannot be opened: ${message.split('\n')[0]}`;
  return broken.test(message)
    ? `${why} Move ${path} and ${path}.wal away, and everything is loaded again from the buckets.`
    : why;
}
