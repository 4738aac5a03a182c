import type pg from 'pg';
import type { CheckedSelect } from '../ask/check-select.js';
import type { AskedColumn, AskedRows, AskedValue, AskLimits } from '../ask/asking.js';
import { qualified } from '../sql-text.js';
import type { StatementBook } from '../statement-book.js';
import { refusalOf } from './refusal.js';
import { askedTypeOf, askedTypes } from './value.js';

/** A connection of the warehouse, and how to stop what it is at from another one. */
export interface AskingClient {
  readonly client: pg.ClientBase;
  /** How much of the server's disk a question may take; undefined where we cannot say. */
  readonly diskBytes: number | undefined;
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

export async function describePostgres(
  asking: AskingClient,
  book: StatementBook,
  select: CheckedSelect,
  values: readonly AskedValue[],
  limits: AskLimits,
): Promise<AskedColumn[]> {
  const { text } = book.statement('ask/select_limited', { question: select.text, rows: 0 });
  const { fields } = await asReader(asking, book, select, limits, () =>
    asking.client.query<unknown[]>({ text, values: [...values], rowMode: 'array' }),
  );
  return fields.map(({ name, dataTypeID }) => ({ name, type: askedTypeOf(dataTypeID) }));
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
  const { client, diskBytes } = asking;
  const began = performance.now();
  try {
    return await asking.stoppable(signal, async () => {
      for (const relation of relations.filter((name) => !name.startsWith('published.')))
        await letRead(client, book, relation, milliseconds);
      await client.query('BEGIN');
      await client.query(book.statement('ask/limit_time', { milliseconds }).text);
      if (diskBytes !== undefined) await client.query(limitDisk(book, diskBytes));
      for (const step of book.below('ask/begin/')) await client.query(book.statement(step).text);
      return work();
    });
  } catch (error) {
    signal?.throwIfAborted();
    throw refusalOf(error, { milliseconds, diskBytes }, performance.now() - began);
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
  if (await mayRead(client, book, relation)) return;
  await client.query('BEGIN');
  await client.query(book.statement('ask/limit_time', { milliseconds }).text);
  await grantRelation(client, book, relation);
  await client.query('COMMIT');
}

async function mayRead(client: pg.ClientBase, book: StatementBook, relation: string): Promise<boolean> {
  const { text } = book.statement('ask/may_read');
  const { rows } = await client.query<{ may_read: boolean }>(text, [schemaOf(relation), qualified(relation)]);
  return rows[0]?.may_read === true;
}

/** Within the caller's transaction: the reading role may read a table of the company. */
export async function grantRelation(client: pg.ClientBase, book: StatementBook, relation: string): Promise<void> {
  if (await mayRead(client, book, relation)) return;
  await client.query(book.statement('ask/grant_schema', { schema: schemaOf(relation) }).text);
  await client.query(book.statement('ask/grant_relation', { relation: qualified(relation) }).text);
}

const schemaOf = (relation: string): string => relation.split('.')[0] ?? '';

const bytesOfKilobyte = 1_024;

/** PostgreSQL counts in kilobytes. */
export const limitDisk = (book: StatementBook, bytes: number): string =>
  book.statement('ask/limit_disk', { kilobytes: Math.ceil(bytes / bytesOfKilobyte) }).text;
