import type { ReactNode } from 'react';
import { useSearchParams } from 'react-router';
import type { AuditEntry } from '../api.js';
import { ChangeTable } from '../components/change-table.js';
import { Empty } from '../components/empty.js';
import { LoadedView } from '../components/loaded-view.js';
import { Page } from '../components/page.js';
import { Pages } from '../components/pages.js';
import { withQuery } from '../http.js';
import { useLoad } from '../use-load.js';

const limit = 100;

export function AuditPage(): ReactNode {
  const [parameters] = useSearchParams();
  const before = parameters.get('before') ?? undefined;
  const loaded = useLoad<readonly AuditEntry[]>(withQuery('/v1/audit', { before, limit }));
  return (
    <Page title="Audit" lead={<p>Who did what, newest first. Nothing here is ever changed or removed.</p>}>
      <LoadedView from={loaded} what="the audit">
        {(entries) => (
          <>
            {entries.length === 0 ? (
              <Empty title="Nothing has been done yet">
                <p>Every change by a person or a key leaves a line here.</p>
              </Empty>
            ) : (
              <ChangeTable caption="Audit" changes={entries.map(rowOf)} />
            )}
            <Pages
              first={before === undefined ? undefined : '/audit'}
              next={entries.length < limit ? undefined : withQuery('/audit', { before: entries.at(-1)?.id })}
            />
          </>
        )}
      </LoadedView>
    </Page>
  );
}

const rowOf = ({ actor_name, subject_kind, subject_id, ...entry }: AuditEntry) => ({
  ...entry,
  who: actor_name,
  subject: { kind: subject_kind, id: subject_id },
});
