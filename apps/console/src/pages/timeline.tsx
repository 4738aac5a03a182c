import type { ReactNode } from 'react';
import { Link, useNavigate, useParams, useSearchParams } from 'react-router';
import type { HistoryPage } from '#libs/contracts';
import { Empty } from '../components/empty.js';
import { HistoryTable } from '../components/history-table.js';
import { LoadedView } from '../components/loaded-view.js';
import { Page } from '../components/page.js';
import { Pages } from '../components/pages.js';
import { RelatedPanel } from '../components/related-panel.js';
import { entityNames, entityWords, historyAddress, inSentence, kindWords } from '../history-words.js';
import { withQuery } from '../http.js';
import { useShortcuts } from '../shortcuts.js';
import { useLoad } from '../use-load.js';
import { NotFoundPage } from './not-found.js';

const kinds = [undefined, ...(Object.keys(kindWords) as (keyof typeof kindWords)[])];

/** What one backer, card, address, … has done, and who has something in common with it. */
export function TimelinePage(): ReactNode {
  const { kind: asked = '', id = '' } = useParams();
  const [parameters] = useSearchParams();
  const navigate = useNavigate();
  useShortcuts({ Escape: () => void navigate(-1) });
  const entity = entityNames.find((name) => name === asked);
  const [kind, cursor] = [parameters.get('kind') ?? undefined, parameters.get('cursor') ?? undefined];
  const loaded = useLoad<HistoryPage>(
    entity === undefined ? undefined : withQuery('/v1/history/timeline', { [entity]: id, kind, cursor }),
  );
  if (entity === undefined) return <NotFoundPage />;
  const address = historyAddress(entity, id);

  return (
    <Page
      title={`${entityWords[entity]} ${id}`}
      crumb={<Link to="/history">History</Link>}
      lead={<p>What is known of this {inSentence(entity)} from the last 90 days, newest first.</p>}
    >
      <RelatedPanel kind={entity} id={id} />
      <nav className="row" aria-label="Kind of item">
        {kinds.map((one) => (
          <Link
            key={one ?? 'all'}
            className="chip"
            to={withQuery(address, { kind: one })}
            aria-current={one === kind ? 'true' : undefined}
          >
            {one === undefined ? 'All' : `${kindWords[one]}s`}
          </Link>
        ))}
      </nav>
      <LoadedView from={loaded} what="the timeline">
        {({ items, next_cursor }) =>
          items.length === 0 ? (
            <Empty title="Nothing is known">
              <p>
                In the last 90 days nothing happened that names this {inSentence(entity)}
                {kind === undefined ? '' : ', of this kind'}. Check how it is written: it is matched whole.
              </p>
            </Empty>
          ) : (
            <>
              <HistoryTable items={items} address={withQuery(address, { kind, cursor })} />
              <Pages
                first={cursor === undefined ? undefined : withQuery(address, { kind })}
                next={next_cursor === null ? undefined : withQuery(address, { kind, cursor: next_cursor })}
              />
            </>
          )
        }
      </LoadedView>
    </Page>
  );
}
