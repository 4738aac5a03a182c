import { useMemo, type ReactNode } from 'react';
import { Link } from 'react-router';
import type { Run } from '../api.js';
import { integer } from '../format.js';
import { useRowKeys } from '../row-keys.js';
import { Badge } from './badge.js';
import { DataTable, type Column } from './data-table.js';
import { RunBadge } from './run-badge.js';
import { Time } from './time.js';

interface RunTableProps {
  readonly runs: readonly Run[];
  /** Of the page that it stands on. */
  readonly address: string;
}

/** What was answered so far, the newest first. */
export function RunTable({ runs, address }: RunTableProps): ReactNode {
  const ids = useMemo(() => runs.map(({ id }) => id), [runs]);
  useRowKeys(address, ids);
  return <DataTable caption="Answers" kind="list" rows={runs} keyOf={({ id }) => id} columns={columns} />;
}

const columns: readonly Column<Run>[] = [
  {
    name: 'Asked',
    heading: true,
    cell: ({ id, asked_at, asked_by }) => (
      <>
        <Link to={`/runs/${id}`} data-row={id}>
          <Time at={asked_at} />
        </Link>
        <div className="small muted">{asked_by}</div>
      </>
    ),
  },
  { name: 'State', unnamed: true, nowrap: true, cell: ({ state }) => <RunBadge state={state} /> },
  { name: 'With', cell: ({ values }) => <small className="muted">{textOf(values)}</small> },
  {
    name: 'Rows',
    number: true,
    cell: ({ row_count, truncated }) => (row_count === null ? '' : `${integer(row_count)}${truncated ? '+' : ''}`),
  },
  { name: 'Looks right?', cell: ({ notes }) => <Opinions notes={notes} /> },
];

const textOf = (values: Run['values']): string =>
  Object.entries(values)
    .map(([name, value]) => `${name} ${String(value)}`)
    .join(', ');

function Opinions({ notes }: Pick<Run, 'notes'>): ReactNode {
  if (notes.length === 0) return <span className="muted">Nobody said</span>;
  const wrong = notes.filter(({ looks_right }) => !looks_right).length;
  return wrong === 0 ? <Badge tone="good">Yes</Badge> : <Badge tone="warn">Doubted</Badge>;
}
