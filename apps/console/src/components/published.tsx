import type { ReactNode } from 'react';
import type { Publication } from '../api.js';
import { useLoad } from '../use-load.js';
import { LoadedView } from './loaded-view.js';
import { PublishedRelation } from './published-relation.js';

/** What may be asked about, beside the SQL that asks. */
export function Published(): ReactNode {
  const loaded = useLoad<readonly Publication[]>('/v1/publications');
  return (
    <details>
      <summary>What may be asked about</summary>
      <LoadedView from={loaded} what="what is published">
        {(relations) => (
          <ul className="plain-list">
            {relations.map((publication) => (
              <li key={publication.relation}>
                <PublishedRelation publication={publication} />
              </li>
            ))}
          </ul>
        )}
      </LoadedView>
      <p className="small muted">
        <code>SELECT * FROM snapshot.shop_projects LIMIT 5</code> shows the columns of a company’s table. Amounts are
        integers in minor units, times are UTC; <code>base_amount</code> is in the company’s currency.
      </p>
    </details>
  );
}
