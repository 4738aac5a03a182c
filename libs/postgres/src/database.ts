import type pg from 'pg';
import { positions, type SlotValues, type SqlCatalogue, type Statement } from './catalogue.js';

/** The injection token of the services' database. */
export const DATABASE = Symbol('DATABASE');

type Values = Readonly<Record<string, unknown>>;

/** An open transaction, passed explicitly to every repository that takes part in it. */
export interface Transaction {
  query<Row>(name: string, values?: Values): Promise<Row[]>;
  maybeOne<Row>(name: string, values?: Values): Promise<Row | undefined>;
  one<Row>(name: string, values?: Values): Promise<Row>;
  rendered<Row>(name: string, slots: SlotValues, values?: Values): Promise<Row[]>;
  /** Undoes what `work` did when it throws, and throws on; what was done before stays, and the transaction may go on. */
  attempt<Result>(work: () => Promise<Result>): Promise<Result>;
}

/** Named statements on Postgres. What `Transaction` offers runs here outside of one, each on a connection of its own. */
export class Database implements Transaction {
  constructor(
    readonly pool: pg.Pool,
    readonly catalogue: SqlCatalogue,
  ) {}

  query<Row>(name: string, values: Values = {}): Promise<Row[]> {
    return run<Row>(this.pool, this.catalogue.statement(name), values, name);
  }

  async maybeOne<Row>(name: string, values: Values = {}): Promise<Row | undefined> {
    return (await this.query<Row>(name, values))[0];
  }

  async one<Row>(name: string, values: Values = {}): Promise<Row> {
    return only(name, await this.query<Row>(name, values));
  }

  /** A statement with slots: never prepared under a name, since its text differs from call to call. */
  rendered<Row>(name: string, slots: SlotValues, values: Values = {}): Promise<Row[]> {
    return run<Row>(this.pool, this.catalogue.render(name, slots), values);
  }

  /** Outside of a transaction each statement stands for itself: there is nothing to undo. */
  attempt<Result>(work: () => Promise<Result>): Promise<Result> {
    return work();
  }

  /** Commits what `work` did, or nothing of it: any error rolls back and is thrown on. */
  async transaction<Result>(work: (transaction: Transaction) => Promise<Result>): Promise<Result> {
    const client = await this.pool.connect();
    let broken: Error | undefined;
    let refusal: unknown;
    try {
      // Waited for: should it fail, what is sent behind it would stand for itself.
      await client.query('BEGIN');
      const result = await work(this.on(client, (error) => (refusal = isAborted(error) ? refusal : error)));
      const { command } = await client.query('COMMIT');
      if (command !== 'COMMIT') throw new Error('A statement failed, and the transaction went on as if it had not.');
      return result;
    } catch (error) {
      await client.query('ROLLBACK').catch((failure: Error) => (broken = failure));
      // Of statements that were sent together, those behind the one that failed only say that one did.
      throw isAborted(error) ? (refusal ?? error) : error;
    } finally {
      client.release(broken);
    }
  }

  /** The same statements on one connection that the caller holds; `onError` hears of each that fails, in their order. */
  on(client: pg.ClientBase, onError: (error: unknown) => void = () => undefined): Transaction {
    const heard = (error: unknown): never => {
      onError(error);
      throw error;
    };
    const query = <Row>(name: string, values: Values = {}): Promise<Row[]> =>
      run<Row>(client, this.catalogue.statement(name), values, name).catch(heard);
    return {
      query,
      maybeOne: async <Row>(name: string, values?: Values) => (await query<Row>(name, values))[0],
      one: async <Row>(name: string, values?: Values) => only(name, await query<Row>(name, values)),
      rendered: <Row>(name: string, slots: SlotValues, values: Values = {}) =>
        run<Row>(client, this.catalogue.render(name, slots), values).catch(heard),
      attempt: (work) => attempt(client, work),
    };
  }
}

async function attempt<Result>(client: pg.ClientBase, work: () => Promise<Result>): Promise<Result> {
  await client.query('SAVEPOINT attempt');
  try {
    const result = await work();
    await client.query('RELEASE SAVEPOINT attempt');
    return result;
  } catch (error) {
    await client.query('ROLLBACK TO SAVEPOINT attempt');
    throw error;
  }
}

async function run<Row>(
  runner: pg.Pool | pg.ClientBase,
  statement: Statement,
  values: Values,
  preparedName?: string,
): Promise<Row[]> {
  const { rows } = await runner.query({
    ...(preparedName === undefined ? {} : { name: preparedName }),
    text: statement.text,
    values: positions(statement, values),
  });
  return rows as Row[];
}

function only<Row>(name: string, rows: readonly Row[]): Row {
  const [row] = rows;
  if (row === undefined) throw new Error(`${name} gave no row.`);
  return row;
}

const abortedTransaction = '25P02';

const isAborted = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'code' in error && error.code === abortedTransaction;
