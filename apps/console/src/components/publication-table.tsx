import type { ReactNode } from 'react';
import type { Publication } from '../api.js';
import { DataTable, type Column } from './data-table.js';
import { PublishedRelation } from './published-relation.js';
import { Time } from './time.js';

/** What questions may be asked about: the product's own views, and what an admin has published of the company's. */
export function PublicationTable({ publications }: { readonly publications: readonly Publication[] }): ReactNode {
  return (
    <DataTable
      caption="What is published"
      kind="compact"
      rows={publications}
      keyOf={({ relation }) => relation}
      columns={columns}
    />
  );
}

const columns: readonly Column<Publication>[] = [
  { name: 'In SQL', heading: true, cell: (publication) => <PublishedRelation publication={publication} /> },
  {
    name: 'Published',
    cell: ({ published_by, published_at }) =>
      published_at === null ? (
        <span className="muted">always</span>
      ) : (
        <>
          {published_by}, <Time at={published_at} as="day" />
        </>
      ),
  },
];
