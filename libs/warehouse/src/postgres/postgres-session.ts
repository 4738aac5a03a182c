import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import type { ObjectStore } from '#libs/objects';
import { positions, type SlotValues } from '#libs/postgres';
import { lineCheck } from '../load/row-check.js';
import { columnList, qualified, quoted } from '../sql-text.js';
import type { StatementBook } from '../statement-book.js';
import { grantRelation, limitDisk } from './ask.js';
import { refusalOf } from './refusal.js';
import {
  UnreadableData,
  type Answer,
  type ApartStatement,
  type CopyColumn,
  type CopyTarget,
  type WarehouseSession,
  type WarehouseValues,
} from '../warehouse.js';

/** One connection to PostgreSQL. */
export class PostgresSession implements WarehouseSession {
  constructor(
    protected readonly client: pg.ClientBase,
    protected readonly book: StatementBook,
    protected readonly objects: ObjectStore,
    /** How much of the server's disk what people wrote may take; undefined where we cannot say. */
    private readonly diskBytes?: number,
  ) {}

  steps(folder: string): readonly string[] {
    return this.book.below(folder);
  }

  async query<Row>(name: string, values: WarehouseValues = {}, slots?: SlotValues): Promise<Answer<Row>> {
    const statement = this.book.statement(name, slots);
    await this.book.tell(statement);
    const bound = positions(statement, values).map((value) => (value instanceof Date ? timestamp(value) : value));
    const { rows, command, rowCount } = await this.client.query({ text: statement.text, values: bound });
    const written = writing.has(command) ? (rowCount ?? 0) : 0;
    return { rows: rows as Row[], hash: statement.hash, written };
  }

  /** As the reading role, which may write to the one table until it is taken back in the same transaction. */
  async queryApart({ name, values, slots, selects, target }: ApartStatement): Promise<Answer<never>> {
    const relations = selects.flatMap((select) => select.relations);
    for (const relation of new Set(relations.filter((one) => !one.startsWith('published.'))))
      await grantRelation(this.client, this.book, relation);
    const table = target.temporary ? quoted(target.table) : qualified(`warehouse.${target.table}`);
    const { diskBytes } = this;
    if (diskBytes !== undefined) await this.client.query(limitDisk(this.book, diskBytes));
    for (const step of this.steps('aggregate/enter/')) await this.query(step, {}, { target: table });
    const answer = await this.query<never>(name, values, { ...slots, target: table }).catch((error: unknown) => {
      throw refusalOf(error, { milliseconds: Infinity, diskBytes }, 0);
    });
    for (const step of this.steps('aggregate/leave/')) await this.query(step, {}, { target: table });
    if (diskBytes !== undefined) await this.query('ask/free_disk');
    return answer;
  }

  async copy({ table, columns }: CopyTarget, objects: readonly string[]): Promise<void> {
    const { text } = this.book.statement('load/copy_lines', {
      table: qualified(table),
      columns: columnList(columns.map(({ name }) => name)),
    });
    await pipeline(Readable.from(this.rows(columns, objects)), this.client.query(copyFrom(text)));
  }

  /** Rows in COPY's text format, some thousand a piece. @throws UnreadableData for a line that is no row. */
  private async *rows(columns: readonly CopyColumn[], objects: readonly string[]): AsyncGenerator<string> {
    const check = lineCheck(columns);
    for (const object of objects) {
      let piece = '';
      for await (const line of this.lines(object)) {
        const checked = check(line);
        if ('rule' in checked) throw new UnreadableData(`${object}: ${checked.rule}`);
        piece += `${columns.map(({ name, type }) => cell(checked.row[name], type)).join('\t')}\n`;
        if (piece.length < pieceLength) continue;
        yield piece;
        piece = '';
      }
      if (piece !== '') yield piece;
    }
  }

  private async *lines(object: string): AsyncGenerator<string> {
    const stored = await this.objects.get(object);
    const text = object.endsWith('.gz') ? stored.pipe(createGunzip()) : stored;
    // An error of the first stream ends the second only where somebody tells it.
    if (text !== stored) stored.on('error', (error) => text.destroy(error));
    try {
      for await (const line of createInterface({ input: text, crlfDelay: Infinity })) if (line !== '') yield line;
    } catch (error) {
      throw isGzipError(error) ? new UnreadableData(`${object}: gzip`) : error;
    }
  }
}

const pieceLength = 65_536;
/** Commands whose count is of rows that they wrote. */
const writing = new Set(['INSERT', 'UPDATE', 'DELETE', 'MERGE']);

const isGzipError = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'code' in error && String(error.code).startsWith('Z_');

/** UTC without a zone, as TIMESTAMP reads it. */
const timestamp = (time: Date): string => time.toISOString().slice(0, -1);

const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };

function cell(value: unknown, type: CopyColumn['type']): string {
  if (value === null || value === undefined) return '\\N';
  if (type === 'epoch_ms') return timestamp(new Date(value as number));
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.replaceAll(/[\\\n\r\t]/g, (character) => escapes[character] ?? character);
}
