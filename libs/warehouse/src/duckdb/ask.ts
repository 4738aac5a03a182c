import type { DuckDBConnection } from '@duckdb/node-api';
import { checkDuckDbTree } from '../ask/check-duckdb-tree.js';
import type { CheckedSelect } from '../ask/check-select.js';
import type { AskedColumn, AskedRows, AskedValue, AskLimits } from '../ask/asking.js';
import type { StatementBook } from '../statement-book.js';
import { stoppable } from '../stoppable.js';
import { tookTooLong } from '../ask/too-much.js';
import { duckDbRefusal } from './refusal.js';
import { runStatement } from './statement.js';
import { askedFromDuckDb, askedTypeOf } from './value.js';

/** A connection of the question's own, and how much of the disk DuckDB may take: undefined is what is free. */
export interface DuckDbAsking {
  readonly connection: DuckDBConnection;
  readonly diskBytes: number | undefined;
}

/** On a connection of its own, within a transaction that can only read. */
export async function askDuckDb(
  asking: DuckDbAsking,
  book: StatementBook,
  select: CheckedSelect,
  values: readonly AskedValue[],
  limits: AskLimits,
): Promise<AskedRows> {
  const { connection } = asking;
  await check(connection, book, select);
  return withinLimits(asking, limits, async () => {
    for (const step of book.below('ask/begin/')) await connection.run(book.statement(step).text);
    const { text } = book.statement('ask/select_limited', { question: select.text, rows: limits.rows + 1 });
    const reader = await connection.runAndReadAll(text, [...values]);
    const types = reader.columnTypes();
    const rows = reader.getRows().map((cells) => cells.map((cell, index) => askedFromDuckDb(cell, types[index]!)));
    const truncated = rows.length > limits.rows;
    return { columns: reader.columnNames(), rows: truncated ? rows.slice(0, limits.rows) : rows, truncated };
  });
}

export async function describeDuckDb(
  asking: DuckDbAsking,
  book: StatementBook,
  select: CheckedSelect,
  values: readonly AskedValue[],
  limits: AskLimits,
): Promise<AskedColumn[]> {
  const { connection } = asking;
  await check(connection, book, select);
  return withinLimits(asking, limits, async () => {
    for (const step of book.below('ask/begin/')) await connection.run(book.statement(step).text);
    const { text } = book.statement('ask/select_limited', { question: select.text, rows: 0 });
    const reader = await connection.runAndReadAll(text, [...values]);
    const types = reader.columnTypes();
    return reader.columnNames().map((name, index) => ({ name, type: askedTypeOf(types[index]!) }));
  });
}

export async function explainDuckDb(
  asking: DuckDbAsking,
  book: StatementBook,
  select: CheckedSelect,
  values: readonly AskedValue[],
  limits: AskLimits,
): Promise<string> {
  const { connection } = asking;
  await check(connection, book, select);
  return withinLimits(asking, limits, async () => {
    for (const step of book.below('ask/begin/')) await connection.run(book.statement(step).text);
    const { text } = book.statement('ask/explain_question', { question: select.text });
    const reader = await connection.runAndReadAll(text, [...values]);
    return reader
      .getRows()
      .map((cells) => String(cells.at(-1)))
      .join('\n');
  });
}

async function check(connection: DuckDBConnection, book: StatementBook, select: CheckedSelect): Promise<void> {
  const [row] = await runStatement<{ tree: string }>(connection, book.statement('ask/read_tree'), {
    text: select.text,
  });
  checkDuckDbTree(row?.tree ?? '', select);
}

async function withinLimits<Result>(
  { connection, diskBytes }: DuckDbAsking,
  { milliseconds, signal }: AskLimits,
  work: () => Promise<Result>,
): Promise<Result> {
  const time = AbortSignal.timeout(milliseconds);
  try {
    return await stoppable(
      signal === undefined ? time : AbortSignal.any([signal, time]),
      () => connection.interrupt(),
      work,
    );
  } catch (error) {
    signal?.throwIfAborted();
    throw time.aborted ? tookTooLong(milliseconds) : duckDbRefusal(error, diskBytes);
  }
}
