import pg from 'pg';

/** Rows that are asked for at once: what is in memory, and not more round trips than it takes to be busy. */
const portion = 500;
const connectMs = 10_000;
const keepAliveMs = 30_000;

/** Every type as the text that the server writes. */
const types = { getTypeParser: () => (value: string | Buffer) => String(value) };

/** Within the transaction, so that a pooler in between hands them to nobody else. */
const session = [
  'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY',
  "SET LOCAL timezone = 'UTC'",
  "SET LOCAL datestyle = 'ISO, YMD'",
  "SET LOCAL intervalstyle = 'iso_8601'",
  'SET LOCAL statement_timeout = 0',
  'SET LOCAL idle_in_transaction_session_timeout = 0',
];

/**
 * Another's PostgreSQL database as it was at one moment, however long it is read. One statement at a time; cells are text,
 * times UTC.
 */
export class PostgresSnapshot {
  /** What ended the connection: later statements would only say that it cannot be used. */
  private lost: Error | undefined;

  private constructor(private readonly client: pg.Client) {
    // Whoever waits for a statement hears of it; without a listener it would end the process.
    client.on('error', (error) => (this.lost ??= error));
  }

  /** @throws TypeError for what is no URL of a server; what the server or the network says otherwise. */
  static async open(url: string): Promise<PostgresSnapshot> {
    if (!URL.canParse(url) || !/^postgres(ql)?:$/.test(new URL(url).protocol))
      throw new TypeError('It takes postgres://USER:PASSWORD@HOST:PORT/DATABASE, with ?sslmode=verify-full for TLS.');
    const client = new pg.Client({
      connectionString: url,
      application_name: 'verdict-source',
      connectionTimeoutMillis: connectMs,
      // A server that vanishes without a word is noticed in minutes, not hours.
      keepAlive: true,
      keepAliveInitialDelayMillis: keepAliveMs,
      types,
    });
    const snapshot = new PostgresSnapshot(client);
    try {
      await client.connect();
      for (const statement of session) await client.query(statement);
      return snapshot;
    } catch (error) {
      await snapshot.close();
      throw error;
    }
  }

  /** All rows at once. */
  async query(text: string, values: readonly unknown[] = []): Promise<(string | null)[][]> {
    try {
      const { rows } = await this.client.query<(string | null)[]>({ text, values: [...values], rowMode: 'array' });
      return rows;
    } catch (error) {
      throw this.lost ?? error;
    }
  }

  /** Row by row, as fast as they are taken: by a cursor, which a connection that is lost ends with an error. */
  async *stream(text: string, values: readonly unknown[] = []): AsyncGenerator<readonly (string | null)[]> {
    await this.query(`DECLARE reading NO SCROLL CURSOR FOR ${text}`, values);
    for (;;) {
      const rows = await this.query(`FETCH ${portion} FROM reading`);
      yield* rows;
      if (rows.length < portion) break;
    }
    await this.query('CLOSE reading');
  }

  /** At once, also in the middle of a stream, which then ends with an error. */
  async close(): Promise<void> {
    await this.client.end().catch(() => undefined);
  }
}
