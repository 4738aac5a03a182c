import type { ReactNode } from 'react';
import { Link } from 'react-router';
import type { Assessment } from '#libs/contracts';
import { score, words } from '../format.js';
import { money } from '../money.js';
import { dispositionTone, dispositionWords } from '../risk-words.js';
import { Badge } from './badge.js';
import { DataTable, type Column } from './data-table.js';
import { Time } from './time.js';

interface RevisionTableProps {
  readonly history: readonly Assessment[];
  readonly shown: number | null;
}

/** Every revision of the pledge; one at a time is looked at. */
export function RevisionTable({ history, shown }: RevisionTableProps): ReactNode {
  return (
    <section className="panel" aria-labelledby="history">
      <h2 id="history">History</h2>
      <DataTable
        caption="Revisions of this pledge"
        rows={history}
        keyOf={({ id }) => id}
        isCurrent={({ revision }) => revision === shown}
        columns={columnsOf(shown)}
      />
    </section>
  );
}

const columnsOf = (shown: number | null): readonly Column<Assessment>[] => [
  {
    name: 'Revision',
    heading: true,
    cell: ({ revision }) =>
      revision === shown ? (
        <strong>Revision {revision ?? '–'}</strong>
      ) : (
        <Link to={`?revision=${revision}`} preventScrollReset>
          Revision {revision ?? '–'}
        </Link>
      ),
  },
  { name: 'Scored', nowrap: true, cell: ({ as_of }) => <Time at={as_of} /> },
  { name: 'Cause', cell: ({ cause }) => words(cause) },
  { name: 'Amount', number: true, cell: ({ amount, currency }) => money(amount, currency) },
  { name: 'Score', number: true, cell: ({ risk_score }) => score(risk_score) },
  {
    name: 'Disposition',
    cell: ({ disposition: { action } }) => <Badge tone={dispositionTone[action]}>{dispositionWords[action]}</Badge>,
  },
];
