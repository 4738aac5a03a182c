import { useMemo, type ReactNode } from 'react';
import { Link } from 'react-router';
import type { Report } from '../api.js';
import { integer, words } from '../format.js';
import { askedOf, reportWords } from '../report-words.js';
import { useRowKeys } from '../row-keys.js';
import { Badge } from './badge.js';
import { DataTable, type Column } from './data-table.js';
import { Days } from './days.js';
import { RunBadge } from './run-badge.js';
import { Time } from './time.js';

/** What was asked for by name, the newest first. */
export function ReportTable({ reports }: { readonly reports: readonly Report[] }): ReactNode {
  const ids = useMemo(() => reports.map(({ id }) => id), [reports]);
  useRowKeys('/reports', ids);
  return <DataTable caption="Reports" kind="list" rows={reports} keyOf={({ id }) => id} columns={columns} />;
}

const columns: readonly Column<Report>[] = [
  {
    name: 'Report',
    heading: true,
    cell: ({ id, request }) => (
      <>
        <Link to={`/reports/${id}`} data-row={id}>
          {reportWords[request.kind].name}
        </Link>
        <div className="small muted clamp">
          {askedOf(request)
            .map(([name, value]) => `${words(name)}: ${value}`)
            .join('; ')}
        </div>
      </>
    ),
  },
  { name: 'Days', cell: ({ request: { from, to } }) => <Days from={from} to={to} /> },
  {
    name: 'State',
    unnamed: true,
    cell: ({ state, warnings }) => (
      <span className="row">
        <RunBadge state={state} />
        {warnings.length === 0 ? null : <Badge tone="warn">Warning</Badge>}
      </span>
    ),
  },
  { name: 'Rows', number: true, cell: ({ row_count }) => (row_count === null ? '' : integer(row_count)) },
  {
    name: 'Asked',
    nowrap: true,
    cell: ({ asked_at, asked_by }) => (
      <>
        <Time at={asked_at} as="ago" />
        <div className="small muted">{asked_by}</div>
      </>
    ),
  },
];
