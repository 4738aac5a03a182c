import type { ReactNode } from 'react';
import { Link, useParams } from 'react-router';
import type { FactPageData } from '../api.js';
import { ArchiveButton } from '../components/archive-button.js';
import { Badge } from '../components/badge.js';
import { CodeBlock } from '../components/code-block.js';
import { FactColumns } from '../components/fact-columns.js';
import { LoadedView } from '../components/loaded-view.js';
import { Note } from '../components/note.js';
import { Page } from '../components/page.js';
import { Refusal } from '../components/refusal.js';
import { Text } from '../components/text.js';
import { Time } from '../components/time.js';
import { call } from '../http.js';
import { checkTone, checkWords } from '../metric-words.js';
import { useSession } from '../session.js';
import { useAction } from '../use-action.js';
import { useLoad } from '../use-load.js';

const everyMs = 2_000;
const isChecked = ({ check }: FactPageData): boolean => check.state !== 'waiting';

export function FactPage(): ReactNode {
  const { key = '' } = useParams();
  const path = `/v1/facts/${encodeURIComponent(key)}`;
  const loaded = useLoad<FactPageData>(path, everyMs, isChecked);
  const fact = loaded.data;
  return (
    <Page
      title={fact?.name ?? 'Fact'}
      crumb={<Link to="/metrics">Metrics</Link>}
      lead={fact === undefined ? undefined : <p className="prose">{fact.description}</p>}
      actions={fact === undefined ? undefined : <Actions fact={fact} onDone={loaded.reload} />}
    >
      <LoadedView from={loaded} what="the fact">
        {(data) => (
          <div className="columns">
            <div className="stack">
              <Check fact={data} />
              <CodeBlock text={data.sql} label="SQL" />
              <p className="small">
                <Link to={`/queries/${data.hash}`}>
                  The permanent address of this text, <code>{data.hash.slice(0, 12)}</code>
                </Link>
              </p>
            </div>
            <aside className="stack" aria-label="What it has">
              <section className="panel" aria-labelledby="columns">
                <h2 id="columns">Columns</h2>
                {data.checked_version === null ? (
                  <p className="muted">Known once it was checked.</p>
                ) : (
                  <FactColumns columns={data.usable_columns} />
                )}
              </section>
              <section className="panel" aria-labelledby="over">
                <h2 id="over">Metrics over it</h2>
                {data.metrics.length === 0 ? <p className="muted">None yet.</p> : null}
                <ul className="plain-list">
                  {data.metrics.map((metric) => (
                    <li key={metric}>
                      <Link to={`/metrics/${metric}`}>{metric}</Link>
                    </li>
                  ))}
                </ul>
              </section>
            </aside>
          </div>
        )}
      </LoadedView>
    </Page>
  );
}

/** What became of the latest version, and which one metrics use meanwhile. */
function Check({ fact }: { readonly fact: FactPageData }): ReactNode {
  const { check, version, checked_version: used, created_by, created_at } = fact;
  return (
    <>
      <p className="row">
        <Badge tone={checkTone[check.state]}>{checkWords[check.state]}</Badge>
        <span className="muted">
          Version {version} by {created_by.name}, <Time at={created_at} />
        </span>
      </p>
      {check.error === null ? null : (
        <Note tone="bad" title="This version cannot be used">
          <p>
            <Text>{check.error}</Text>
          </p>
          <p>{used === null ? 'No metric can be over it yet.' : `Metrics use version ${used}.`}</p>
        </Note>
      )}
    </>
  );
}

function Actions({ fact, onDone }: { readonly fact: FactPageData; readonly onDone: () => void }): ReactNode {
  const { may } = useSession();
  const { busy, error, run } = useAction();
  if (!may('experiments:write') || fact.built_in || fact.archived_at !== null) return null;
  const path = `/v1/facts/${fact.key}`;
  const check = async (): Promise<void> => {
    if (await run(() => call('POST', `${path}/check`))) onDone();
  };
  return (
    <>
      <Link className="button" to={`/facts/${fact.key}/change`}>
        Change
      </Link>
      <button type="button" disabled={busy || fact.check.state === 'waiting'} onClick={() => void check()}>
        Check again
      </button>
      <ArchiveButton
        path={path}
        what={`the fact “${fact.name}”`}
        consequence="No metric can be over it any more."
        onDone={onDone}
      />
      {error === undefined ? null : <Refusal error={error} />}
    </>
  );
}
