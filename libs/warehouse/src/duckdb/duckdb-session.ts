import { join } from 'node:path';
import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { listValue, LIST, VARCHAR, type DuckDBConnection } from '@duckdb/node-api';
import type { ObjectStore } from '#libs/objects';
import type { SlotValues } from '#libs/postgres';
import { checkDuckDbTree } from '../ask/check-duckdb-tree.js';
import { columnList, qualified, quoted, sqlType } from '../sql-text.js';
import type { StatementBook } from '../statement-book.js';
import {
  UnreadableData,
  type Answer,
  type ApartStatement,
  type CopyColumn,
  type CopyTarget,
  type WarehouseSession,
  type WarehouseValues,
} from '../warehouse.js';
import { duckDbRefusal } from './refusal.js';
import { answerStatement, runStatement } from './statement.js';

/** One connection to DuckDB within a transaction. */
export class DuckDbSession implements WarehouseSession {
  /** Whether a statement that ran apart has failed: names are not those of our own tables then. */
  entered = false;

  constructor(
    private readonly connection: DuckDBConnection,
    private readonly book: StatementBook,
    private readonly objects: ObjectStore,
    /** Where objects that are no files are fetched to; one of the folders that DuckDB may read. */
    private readonly fetchFolder: string,
    /** How much of the disk DuckDB may take; undefined is what is free. */
    private readonly spillBytes: number | undefined,
  ) {}

  steps(folder: string): readonly string[] {
    return this.book.below(folder);
  }

  async query<Row>(name: string, values?: WarehouseValues, slots?: SlotValues): Promise<Answer<Row>> {
    const statement = this.book.statement(name, slots);
    await this.book.tell(statement);
    return answerStatement<Row>(this.connection, statement, values);
  }

  /** DuckDB has no roles: the tree of what people wrote says that it reads nothing else. */
  async queryApart({ name, values, slots, selects, target }: ApartStatement): Promise<Answer<never>> {
    for (const select of selects) {
      const [row] = await runStatement<{ tree: string }>(this.connection, this.book.statement('ask/read_tree'), {
        text: select.text,
      });
      checkDuckDbTree(row?.tree ?? '', select);
    }
    const table = target.temporary ? quoted(target.table) : qualified(`main.${target.table}`);
    this.entered = true;
    for (const step of this.steps('aggregate/enter/')) await this.query(step, {}, { target: table });
    const answer = await this.query<never>(name, values, { ...slots, target: table }).catch((error: unknown) => {
      throw duckDbRefusal(error, this.spillBytes);
    });
    for (const step of this.steps('aggregate/leave/')) await this.query(step, {}, { target: table });
    this.entered = false;
    return answer;
  }

  async copy({ table, columns }: CopyTarget, objects: readonly string[]): Promise<void> {
    if (objects.length === 0) return;
    const { text } = this.book.statement('load/copy_lines', {
      table: qualified(table),
      columns: columnList(columns.map(({ name }) => name)),
      values: columns.map((column) => `  ${valueOf(column)}`).join(',\n'),
      fields: columns.map(({ name, type }) => `    ${quoted(name)}: '${fieldType(type)}'`).join(',\n'),
    });
    const fetched: string[] = [];
    try {
      const paths: string[] = [];
      for (const object of objects) paths.push(this.objects.localPath?.(object) ?? (await this.fetch(object, fetched)));
      await this.connection.run(text, [listValue(paths)], [LIST(VARCHAR)]);
    } catch (error) {
      throw isDataError(error) ? new UnreadableData(error.message) : error;
    } finally {
      await Promise.all(fetched.map((path) => rm(path, { force: true })));
    }
  }

  private async fetch(object: string, fetched: string[]): Promise<string> {
    const path = join(this.fetchFolder, object.replaceAll('/', '+'));
    fetched.push(path);
    await pipeline(await this.objects.get(object), createWriteStream(path));
    return path;
  }
}

function valueOf({ name, type }: CopyColumn): string {
  const field = `line.${quoted(name)}`;
  if (type === 'epoch_ms') return `epoch_ms(${field})`;
  // DuckDB takes "no" for FALSE; nothing but JSON's own true and false is a truth here.
  if (type === 'boolean')
    return `CASE ${field} WHEN 'true' THEN TRUE WHEN 'false' THEN FALSE ELSE CASE WHEN ${field} IS NOT NULL THEN error('no boolean') END END`;
  return field;
}

function fieldType(type: CopyColumn['type']): string {
  if (type === 'epoch_ms') return 'BIGINT';
  if (type === 'boolean') return 'VARCHAR';
  return type === 'object' ? 'JSON' : sqlType(type);
}

const isDataError = (error: unknown): error is { readonly message: string } =>
  typeof error === 'object' &&
  error !== null &&
  'message' in error &&
  /^(Invalid Input|Conversion|Out of Range|IO) Error/.test(String(error.message));
