import type { ReactNode } from 'react';
import type { SourceView, WarehouseTable as Table } from '#libs/contracts';
import type { Json, WarehouseStatus } from '../api.js';
import { integer } from '../format.js';
import { freshnessOf, isBehind, lateTables } from '../freshness.js';
import { Badge } from './badge.js';
import { DataTable, type Column } from './data-table.js';
import { Day } from './day.js';
import { Time } from './time.js';

interface WarehouseTableProps {
  readonly status: WarehouseStatus;
  /** With their schedules, by which a company's table is late. */
  readonly sources: readonly Json<SourceView>[];
}

/** Every table of the warehouse: how much it holds and until when. */
export function WarehouseTable({ status, sources }: WarehouseTableProps): ReactNode {
  const columns = columnsOf(isBehind(status), lateTables(sources));
  return <DataTable caption="Tables" rows={status.tables} keyOf={({ table }) => table} columns={columns} />;
}

const columnsOf = (behind: boolean, late: ReadonlySet<string>): readonly Column<Table>[] => [
  { name: 'Table', heading: true, cell: ({ table }) => <code className="value">{table}</code> },
  {
    name: 'State',
    unnamed: true,
    nowrap: true,
    cell: (table) => {
      const [tone, words] = freshnessOf(table, behind, late);
      return <Badge tone={tone}>{words}</Badge>;
    },
  },
  {
    name: 'Known until',
    nowrap: true,
    cell: ({ latest, snapshot_on }) => {
      if (snapshot_on !== null) return <Day on={snapshot_on} />;
      return latest === null ? <span className="muted">nothing yet</span> : <Time at={latest} />;
    },
  },
  { name: 'Rows', number: true, cell: ({ rows }) => integer(rows) },
];
