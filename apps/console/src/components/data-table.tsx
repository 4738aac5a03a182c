import type { ReactNode } from 'react';
import { Scroll } from './scroll.js';

export interface Column<Row> {
  readonly name: string;
  readonly cell: (row: Row) => ReactNode;
  /** Its cell is the heading of the row: what the row is about. */
  readonly heading?: boolean;
  /** To the right, digit under digit. */
  readonly number?: boolean;
  /** Short enough never to break: a badge, a time. */
  readonly nowrap?: boolean;
  /** The cells say it all: where rows are blocks its name is left out; `always`, in the head of the table too. */
  readonly unnamed?: boolean | 'always';
  /** Where its cell says all that there is to say, it takes the place of those after it. */
  readonly isLast?: (row: Row) => boolean;
  /** Left out where the window is narrow: to be found on the page that the row leads to. */
  readonly wideOnly?: boolean;
}

interface DataTableProps<Row> {
  /** What the table shows; read out before it. */
  readonly caption: string;
  /** False where a heading above says the same to the eye. */
  readonly captionShown?: boolean;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row) => string | number;
  /** `list`: rows that lead on; `compact`: a few short columns, which fit any window. */
  readonly kind?: 'list' | 'compact';
  readonly isCurrent?: (row: Row) => boolean;
}

/** Every table of the console. Where the window is narrow each row becomes a block, its cells with their columns' names. */
export function DataTable<Row>(props: DataTableProps<Row>): ReactNode {
  const { caption, captionShown = false, columns, rows, keyOf, kind, isCurrent } = props;
  return (
    <Scroll label={caption}>
      <table className={kind === 'compact' ? 'compact' : `stacks ${kind ?? ''}`}>
        <caption className={captionShown ? undefined : 'unseen'}>{caption}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column.name} scope="col" className={classOf(column)}>
                {column.unnamed === 'always' ? <span className="unseen">{column.name}</span> : column.name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={keyOf(row)} aria-current={isCurrent?.(row) ? 'true' : undefined}>
              <Cells columns={columns} row={row} />
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}

function Cells<Row>({ columns, row }: Pick<DataTableProps<Row>, 'columns'> & { readonly row: Row }): ReactNode {
  const last = columns.findIndex(({ isLast }) => isLast?.(row));
  if (last < 0) return columns.map((column) => <Cell key={column.name} column={column} row={row} />);
  return columns
    .slice(0, last + 1)
    .map((column, index) => (
      <Cell key={column.name} column={column} row={row} span={index === last ? columns.length - last : 1} />
    ));
}

interface CellProps<Row> {
  readonly column: Column<Row>;
  readonly row: Row;
  readonly span?: number;
}

function Cell<Row>({ column, row, span = 1 }: CellProps<Row>): ReactNode {
  if (column.heading)
    return (
      <th scope="row" className={classOf(column)}>
        {column.cell(row)}
      </th>
    );
  return (
    <td className={classOf(column)} colSpan={span} data-column={column.unnamed ? undefined : column.name}>
      {column.cell(row)}
    </td>
  );
}

function classOf<Row>({ number, nowrap, wideOnly }: Column<Row>): string | undefined {
  const names = [number ? 'number' : '', nowrap ? 'nowrap' : '', wideOnly ? 'wide-only' : ''];
  return names.filter((name) => name !== '').join(' ') || undefined;
}
