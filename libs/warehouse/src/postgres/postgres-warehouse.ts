import pg from 'pg';
import { unavailable } from '#libs/errors';
import type { ObjectStore } from '#libs/objects';
import type { SlotValues, SqlCatalogue } from '#libs/postgres';
import type { AskedColumn, AskedRows, AskedValue, AskLimits } from '../ask/asking.js';
import type { CheckedSelect } from '../ask/check-select.js';
import { prepareTables } from '../prepare.js';
import { StatementBook } from '../statement-book.js';
import { stoppable } from '../stoppable.js';
import type { Answer, OnQuery, Warehouse, WarehouseSession, WarehouseValues } from '../warehouse.js';
import { askPostgres, describePostgres, explainPostgres, limitDisk, type AskingClient } from './ask.js';
import { PostgresSession } from './postgres-session.js';
import { warehouseTypes } from './value.js';

export interface PostgresWarehouseOptions {
  readonly url: string;
  readonly objects: ObjectStore;
  /** The currency of base amounts: ISO 4217. */
  readonly companyCurrency: string;
  /** How much of the server's disk a question may take while it runs; without it the server's own limit stands. */
  readonly spillBytes?: number;
  readonly onQuery?: OnQuery;
}

const connections = 4;
/** Nobody waits for an answer in milliseconds here: a busy server, or one that just starts, is given its time. */
const connectMs = 30_000;

/** PostgreSQL as the warehouse. Several processes may open it; only the one that holds the lease loads. */
export class PostgresWarehouse implements Warehouse {
  private pool: pg.Pool | undefined;
  private version = '';
  private readerProblem: string | undefined;
  /** Undefined where the user may not set it. */
  private spillBytes: number | undefined;
  private readonly prepared = new WeakSet<pg.PoolClient>();
  protected readonly book: StatementBook;

  constructor(
    /** Of `sql/warehouse`. */
    catalogue: SqlCatalogue,
    protected readonly options: PostgresWarehouseOptions,
    private readonly dialect: 'postgres' | 'redshift' = 'postgres',
  ) {
    this.book = new StatementBook(catalogue, dialect, options.onQuery);
  }

  get engine(): string {
    return `${this.dialect} ${this.version}`.trim();
  }

  get held(): boolean {
    return this.pool !== undefined;
  }

  async open(): Promise<void> {
    if (this.pool !== undefined) return;
    const pool = new pg.Pool({
      connectionString: this.options.url,
      max: connections,
      application_name: 'verdict-warehouse',
      connectionTimeoutMillis: connectMs,
      // A connection keeps its temporary tables; an hour without a batch is long enough to make them again.
      idleTimeoutMillis: 3_600_000,
      types: warehouseTypes,
    });
    // The next statement tells whoever needs to know. The pool hears it only of connections that nobody holds: one that
    // breaks between two statements of a transaction would end the process.
    pool.on('error', () => undefined);
    pool.on('connect', (client) => client.on('error', () => undefined));
    try {
      await this.prepare(pool);
    } catch (error) {
      await pool.end();
      const text = error instanceof Error ? error.message.split('\n')[0] : String(error);
      throw unavailable(`The warehouse cannot be opened: ${text}`);
    }
    this.pool = pool;
  }

  async close(): Promise<void> {
    const { pool } = this;
    this.pool = undefined;
    await pool?.end();
  }

  steps(folder: string): readonly string[] {
    return this.book.below(folder);
  }

  async query<Row>(
    name: string,
    values?: WarehouseValues,
    slots?: SlotValues,
    signal?: AbortSignal,
  ): Promise<Answer<Row>> {
    const client = await this.connection();
    try {
      return await this.stoppable(client, signal, () => this.session(client).query<Row>(name, values, slots));
    } finally {
      release(client, signal);
    }
  }

  async transaction<Result>(
    work: (session: WarehouseSession) => Promise<Result>,
    signal?: AbortSignal,
  ): Promise<Result> {
    const client = await this.connection();
    let broken: Error | undefined;
    try {
      await client.query('BEGIN');
      const result = await this.stoppable(client, signal, () => work(this.session(client)));
      await client.query('COMMIT');
      return result;
    } catch (error) {
      await client.query('ROLLBACK').catch((failure: Error) => (broken = failure));
      throw error;
    } finally {
      release(client, signal, broken);
    }
  }

  ask(select: CheckedSelect, values: readonly AskedValue[], limits: AskLimits): Promise<AskedRows> {
    return this.apart((asking) => askPostgres(asking, this.book, select, values, limits));
  }

  explain(select: CheckedSelect, values: readonly AskedValue[], limits: AskLimits): Promise<string> {
    return this.apart((asking) => explainPostgres(asking, this.book, select, values, limits));
  }

  describe(select: CheckedSelect, values: readonly AskedValue[], limits: AskLimits): Promise<AskedColumn[]> {
    return this.apart((asking) => describePostgres(asking, this.book, select, values, limits));
  }

  /** What a question has set on its connection goes with it. */
  private async apart<Result>(work: (asking: AskingClient) => Promise<Result>): Promise<Result> {
    if (this.readerProblem !== undefined)
      throw unavailable(
        `The role verdict_reader cannot be used (${this.readerProblem}): let an administrator make it.`,
      );
    const client = await this.connection();
    const asking: AskingClient = {
      client,
      diskBytes: this.spillBytes,
      stoppable: (signal, asked) => this.stoppable(client, signal, asked),
    };
    try {
      return await work(asking);
    } finally {
      client.release(true);
    }
  }

  private stoppable<Result>(
    client: pg.PoolClient,
    signal: AbortSignal | undefined,
    work: () => Promise<Result>,
  ): Promise<Result> {
    const { processID } = client as pg.PoolClient & { readonly processID: number };
    const { text } = this.book.statement('ask/cancel_backend', { process: processID });
    return stoppable(signal, () => this.tell(text), work);
  }

  /** By a connection of its own: those of the pool may all be at what is to be stopped. It is tried again by who calls. */
  private async tell(text: string): Promise<void> {
    const client = new pg.Client({ connectionString: this.options.url, connectionTimeoutMillis: connectMs });
    client.on('error', () => undefined);
    try {
      await client.connect();
      await client.query(text);
    } catch {
      // A connection that ends by itself has nothing to stop.
    } finally {
      await client.end().catch(() => undefined);
    }
  }

  protected session(client: pg.PoolClient): PostgresSession {
    return new PostgresSession(client, this.book, this.options.objects, this.spillBytes);
  }

  private async connection(): Promise<pg.PoolClient> {
    if (this.pool === undefined)
      throw unavailable('This process does not hold the warehouse; the worker that does takes its jobs.');
    return this.connect(this.pool).catch((error: Error) => {
      throw unavailable(`The warehouse does not answer: ${error.message}`);
    });
  }

  /** A connection with our settings: made once for each that the pool opens. */
  private async connect(pool: pg.Pool): Promise<pg.PoolClient> {
    const client = await pool.connect();
    if (this.prepared.has(client)) return client;
    try {
      for (const step of this.steps('session/')) await client.query(this.book.statement(step).text);
    } catch (error) {
      client.release(true);
      throw error;
    }
    this.prepared.add(client);
    return client;
  }

  /** One process at a time, or two that start together would both find a table missing. */
  private async prepare(pool: pg.Pool): Promise<void> {
    const client = await this.connect(pool);
    const session = this.session(client);
    try {
      await client.query('BEGIN');
      await session.query('setting/lock_schema');
      await session.query('setting/create_schema');
      await prepareTables(session, {
        book: this.book,
        own: 'warehouse',
        companyCurrency: this.options.companyCurrency,
      });
      const { rows } = await session.query<{ version: string }>('setting/find_version');
      this.version = rows[0]?.version ?? '';
      await client.query('COMMIT');
      this.readerProblem = await this.prepareReader(session);
      this.spillBytes = await this.settableSpill(client);
    } finally {
      client.release();
    }
  }

  /** A warehouse whose user may make no roles still loads and reports; it only answers no questions of people. */
  private async prepareReader(session: PostgresSession): Promise<string | undefined> {
    try {
      for (const step of this.steps('reader/')) await session.query(step);
      return undefined;
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  }

  /** Only superusers, and whom one has let (15 and later), may say how much disk a question gets. */
  private async settableSpill(client: pg.PoolClient): Promise<number | undefined> {
    const { spillBytes } = this.options;
    if (spillBytes === undefined) return undefined;
    await client.query('BEGIN');
    const set = await client.query(limitDisk(this.book, spillBytes)).catch(() => undefined);
    await client.query('ROLLBACK');
    return set === undefined ? undefined : spillBytes;
  }
}

/** A cancellation that is still under way would stop whatever the connection did next. */
function release(client: pg.PoolClient, signal: AbortSignal | undefined, broken?: Error): void {
  client.release(signal?.aborted === true ? true : broken);
}
