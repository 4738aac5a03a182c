import type { ReactNode } from 'react';
import type { Publication } from '../api.js';

/** What may be asked about, as SQL calls it (the product's own views are looked for first); it opens to its columns. */
export function PublishedRelation({ publication }: { readonly publication: Publication }): ReactNode {
  const { relation, meaning, columns } = publication;
  const name = <code className="value">{relation.replace(/^published\./, '')}</code>;
  if (columns.length === 0) return name;
  return (
    <details>
      <summary>{name}</summary>
      <p className="small muted">{meaning}</p>
      <dl className="facts facts-long">
        {columns.map((column) => (
          <div key={column.name} className="contents">
            <dt>
              <code>{column.name}</code>
            </dt>
            <dd>{column.meaning}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
