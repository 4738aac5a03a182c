import type { ReactNode } from 'react';
import { Link } from 'react-router';
import type { Fact } from '../api.js';
import { checkTone, checkWords } from '../metric-words.js';
import { Badge } from './badge.js';
import { DataTable, type Column } from './data-table.js';
import { Time } from './time.js';

export function FactTable({ facts }: { readonly facts: readonly Fact[] }): ReactNode {
  return <DataTable caption="Facts" kind="list" rows={facts} keyOf={({ key }) => key} columns={columns} />;
}

const columns: readonly Column<Fact>[] = [
  {
    name: 'Fact',
    heading: true,
    cell: ({ key, name, description, built_in }) => (
      <>
        <span className="row">
          <Link to={`/facts/${key}`}>{name}</Link>
          {built_in ? <Badge>Ready-made</Badge> : null}
        </span>
        <div className="small muted clamp">{description}</div>
      </>
    ),
  },
  {
    name: 'State',
    nowrap: true,
    cell: ({ check }) => <Badge tone={checkTone[check.state]}>{checkWords[check.state]}</Badge>,
  },
  {
    name: 'Latest version',
    nowrap: true,
    cell: ({ version, created_by, created_at }) => (
      <>
        {version} by {created_by.name}
        <div className="small muted">
          <Time at={created_at} as="day" />
        </div>
      </>
    ),
  },
];
