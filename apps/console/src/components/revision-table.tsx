import type { ReactNode } from 'react';
import { Link } from 'react-router';
import type { Assessment } from '#libs/contracts';
import { money, score, words } from '../format.js';
import { dispositionTone, dispositionWords } from '../risk-words.js';
import { Badge } from './badge.js';
import { Scroll } from './scroll.js';
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
      <Scroll label="Revisions">
        <table>
          <thead>
            <tr>
              <th>Revision</th>
              <th>Scored</th>
              <th className="wide-only">Cause</th>
              <th className="number">Amount</th>
              <th className="number">Score</th>
              <th>Disposition</th>
            </tr>
          </thead>
          <tbody>
            {history.map(({ id, revision, as_of, cause, amount, currency, risk_score, disposition }) => (
              <tr key={id} aria-current={revision === shown ? 'true' : undefined}>
                <td>
                  {revision === shown ? (
                    <strong>{revision ?? '–'}</strong>
                  ) : (
                    <Link to={`?revision=${revision}`} preventScrollReset>
                      {revision ?? '–'}
                    </Link>
                  )}
                </td>
                <td className="nowrap">
                  <Time at={as_of} />
                </td>
                <td className="wide-only">{words(cause)}</td>
                <td className="number">{money(amount, currency)}</td>
                <td className="number">{score(risk_score)}</td>
                <td>
                  <Badge tone={dispositionTone[disposition.action]}>{dispositionWords[disposition.action]}</Badge>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </section>
  );
}
