import { invalid } from '#libs/errors';
import { PostgresSnapshot, type SqlCatalogue } from '#libs/postgres';
import { postgresType } from './postgres-type.js';
import { qualifiedName, quotedName } from './sql-name.js';
import type { FoundColumn, Selection, SourceReader, SourceRow } from './source-reader.js';

/** A table, view or partitioned table of a PostgreSQL server, in one transaction. */
export class PostgresReader implements SourceReader {
  private constructor(
    private readonly snapshot: PostgresSnapshot,
    private readonly catalogue: SqlCatalogue,
    /** `table`, or `schema.table`. */
    private readonly table: string,
  ) {}

  static async open(url: string, table: string, catalogue: SqlCatalogue): Promise<PostgresReader> {
    return new PostgresReader(await PostgresSnapshot.open(url), catalogue, table);
  }

  async columns(): Promise<FoundColumn[]> {
    const { text } = this.catalogue.statement('postgres/list_columns');
    const rows = await this.snapshot.query(text, [qualifiedName(this.table)]);
    if (rows.length === 0) throw invalid(`There is no table ${this.table}, or the user may not see it.`);
    return rows.map(([name, theirs]) => ({ name: name ?? '', type: postgresType(theirs ?? ''), theirs: theirs ?? '' }));
  }

  async estimate(): Promise<number | null> {
    const { text } = this.catalogue.statement('postgres/estimate_rows');
    const [row] = await this.snapshot.query(text, [qualifiedName(this.table)]);
    const rows = Number(row?.[0] ?? -1);
    return rows < 0 ? null : rows;
  }

  async greatest({ name }: FoundColumn): Promise<string | null> {
    const slots = { table: qualifiedName(this.table), cursor: name };
    const [row] = await this.snapshot.query(this.catalogue.render('postgres/find_greatest', slots).text);
    return row?.[0] ?? null;
  }

  async *rows({ columns, since }: Selection): AsyncGenerator<SourceRow> {
    const slots = {
      table: qualifiedName(this.table),
      columns: columns.map((column) => `  ${expression(column)}`).join(',\n'),
      cursor: since?.column ?? '',
    };
    const name = since === undefined ? 'postgres/list_rows' : 'postgres/list_changed_rows';
    const { text } = this.catalogue.render(name, slots);
    let line = 0;
    for await (const cells of this.snapshot.stream(text, since === undefined ? [] : [since.value]))
      yield { object: null, line: ++line, cells };
  }

  close(): Promise<void> {
    return this.snapshot.close();
  }
}

/** Bytes as base64, without the line ends that PostgreSQL puts in. */
const expression = ({ name, theirs }: FoundColumn): string =>
  theirs === 'bytea' ? `TRANSLATE(ENCODE(${quotedName(name)}, 'base64'), E'\\n', '')` : quotedName(name);
