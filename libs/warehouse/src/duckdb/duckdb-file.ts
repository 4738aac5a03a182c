import { mkdtemp, rm, stat, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';
import { invalid } from '#libs/errors';
import { withoutHeader, type SlotValues, type SqlCatalogue } from '#libs/postgres';
import { StatementBook } from '../statement-book.js';
import type { Answer, OnQuery, Statements, WarehouseValues } from '../warehouse.js';
import { answerStatement, runStatement } from './statement.js';

export interface DuckDbFileOptions {
  /** Of `sql/warehouse`. */
  readonly catalogue: SqlCatalogue;
  readonly path: string;
  /** What does not fit is set aside on the disk. */
  readonly memoryBytes: number;
  readonly threads?: number;
  readonly onQuery?: OnQuery;
}

/** What an experiment's sums are made of. */
const tables = ['experiment_unit', 'experiment_exclusion', 'experiment_unit_amount', 'experiment_sum'];

/**
 * One file, read by a DuckDB of its own that can open nothing else: no other file, no network. It is known there by another
 * name, since DuckDB takes some letters of a name for a pattern.
 */
export class DuckDbFile implements Statements {
  private constructor(
    private readonly instance: DuckDBInstance,
    private readonly connection: DuckDBConnection,
    private readonly book: StatementBook,
    /** The file's name for DuckDB, in a folder that goes with this. */
    readonly path: string,
    readonly engine: string,
  ) {}

  /** @throws VerdictError `invalid` where there is no such file */
  static async open({ catalogue, path, memoryBytes, threads, onQuery }: DuckDbFileOptions): Promise<DuckDbFile> {
    const found = await stat(path).catch(() => undefined);
    if (found?.isFile() !== true) throw invalid(`There is no file ${path}.`);
    const folder = await mkdtemp(join(tmpdir(), 'verdict-analyse-'));
    try {
      const link = join(folder, `input${endingOf(path)}`);
      await symlink(resolve(path), link);
      const instance = await DuckDBInstance.create(':memory:', {
        memory_limit: `${Math.floor(memoryBytes / 1_048_576)}MiB`,
        temp_directory: join(folder, 'spilled'),
        integer_division: 'true',
        default_null_order: 'postgres',
        ...(threads === undefined ? {} : { threads: String(threads) }),
      });
      const book = new StatementBook(catalogue, 'duckdb', onQuery);
      const connection = await instance.connect();
      const run = <Row>(name: string, slots?: SlotValues): Promise<Row[]> =>
        runStatement<Row>(connection, book.statement(name, slots));
      for (const table of tables) await run(`schema/create_${table}`);
      await run('setting/set_time_zone');
      await run('setting/set_allowed_paths', { paths: `'${link.replaceAll("'", "''")}'` });
      await run('setting/refuse_external_access');
      await run('setting/lock_configuration');
      const [row] = await run<{ version: string }>('setting/find_version');
      return new DuckDbFile(instance, connection, book, link, `duckdb ${row?.version ?? ''}`);
    } catch (error) {
      await rm(folder, { recursive: true, force: true });
      throw error;
    }
  }

  steps(folder: string): readonly string[] {
    return this.book.below(folder);
  }

  async query<Row>(name: string, values?: WarehouseValues, slots?: SlotValues): Promise<Answer<Row>> {
    const statement = this.book.statement(name, slots);
    await this.book.tell(statement);
    return answerStatement<Row>(this.connection, statement, values);
  }

  /** The names of the columns that a statement of the path answers with. */
  async names(name: string, slots?: SlotValues): Promise<string[]> {
    return (await this.connection.runAndReadAll(this.book.statement(name, slots).text, [this.path])).columnNames();
  }

  /** A statement as a part of another one. */
  part(name: string, slots: SlotValues = {}): string {
    return withoutHeader(this.book.statement(name, slots));
  }

  async close(): Promise<void> {
    this.connection.disconnectSync();
    this.instance.closeSync();
    await rm(dirname(this.path), { recursive: true, force: true });
  }
}

/** What a reader goes by: `.csv.gz`. */
const endingOf = (path: string): string => /(\.[a-z0-9]+)?(\.gz)?$/i.exec(basename(path))?.[0].toLowerCase() ?? '';
