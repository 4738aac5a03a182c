import { useMemo, type ReactNode } from 'react';
import { Link } from 'react-router';
import type { Assessment, ReasonTerm } from '#libs/contracts';
import { money, score, signed, words } from '../format.js';
import { withQuery } from '../http.js';
import { dispositionTone, dispositionWords, levelTone } from '../risk-words.js';
import { useRowKeys } from '../row-keys.js';
import { Badge } from './badge.js';
import { Scroll } from './scroll.js';
import { Time } from './time.js';

interface AssessmentTableProps {
  readonly assessments: readonly Assessment[];
  /** Where this list is, for the way back. */
  readonly address: string;
}

export function AssessmentTable({ assessments, address }: AssessmentTableProps): ReactNode {
  const ids = useMemo(() => assessments.map(({ pledge_id }) => pledge_id), [assessments]);
  useRowKeys(address, ids);
  return (
    <Scroll label="Assessments">
      <table className="list">
        <thead>
          <tr>
            <th className="number">Score</th>
            <th>Disposition</th>
            <th>Pledge</th>
            <th className="number">Amount</th>
            <th className="wide-only">Backer</th>
            <th className="wide-only">What raised it most</th>
            <th>When</th>
          </tr>
        </thead>
        <tbody>
          {assessments.map((assessment) => (
            <Row key={assessment.id} assessment={assessment} />
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}

function Row({ assessment }: { readonly assessment: Assessment }): ReactNode {
  const { pledge_id, disposition, effective, backer_id } = assessment;
  return (
    <tr>
      <td className="number">
        <Badge tone={levelTone[assessment.risk_level]}>{score(assessment.risk_score)}</Badge>
      </td>
      <td className="nowrap">
        <Badge tone={dispositionTone[disposition.action]}>{dispositionWords[disposition.action]}</Badge>
        {effective.action === disposition.action ? null : (
          <small className="muted"> now {dispositionWords[effective.action].toLowerCase()}</small>
        )}
      </td>
      <td>
        <Link to={`/pledges/${encodeURIComponent(pledge_id)}`} data-row={pledge_id}>
          {pledge_id}
        </Link>
      </td>
      <td className="number">{money(assessment.amount, assessment.currency)}</td>
      <td className="wide-only">
        {backer_id === null ? (
          <span className="muted">unknown</span>
        ) : (
          <Link to={withQuery('/assessments', { backer: backer_id })}>{backer_id}</Link>
        )}
      </td>
      <td className="wide-only">
        <Strongest terms={assessment.risk_score_reasons} />
      </td>
      <td className="nowrap">
        <Time at={assessment.as_of} />
      </td>
    </tr>
  );
}

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
