import type { ReactNode } from 'react';
import { Link } from 'react-router';
import type { QueryReference } from '#libs/contracts';
import { useSession } from '../session.js';

/** The way to the SQL behind a number, for those who may go it, and the parameters that it ran with. */
export function QueryLink({ query }: { readonly query: QueryReference }): ReactNode {
  const { may } = useSession();
  const parameters = Object.entries(query.parameters);
  return (
    <details className="small">
      <summary>Where these numbers come from</summary>
      <p>
        {may('queries:read') ? (
          <Link to={`/queries/${query.hash}`}>
            SQL <code>{query.hash.slice(0, 12)}</code>
          </Link>
        ) : (
          <>
            SQL <code>{query.hash.slice(0, 12)}</code>
          </>
        )}
        {parameters.length === 0 ? null : <span className="muted"> with</span>}
      </p>
      {parameters.length === 0 ? null : (
        <dl className="facts">
          {parameters.map(([name, value]) => (
            <div key={name} className="contents">
              <dt>
                <code>{name}</code>
              </dt>
              <dd className="number">{value}</dd>
            </div>
          ))}
        </dl>
      )}
    </details>
  );
}
