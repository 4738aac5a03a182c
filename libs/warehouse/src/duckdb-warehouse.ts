import { mkdir } from 'node:fs/promises';
import { availableParallelism, totalmem } from 'node:os';
import { dirname } from 'node:path';
import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';
import { unavailable } from '#libs/errors';
import type { SlotValues, SqlCatalogue, Statement } from '#libs/postgres';
import { runStatement } from './duckdb-connection.js';
import type { OnQuery, Warehouse, WarehouseValues } from './warehouse.js';

export interface DuckDbOptions {
  readonly path: string;
  /** Folders that the loader reads; nothing else of the machine can be read by a statement. */
  readonly folders: readonly string[];
  readonly threads?: number;
  readonly memoryBytes?: number;
  readonly onQuery?: OnQuery;
}

const memoryShare = 0.4;

/** The embedded warehouse. DuckDB gives a file to one process at a time: open it only while holding the warehouse's lease. */
export class DuckDbWarehouse implements Warehouse {
  private instance: DuckDBInstance | undefined;
  private version = '';
  private readonly told = new Set<string>();

  constructor(
    /** Of `sql/warehouse`. */
    private readonly catalogue: SqlCatalogue,
    private readonly options: DuckDbOptions,
  ) {}

  get engine(): string {
    return `duckdb ${this.version}`.trim();
  }

  get held(): boolean {
    return this.instance !== undefined;
  }

  /** Makes what is missing of the schema. @throws VerdictError `unavailable` while another process has the file. */
  async open(): Promise<void> {
    if (this.instance !== undefined) return;
    await mkdir(dirname(this.options.path), { recursive: true });
    const instance = await DuckDBInstance.create(this.options.path, {
      threads: String(this.options.threads ?? availableParallelism()),
      memory_limit: `${Math.floor((this.options.memoryBytes ?? totalmem() * memoryShare) / 1_048_576)}MiB`,
      // At the default of 16 MiB every second batch of a busy log rewrites tables (measured: 650 against 400 ms a batch).
      checkpoint_threshold: '64MiB',
      // What the shared dialect relies on, in every session.
      integer_division: 'true',
      default_null_order: 'postgres',
    }).catch((error: Error) => {
      throw unavailable(`The warehouse cannot be opened: ${error.message.split('\n')[0]}`);
    });
    try {
      await this.prepare(instance);
    } catch (error) {
      instance.closeSync();
      throw error;
    }
    this.instance = instance;
  }

  close(): void {
    this.instance?.closeSync();
    this.instance = undefined;
  }

  /** A connection of the caller's own, for transactions; the caller disconnects it. */
  connect(): Promise<DuckDBConnection> {
    if (this.instance === undefined)
      throw unavailable('This process does not hold the warehouse; the worker that does takes its jobs.');
    return this.instance.connect();
  }

  statement(name: string, slots?: SlotValues): Statement {
    return slots === undefined ? this.catalogue.statement(name) : this.catalogue.render(name, slots);
  }

  async query<Row>(
    name: string,
    values?: WarehouseValues,
    slots?: SlotValues,
  ): Promise<{ readonly rows: Row[]; readonly hash: string }> {
    const statement = this.statement(name, slots);
    await this.tell(statement);
    const connection = await this.connect();
    try {
      return { rows: await runStatement<Row>(connection, statement, values), hash: statement.hash };
    } finally {
      connection.disconnectSync();
    }
  }

  async execute(name: string, values?: WarehouseValues, slots?: SlotValues): Promise<{ readonly hash: string }> {
    const { hash } = await this.query(name, values, slots);
    return { hash };
  }

  private async tell({ hash, name, text }: Statement): Promise<void> {
    if (this.options.onQuery === undefined || this.told.has(hash)) return;
    await this.options.onQuery({ hash, name, text });
    this.told.add(hash);
  }

  private async prepare(instance: DuckDBInstance): Promise<void> {
    const connection = await instance.connect();
    const run = <Row>(name: string, slots?: SlotValues): Promise<Row[]> =>
      runStatement<Row>(connection, this.statement(name, slots));
    try {
      const settings = 'engines/duckdb/setting';
      await run(`${settings}/set_time_zone`);
      for (const name of this.catalogue.names().filter((one) => one.startsWith('schema/'))) await run(name);
      await run(`${settings}/insert_integers`);
      for (const name of this.catalogue.names().filter((one) => one.startsWith('engines/duckdb/function/')))
        await run(name);
      await run(`${settings}/set_allowed_directories`, { folders: this.options.folders.map(quoted).join(', ') });
      await run(`${settings}/refuse_external_access`);
      await run(`${settings}/lock_configuration`);
      this.version = (await run<{ version: string }>(`${settings}/find_version`))[0]?.version ?? '';
    } finally {
      connection.disconnectSync();
    }
  }
}

/** DuckDB matches folders by their text: with a separator at the end, so that no neighbour's name begins the same. */
const quoted = (folder: string): string => `'${folder.replaceAll("'", "''").replace(/\/*$/, '/')}'`;
