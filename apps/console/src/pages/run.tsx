import type { ReactNode } from 'react';
import { Link, useParams } from 'react-router';
import type { Question, Run } from '../api.js';
import { LoadedView } from '../components/loaded-view.js';
import { Page } from '../components/page.js';
import { RunBadge } from '../components/run-badge.js';
import { RunView, useRun } from '../components/run-view.js';
import { Time } from '../components/time.js';
import { useItemKeys } from '../row-keys.js';
import { useLoad } from '../use-load.js';

/** One asking and its answer, at an address that stays. */
export function RunPage(): ReactNode {
  const { id = '' } = useParams();
  const loaded = useRun(id);
  const run = loaded.data;
  const question = run?.question_id ?? undefined;
  const kept = useLoad<Question>(question === undefined ? undefined : `/v1/questions/${question}`).data;
  const address = useItemKeys('/runs', id, question === undefined ? '/questions' : `/questions/${question}`);

  return (
    <Page
      title="Answer"
      crumb={
        question === undefined ? (
          <Link to="/questions">Questions</Link>
        ) : (
          <Link to={address}>{kept?.title ?? 'The question'}</Link>
        )
      }
      lead={kept === undefined ? undefined : <p className="prose">{kept.question}</p>}
    >
      <LoadedView from={loaded} what="the answer">
        {(data) => (
          <>
            <Asked run={data} changed={kept !== undefined && kept.version !== data.question_version} />
            <RunView run={data} reload={loaded.reload} />
          </>
        )}
      </LoadedView>
    </Page>
  );
}

function Asked({ run, changed }: { readonly run: Run; readonly changed: boolean }): ReactNode {
  return (
    <div className="stack-tight">
      <p className="row">
        <RunBadge state={run.state} />
        <span className="muted">
          {run.asked_by} asked on <Time at={run.asked_at} />
          {changed ? `, by version ${run.question_version} of the question; it has changed since` : ''}
        </span>
      </p>
      <dl className="asked">
        {Object.entries(run.values).map(([name, value]) => (
          <div key={name}>
            <dt>
              <code>{name}</code>
            </dt>
            <dd className="muted number">{String(value)}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
