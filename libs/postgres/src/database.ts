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

  /** Commits what `work` did, or nothing of it: any error rolls back and is thrown on. */
  async transaction<Result>(work: (transaction: Transaction) => Promise<Result>): Promise<Result> {
    const client = await this.pool.connect();
    let broken: Error | undefined;
    try {
      await client.query('BEGIN');
      const result = await work(this.on(client));
      await client.query('COMMIT');
      return result;
    } catch (error) {
      await client.query('ROLLBACK').catch((failure: Error) => (broken = failure));
      throw error;
    } finally {
      client.release(broken);
    }
  }

  /** The same statements on one connection that the caller holds. */
  on(client: pg.ClientBase): Transaction {
    const query = <Row>(name: string, values: Values = {}): Promise<Row[]> =>
      run<Row>(client, this.catalogue.statement(name), values, name);
    return {
      query,
      maybeOne: async <Row>(name: string, values?: Values) => (await query<Row>(name, values))[0],
      one: async <Row>(name: string, values?: Values) => only(name, await query<Row>(name, values)),
      rendered: <Row>(name: string, slots: SlotValues, values: Values = {}) =>
        run<Row>(client, this.catalogue.render(name, slots), values),
    };
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
