import type { ReactNode } from 'react';
import { useNavigate, useParams } from 'react-router';
import type { QueryView } from '#libs/contracts';
import { CodeBlock } from '../components/code-block.js';
import { LoadedView } from '../components/loaded-view.js';
import { Page } from '../components/page.js';
import { Time } from '../components/time.js';
import { useShortcuts } from '../shortcuts.js';
import { useLoad } from '../use-load.js';

export function QueryPage(): ReactNode {
  const { hash = '' } = useParams();
  const navigate = useNavigate();
  const loaded = useLoad<QueryView>(`/v1/queries/${encodeURIComponent(hash)}`);
  useShortcuts({ Escape: () => void navigate(-1) });
  return (
    <Page
      title="Query"
      lead={
        <p>
          The exact text that the warehouse ran. This address is made of its hash, so it never shows another one:{' '}
          <code className="hash">{hash}</code>
        </p>
      }
    >
      <LoadedView from={loaded} what="the query">
        {({ name, text, engine, commit, first_used_at }) => (
          <>
            <CodeBlock text={text} label="SQL" />
            <dl className="facts">
              <dt>Statement</dt>
              <dd>
                <code>{name}</code>
              </dd>
              <dt>Engine</dt>
              <dd>{engine}</dd>
              <dt>Commit</dt>
              <dd>
                <code>{commit}</code>
              </dd>
              <dt>First used</dt>
              <dd>
                <Time at={first_used_at} />
              </dd>
            </dl>
          </>
        )}
      </LoadedView>
    </Page>
  );
}
