import type { ReactNode } from 'react';
import { Link, useSearchParams } from 'react-router';
import type { HistoryFacet, HistorySearchPage } from '#libs/contracts';
import { integer, words } from '../format.js';
import { shownFacets } from '../history-words.js';

/** The most frequent values of what was found; each narrows the search down, or widens it again. */
export function Facets({ facets }: Pick<HistorySearchPage, 'facets'>): ReactNode {
  return (
    <aside className="stack" aria-label="Narrow down">
      {shownFacets.map(([facet, name]) => (
        <Facet key={facet} facet={facet} name={name} values={facets[facet] ?? []} />
      ))}
    </aside>
  );
}

interface FacetProps {
  readonly facet: HistoryFacet;
  readonly name: string;
  readonly values: readonly { readonly value: string; readonly items: number }[];
}

function Facet({ facet, name, values }: FacetProps): ReactNode {
  const [parameters] = useSearchParams();
  if (values.length === 0) return null;
  const chosen = parameters.getAll(facet);
  return (
    <nav className="panel facet" aria-label={name}>
      <h2>{name}</h2>
      <ul className="plain-list">
        {values.slice(0, 8).map(({ value, items }) => (
          <li key={value}>
            <Link
              to={`/history?${toggled(parameters, facet, value)}`}
              aria-current={chosen.includes(value) ? 'true' : undefined}
            >
              {facet === 'name' || facet === 'country' ? value : words(value)}
            </Link>
            <span className="muted number">{integer(items)}</span>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function toggled(parameters: URLSearchParams, facet: HistoryFacet, value: string): string {
  const next = new URLSearchParams(parameters);
  next.delete('cursor');
  if (parameters.getAll(facet).includes(value)) next.delete(facet, value);
  else next.append(facet, value);
  return next.toString();
}
