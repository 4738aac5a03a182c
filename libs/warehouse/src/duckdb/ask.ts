import type { DuckDBConnection } from '@duckdb/node-api';
import { invalid } from '#libs/errors';
import { checkDuckDbTree } from '../ask/check-duckdb-tree.js';
import type { CheckedSelect } from '../ask/check-select.js';
import type { AskedRows, AskedValue, AskLimits } from '../ask/asking.js';
import type { StatementBook } from '../statement-book.js';
import { stoppable } from '../stoppable.js';
import { runStatement } from './statement.js';
import { askedFromDuckDb } from './value.js';

/** On a connection of its own, within a transaction that can only read. */
export async function askDuckDb(
  connection: DuckDBConnection,
  book: StatementBook,
  select: CheckedSelect,
  values: readonly AskedValue[],
  limits: AskLimits,
): Promise<AskedRows> {
  await check(connection, book, select);
  return withinLimits(connection, limits, async () => {
    for (const step of book.below('ask/begin/')) await connection.run(book.statement(step).text);
    const { text } = book.statement('ask/select_limited', { question: select.text, rows: limits.rows + 1 });
    const reader = await connection.runAndReadAll(text, [...values]);
    const types = reader.columnTypes();
    const rows = reader.getRows().map((cells) => cells.map((cell, index) => askedFromDuckDb(cell, types[index]!)));
    const truncated = rows.length > limits.rows;
    return { columns: reader.columnNames(), rows: truncated ? rows.slice(0, limits.rows) : rows, truncated };
  });
}

export async function explainDuckDb(
  connection: DuckDBConnection,
  book: StatementBook,
  select: CheckedSelect,
  values: readonly AskedValue[],
  limits: AskLimits,
): Promise<string> {
  await check(connection, book, select);
  return withinLimits(connection, limits, async () => {
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
  connection: DuckDBConnection,
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
    if (time.aborted)
      throw invalid(`The question took more than ${milliseconds / 1_000} s and was stopped: ask for less.`);
    const detail = String((error as { message?: unknown }).message).split('\n')[0] ?? '';
    throw invalid(`The warehouse refuses the question: ${detail}`);
  }
}
