import type { Readable } from 'node:stream';
import type { Connection } from 'mysql2';
import { connectionOptions } from './connection-options.js';

/** Cells of a row in the order of the statement's columns, as the server wrote them; null is NULL. */
export type MysqlCells = readonly (Buffer | null)[];

/** Rows that wait between the socket and whoever reads; beyond them the socket is paused. */
const rowsAhead = 200;

const session = [
  // Names in double quotes, as everywhere else; and text literals that end where the client thinks they do.
  "SET SESSION sql_mode = 'ANSI_QUOTES', time_zone = '+00:00', /*M! max_statement_time = 0, */ /*!50708 max_execution_time = 0, */ net_write_timeout = 600",
  'SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ',
  'START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY',
];

/**
 * A MySQL or MariaDB database as it was at one moment (in tables of InnoDB: others know no transactions), however long it
 * is read. One statement at a time; times are UTC.
 */
export class MysqlSnapshot {
  private reading: Readable | undefined;

  private constructor(private readonly connection: Connection) {}

  /** @throws TypeError for what is no URL of a server; what the server or the network says otherwise. */
  static async open(url: string): Promise<MysqlSnapshot> {
    // Who has no such source does not load the client.
    const { createConnection } = await import('mysql2');
    const connection = createConnection(connectionOptions(url));
    const snapshot = new MysqlSnapshot(connection);
    // A connection that is lost tells whoever waits for all rows, and not whoever streams them: that would wait for ever.
    connection.on('error', (error: Error) => snapshot.reading?.destroy(error));
    try {
      await new Promise<void>((resolve, reject) =>
        connection.connect((error) => (error === null ? resolve() : reject(error))),
      );
      for (const statement of session) await snapshot.query(statement);
      return snapshot;
    } catch (error) {
      snapshot.close();
      throw error;
    }
  }

  /** All rows at once, their cells as text. `?` in the text stands for the values. */
  query(text: string, values: readonly string[] = []): Promise<(string | null)[][]> {
    return new Promise((resolve, reject) => {
      this.connection.query(
        { sql: text, values: [...values], rowsAsArray: true, typeCast: false },
        (error, rows: unknown) => {
          if (error !== null) reject(error);
          else resolve(Array.isArray(rows) ? (rows as MysqlCells[]).map((cells) => cells.map(textOf)) : []);
        },
      );
    });
  }

  /** Row by row, as fast as they are taken. */
  stream(text: string, values: readonly string[] = []): AsyncIterable<MysqlCells> {
    const query = this.connection.query({ sql: text, values: [...values], rowsAsArray: true, typeCast: false });
    this.reading = query.stream({ highWaterMark: rowsAhead });
    return this.reading as AsyncIterable<MysqlCells>;
  }

  /** At once, also in the middle of a stream, which then ends with an error. */
  close(): void {
    this.reading?.destroy(new Error('The reading was given up.'));
    this.connection.destroy();
  }
}

const textOf = (cell: Buffer | null): string | null => cell?.toString('utf8') ?? null;
