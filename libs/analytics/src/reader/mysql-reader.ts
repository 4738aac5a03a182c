import { invalid } from '#libs/errors';
import { MysqlSnapshot } from '#libs/mysql';
import { positions, type SqlCatalogue, type Statement } from '#libs/postgres';
import { mysqlDecoder, mysqlType, type MysqlColumn } from './mysql-type.js';
import { qualifiedName, quotedName } from './sql-name.js';
import type { FoundColumn, Selection, SourceReader, SourceRow } from './source-reader.js';

/** A table of a MySQL or MariaDB server, in one transaction. */
export class MysqlReader implements SourceReader {
  private readonly known = new Map<string, MysqlColumn>();

  private constructor(
    private readonly snapshot: MysqlSnapshot,
    private readonly catalogue: SqlCatalogue,
    /** `table`, or `database.table`. */
    private readonly table: string,
  ) {}

  static async open(url: string, table: string, catalogue: SqlCatalogue): Promise<MysqlReader> {
    return new MysqlReader(await MysqlSnapshot.open(url), catalogue, table);
  }

  async columns(): Promise<FoundColumn[]> {
    const rows = await this.query(this.catalogue.statement('mysql/list_columns'), this.place());
    if (rows.length === 0) throw invalid(`There is no table ${this.table}, or the user may not read it.`);
    return rows.map(([name, dataType, columnType, precision = null, scale = null]) => {
      const column = { dataType: dataType ?? '', columnType: columnType ?? '', precision, scale };
      this.known.set(name ?? '', column);
      return { name: name ?? '', type: mysqlType(column), theirs: column.columnType };
    });
  }

  async estimate(): Promise<number | null> {
    const [row] = await this.query(this.catalogue.statement('mysql/estimate_rows'), this.place());
    return row?.[0] == null ? null : Number(row[0]);
  }

  async greatest({ name }: FoundColumn): Promise<string | null> {
    const slots = { table: qualifiedName(this.table), cursor: name };
    const [row] = await this.query(this.catalogue.render('mysql/find_greatest', slots), {});
    return row?.[0] ?? null;
  }

  async *rows({ columns, since }: Selection): AsyncGenerator<SourceRow> {
    const slots = {
      table: qualifiedName(this.table),
      columns: columns.map(({ name }) => `  ${this.expression(name)}`).join(',\n'),
      cursor: since?.column ?? '',
    };
    const statement = this.catalogue.render(since === undefined ? 'mysql/list_rows' : 'mysql/list_changed_rows', slots);
    const { text, values } = withMarks(statement, since === undefined ? {} : { since: since.value });
    const decoders = columns.map(({ name }) => mysqlDecoder(this.column(name)));
    let line = 0;
    for await (const cells of this.snapshot.stream(text, values))
      yield {
        object: null,
        line: ++line,
        cells: cells.map((cell, index) => (cell === null ? null : (decoders[index]?.(cell) ?? null))),
      };
  }

  close(): Promise<void> {
    this.snapshot.close();
    return Promise.resolve();
  }

  private query(statement: Statement, named: Readonly<Record<string, string>>): Promise<(string | null)[][]> {
    const { text, values } = withMarks(statement, named);
    return this.snapshot.query(text, values);
  }

  private place(): { schema_name: string; table_name: string } {
    const [first = '', second] = this.table.split('.');
    return second === undefined ? { schema_name: '', table_name: first } : { schema_name: first, table_name: second };
  }

  private column(name: string): MysqlColumn {
    const column = this.known.get(name);
    if (column === undefined) throw new Error(`${this.table} has no column ${name}.`);
    return column;
  }

  /** A FLOAT is written with six digits; as a DOUBLE it is written with all that it has. */
  private expression(name: string): string {
    return this.column(name).dataType === 'float' ? `${quotedName(name)} + 0e0` : quotedName(name);
  }
}

/** MySQL's client knows `?` only. */
function withMarks(statement: Statement, named: Readonly<Record<string, string>>): { text: string; values: string[] } {
  const given = positions(statement, named) as string[];
  const values: string[] = [];
  const text = statement.text.replaceAll(/\$(\d+)/g, (_, position: string) => {
    values.push(given[Number(position) - 1] ?? '');
    return '?';
  });
  return { text, values };
}
