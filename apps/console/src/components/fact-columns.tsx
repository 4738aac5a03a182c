import type { ReactNode } from 'react';
import type { FactColumn } from '#libs/contracts';

const meanings: Readonly<Record<string, string>> = {
  visitor_id: 'whose it is: a visitor',
  backer_id: 'whose it is: a backer',
  project_id: 'whose it is: a project',
  time: 'when it happened',
  settled_at: 'when it was final',
  fraud_at: 'when it became known as fraud',
  risk_level: 'what the assessment said',
  value: 'what is added up unless said',
};

/** What a fact was found to have, for whoever writes a metric over it. */
export function FactColumns({ columns }: { readonly columns: readonly FactColumn[] }): ReactNode {
  return (
    <ul className="plain-list small" aria-label="Columns">
      {columns.map(({ name, type }) => (
        <li key={name}>
          <code>{name}</code> {type}
          {meanings[name] === undefined ? null : <span className="muted">, {meanings[name]}</span>}
        </li>
      ))}
    </ul>
  );
}
