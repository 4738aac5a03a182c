import type { ReactNode } from 'react';
import { Link, useSearchParams } from 'react-router';
import type { HistorySearchPage } from '#libs/contracts';
import { CodeBlock } from '../components/code-block.js';
import { Empty } from '../components/empty.js';
import { Facets } from '../components/facets.js';
import { HistoryOf, HistorySearch } from '../components/history-search.js';
import { HistoryTable } from '../components/history-table.js';
import { LoadedView } from '../components/loaded-view.js';
import { Page } from '../components/page.js';
import { Pages } from '../components/pages.js';
import { integer } from '../format.js';
import { shownFacets } from '../history-words.js';
import { useLoad } from '../use-load.js';

export function HistoryPage(): ReactNode {
  const [parameters] = useSearchParams();
  const query = new URLSearchParams(parameters);
  for (const [facet] of shownFacets) query.append('facets', facet);
  const loaded = useLoad<HistorySearchPage>(`/v1/history/search?${query}`);
  const address = (cursor?: string): string => {
    const next = new URLSearchParams(parameters);
    next.delete('cursor');
    if (cursor !== undefined) next.set('cursor', cursor);
    return next.size === 0 ? '/history' : `/history?${next}`;
  };

  return (
    <Page
      title="History"
      lead={<p>Events, assessments and outcomes of the last 90 days, seconds after they happened, newest first.</p>}
    >
      <HistorySearch key={parameters.get('q') ?? ''} />
      <HistoryOf />
      <LoadedView from={loaded} what="the history">
        {({ items, total, facets, next_cursor }) =>
          items.length === 0 ? (
            <Nothing filtered={parameters.size > 0} />
          ) : (
            <div className="columns">
              <div className="stack">
                {total === null ? null : (
                  <p className="muted number" role="status">
                    {total.is_exact ? integer(total.items) : `More than ${integer(total.items)}`} found
                  </p>
                )}
                <HistoryTable items={items} address={address(parameters.get('cursor') ?? undefined)} />
                <Pages
                  first={parameters.has('cursor') ? address() : undefined}
                  next={next_cursor === null ? undefined : address(next_cursor)}
                />
              </div>
              <Facets facets={facets} />
            </div>
          )
        }
      </LoadedView>
    </Page>
  );
}

const curl = (origin: string): string => `curl ${origin}/v1/events \\
  -H "authorization: Bearer $VERDICT_KEY" \\
  -H 'content-type: application/json' \\
  -d '{"events": [{"event": "Page View", "distinct_id": "v_0001",
    "time": "${new Date().toISOString().slice(0, 19)}Z", "properties": {"page": "discover"}}]}'`;

function Nothing({ filtered }: { readonly filtered: boolean }): ReactNode {
  if (filtered)
    return (
      <Empty title="Nothing matches">
        <p>
          Words are whole words unless they end in <code>*</code>, and all of them must be there.{' '}
          <Link to="/history">Search for everything</Link>
        </p>
      </Empty>
    );
  return (
    <Empty title="Nothing has happened yet">
      <p>Events that the app sends are here seconds later, with what was scored and what became of it:</p>
      <CodeBlock text={curl(location.origin)} label="The request that tells of an event" />
    </Empty>
  );
}
