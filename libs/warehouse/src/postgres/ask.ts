import type pg from 'pg';
import { invalid } from '#libs/errors';
import type { CheckedSelect } from '../ask/check-select.js';
import type { AskedRows, AskedValue, AskLimits } from '../ask/asking.js';
import { qualified } from '../sql-text.js';
import type { StatementBook } from '../statement-book.js';
import { askedTypes } from './value.js';

const cancelled = '57014';

/** A connection of the warehouse, and how to stop what it is at from another one. */
export interface AskingClient {
  readonly client: pg.ClientBase;
  readonly stoppable: <Result>(signal: AbortSignal | undefined, work: () => Promise<Result>) => Promise<Result>;
}

/** Within a transaction as the reading role, which owns nothing and sees what is published. */
export async function askPostgres(
  asking: AskingClient,
  book: StatementBook,
  select: CheckedSelect,
  values: readonly AskedValue[],
  limits: AskLimits,
): Promise<AskedRows> {
  const { text } = book.statement('ask/select_limited', { question: select.text, rows: limits.rows + 1 });
  const { rows, fields } = await asReader(asking, book, select, limits, () =>
    asking.client.query<unknown[]>({ text, values: [...values], rowMode: 'array', types: askedTypes }),
  );
  const truncated = rows.length > limits.rows;
  return { columns: fields.map(({ name }) => name), rows: truncated ? rows.slice(0, limits.rows) : rows, truncated };
}

export async function explainPostgres(
  asking: AskingClient,
  book: StatementBook,
  select: CheckedSelect,
  values: readonly AskedValue[],
  limits: AskLimits,
): Promise<string> {
  const { text } = book.statement('ask/explain_question', { question: select.text });
  const { rows } = await asReader(asking, book, select, limits, () =>
    asking.client.query<[string]>({ text, values: [...values], rowMode: 'array' }),
  );
  return rows.map(([line]) => line).join('\n');
}

async function asReader<Result>(
  asking: AskingClient,
  book: StatementBook,
  { relations }: CheckedSelect,
  { milliseconds, signal }: AskLimits,
  work: () => Promise<Result>,
): Promise<Result> {
  const { client } = asking;
  try {
    return await asking.stoppable(signal, async () => {
      for (const relation of relations.filter((name) => !name.startsWith('published.')))
        await letRead(client, book, relation, milliseconds);
      await client.query('BEGIN');
      await client.query(book.statement('ask/limit_time', { milliseconds }).text);
      for (const step of book.below('ask/begin/')) await client.query(book.statement(step).text);
      return work();
    });
  } catch (error) {
    signal?.throwIfAborted();
    throw failure(error, milliseconds);
  } finally {
    await client.query('ROLLBACK').catch(() => undefined);
  }
}

/**
 * The reading role may read a table of the company from the first question about it on; whether it is published still is
 * asked each time, of the text. In a transaction of its own, or a slow question would keep the next from beginning.
 */
async function letRead(
  client: pg.ClientBase,
  book: StatementBook,
  relation: string,
  milliseconds: number,
): Promise<void> {
  const schema = relation.split('.')[0] ?? '';
  const { text } = book.statement('ask/may_read');
  const { rows } = await client.query<{ may_read: boolean }>(text, [schema, qualified(relation)]);
  if (rows[0]?.may_read === true) return;
  await client.query('BEGIN');
  await client.query(book.statement('ask/limit_time', { milliseconds }).text);
  await client.query(book.statement('ask/grant_schema', { schema }).text);
  await client.query(book.statement('ask/grant_relation', { relation: qualified(relation) }).text);
  await client.query('COMMIT');
}

function failure(error: unknown, milliseconds: number): unknown {
  const { code, message } = error as { code?: string; message?: string };
  if (code === cancelled)
    return invalid(`The question took more than ${milliseconds / 1_000} s and was stopped: ask for less.`);
  // Anything that the server says of the text; a broken connection has no such code.
  if (/^(2[0-9]|4[0-9])[0-9A-Z]{3}$/.test(code ?? '')) return invalid(`The warehouse refuses the question: ${message}`);
  return error;
}
