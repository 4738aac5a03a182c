import { useMemo, type ReactNode } from 'react';
import { Link } from 'react-router';
import type { Metric } from '../api.js';
import { words } from '../format.js';
import { kindWords, windowText } from '../metric-words.js';
import { useRowKeys } from '../row-keys.js';
import { Badge } from './badge.js';
import { DataTable, type Column } from './data-table.js';

interface MetricTableProps {
  readonly metrics: readonly Metric[];
  /** Where this list is, for the way back. */
  readonly address: string;
}

export function MetricTable({ metrics, address }: MetricTableProps): ReactNode {
  const keys = useMemo(() => metrics.map(({ key }) => key), [metrics]);
  useRowKeys(address, keys);
  return <DataTable caption="Metrics" kind="list" rows={metrics} keyOf={({ key }) => key} columns={columns} />;
}

const columns: readonly Column<Metric>[] = [
  {
    name: 'Metric',
    heading: true,
    cell: ({ key, name, description, built_in }) => (
      <>
        <span className="row">
          <Link to={`/metrics/${key}`} data-row={key}>
            {name}
          </Link>
          {built_in ? <Badge>Ready-made</Badge> : null}
        </span>
        <div className="small muted clamp">{description}</div>
      </>
    ),
  },
  { name: 'What it measures', cell: ({ kind }) => kindWords[kind] },
  { name: 'Window', cell: (metric) => windowText(metric) },
  { name: 'Better', nowrap: true, cell: ({ direction }) => (direction === 'increase' ? 'More' : 'Less') },
  { name: 'Of', wideOnly: true, cell: ({ units }) => units.map((unit) => words(unit)).join(', ') },
];
