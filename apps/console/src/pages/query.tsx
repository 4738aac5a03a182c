import type { ReactNode } from 'react';
import { useNavigate, useParams } from 'react-router';
import type { QueryText } from '../api.js';
import { CodeBlock } from '../components/code-block.js';
import { LoadedView } from '../components/loaded-view.js';
import { Page } from '../components/page.js';
import { useShortcuts } from '../shortcuts.js';
import { useLoad } from '../use-load.js';

export function QueryPage(): ReactNode {
  const { hash = '' } = useParams();
  const navigate = useNavigate();
  const loaded = useLoad<QueryText>(`/v1/queries/${encodeURIComponent(hash)}`);
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
        {({ text }) => <CodeBlock text={text} label="SQL" />}
      </LoadedView>
    </Page>
  );
}
