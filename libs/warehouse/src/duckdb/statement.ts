import type { DuckDBConnection } from '@duckdb/node-api';
import { positions, type Statement } from '#libs/postgres';
import { fromDuckDb, toDuckDb } from './value.js';
import type { Answer, WarehouseValue, WarehouseValues } from '../warehouse.js';

/** The rows of one statement with its values by name. */
export async function runStatement<Row>(
  connection: DuckDBConnection,
  statement: Statement,
  values: WarehouseValues = {},
): Promise<Row[]> {
  return (await answerStatement<Row>(connection, statement, values)).rows;
}

/** The same with what it wrote. */
export async function answerStatement<Row>(
  connection: DuckDBConnection,
  statement: Statement,
  values: WarehouseValues = {},
): Promise<Answer<Row>> {
  const bound = positions(statement, values).map((value) => toDuckDb(value as WarehouseValue));
  const reader = await connection.runAndReadAll(statement.text, bound);
  const names = reader.deduplicatedColumnNames();
  const types = reader.columnTypes();
  const rows = reader.getRows().map((cells) =>
    Object.fromEntries(
      names.map((name, index) => {
        const type = types[index];
        if (type === undefined) throw new Error(`The column ${name} has no type.`);
        return [name, fromDuckDb(cells[index] ?? null, type)];
      }),
    ),
  ) as Row[];
  return { rows, hash: statement.hash, written: reader.rowsChanged };
}
