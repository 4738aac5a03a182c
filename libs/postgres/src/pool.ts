import pg from 'pg';
import { TurnSocket } from './turn-socket.js';

const int8 = 20;
const date = 1082;

/** Postgres' bigint as a number: every bigint that we store (positions, µs, minor units) is below 2^53, and this proves it. */
function parseBigint(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`The bigint ${text} does not fit a number exactly.`);
  return value;
}

const types = {
  getTypeParser(oid: number, format?: 'text' | 'binary'): unknown {
    if (format !== 'binary' && oid === int8) return parseBigint;
    if (format !== 'binary' && oid === date) return (text: string) => text;
    return pg.types.getTypeParser(oid, format);
  },
};

const startupOptions = (settings: Readonly<Record<string, string>>): string =>
  Object.entries(settings)
    .map(([name, value]) => `-c ${name}=${value}`)
    .join(' ');

/**
 * A pool of connections. bigint arrives as a number, date as text (YYYY-MM-DD), numeric as text, timestamptz as Date.
 * `statementTimeoutMs` is the server's own limit for each statement on these connections; 0 for none. A transaction may
 * lift it. After `silenceMs` without an answer a connection is closed, whatever its transaction has lifted: for those who
 * cannot wait for a server or a network that says nothing any more. `settings` are the server's, for these connections.
 */
export function createPool(
  url: string,
  options: {
    readonly max: number;
    readonly applicationName: string;
    readonly statementTimeoutMs?: number;
    readonly silenceMs?: number;
    readonly settings?: Readonly<Record<string, string>>;
  },
): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max: options.max,
    application_name: options.applicationName,
    connectionTimeoutMillis: 3_000,
    idleTimeoutMillis: 30_000,
    // Statements of a transaction that do not need each other's answers are sent together: one wait for all of them.
    pipeline: true,
    stream: () => new TurnSocket(),
    statement_timeout: options.statementTimeoutMs ?? 60_000,
    ...(options.silenceMs === undefined ? {} : { query_timeout: options.silenceMs }),
    ...(options.settings === undefined ? {} : { options: startupOptions(options.settings) }),
    types,
  });
  // An idle connection that breaks is replaced by the pool; the next query tells whoever needs to know. The pool hears it
  // only of those that nobody holds: one that breaks between two statements of a transaction would end the process.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}
