import { useMemo, type ReactNode } from 'react';
import type { SourceView } from '#libs/contracts';
import type { Json } from '../api.js';
import { CodeBlock } from '../components/code-block.js';
import { Empty } from '../components/empty.js';
import { LoadedView } from '../components/loaded-view.js';
import { Page } from '../components/page.js';
import { SourcePanel } from '../components/source-panel.js';
import { useRowKeys } from '../row-keys.js';
import { useLoad } from '../use-load.js';

const everyMs = 3_000;

export function SourcesPage(): ReactNode {
  const loaded = useLoad<readonly Json<SourceView>[]>('/v1/sources', everyMs);
  const named = loaded.data?.flatMap(({ key, tables }) => tables.map(({ name }) => `${key}.${name}`)).join(' ');
  const ids = useMemo(() => named?.split(' '), [named]);
  useRowKeys('/sources', ids);
  return (
    <Page
      title="Sources"
      lead={<p>Where the company&rsquo;s tables come from, and how new what came of them is. Admins describe them.</p>}
    >
      <LoadedView from={loaded} what="sources">
        {(sources) => (
          <>
            {sources.every(({ built_in }) => built_in) ? <FirstSource /> : null}
            {sources.map((source) => (
              <SourcePanel key={source.key} source={source} onChange={loaded.reload} />
            ))}
          </>
        )}
      </LoadedView>
    </Page>
  );
}

const description = `shop:
  kind: mysql
  tables:
    pledges:
      columns:
        - { name: email, use: hash }
      key: [id]
      at_hour: 2`;

function FirstSource(): ReactNode {
  return (
    <Empty title="No source of the company’s yet">
      <p>
        A source is a MySQL or PostgreSQL server, exports of DynamoDB, Mixpanel, or files. It is described in a file;
        what connects to it is in the worker&rsquo;s environment only, here in <code>SOURCE_SHOP_URL</code>:
      </p>
      <CodeBlock text={description} label="sources.yml" />
      <CodeBlock
        text={'npx verdict sources apply sources.yml\nnpx verdict sources pull shop'}
        label="Describe, and pull"
      />
    </Empty>
  );
}
