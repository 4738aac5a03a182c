import { useMemo, type ReactNode } from 'react';
import { Link } from 'react-router';
import type { Assessment, ReasonTerm } from '#libs/contracts';
import { score, signed, words } from '../format.js';
import { withQuery } from '../http.js';
import { money } from '../money.js';
import { dispositionTone, dispositionWords, levelTone } from '../risk-words.js';
import { useRowKeys } from '../row-keys.js';
import { Badge } from './badge.js';
import { DataTable, type Column } from './data-table.js';
import { Time } from './time.js';

interface AssessmentTableProps {
  readonly assessments: readonly Assessment[];
  /** Where this list is, for the way back. */
  readonly address: string;
}

export function AssessmentTable({ assessments, address }: AssessmentTableProps): ReactNode {
  const ids = useMemo(() => assessments.map(({ pledge_id }) => pledge_id), [assessments]);
  useRowKeys(address, ids);
  return <DataTable caption="Assessments" kind="list" rows={assessments} keyOf={({ id }) => id} columns={columns} />;
}

const columns: readonly Column<Assessment>[] = [
  {
    name: 'Pledge',
    heading: true,
    nowrap: true,
    cell: ({ pledge_id }) => (
      <Link to={`/pledges/${encodeURIComponent(pledge_id)}`} data-row={pledge_id} title={pledge_id}>
        <span className="id">{pledge_id}</span>
      </Link>
    ),
  },
  {
    name: 'Score',
    number: true,
    cell: ({ risk_level, risk_score }) => <Badge tone={levelTone[risk_level]}>{score(risk_score)}</Badge>,
  },
  {
    name: 'Disposition',
    nowrap: true,
    unnamed: true,
    cell: ({ disposition, effective }) => (
      <>
        <Badge tone={dispositionTone[disposition.action]}>{dispositionWords[disposition.action]}</Badge>
        {effective.action === disposition.action ? null : (
          <small className="muted"> now {dispositionWords[effective.action].toLowerCase()}</small>
        )}
      </>
    ),
  },
  { name: 'Amount', number: true, unnamed: true, cell: ({ amount, currency }) => money(amount, currency) },
  {
    name: 'Backer',
    nowrap: true,
    cell: ({ backer_id }) =>
      backer_id === null ? (
        <span className="muted">unknown</span>
      ) : (
        <Link to={withQuery('/assessments', { backer: backer_id })} title={`All assessments of ${backer_id}`}>
          <span className="id">{backer_id}</span>
        </Link>
      ),
  },
  {
    name: 'What raised it most',
    wideOnly: true,
    cell: ({ risk_score_reasons }) => <Strongest terms={risk_score_reasons} />,
  },
  { name: 'When', nowrap: true, unnamed: true, cell: ({ as_of }) => <Time at={as_of} /> },
];

/** The two terms that raised the score most; each leads to the other pledges with it. */
function Strongest({ terms }: { readonly terms: readonly ReasonTerm[] }): ReactNode {
  const raising = terms
    .filter(({ contribution, reasons }) => contribution > 0 && reasons.length > 0)
    .toSorted((one, other) => other.contribution - one.contribution)
    .slice(0, 2);
  if (raising.length === 0) return <span className="muted">nothing</span>;
  return (
    <ul className="reasons">
      {raising.map(({ contribution, reasons }) => (
        <li key={reasons[0]?.code}>
          <Link to={withQuery('/assessments', { reason: reasons[0]?.code })} title={reasons[0]?.reason}>
            {words((reasons[0]?.code ?? '').toLowerCase())}
          </Link>{' '}
          <span className="muted number">{signed(contribution)}</span>
        </li>
      ))}
    </ul>
  );
}
