import type { ReactNode } from 'react';
import { Link } from 'react-router';
import type { RunRows } from '#libs/contracts';
import type { Run } from '../api.js';
import { integer } from '../format.js';
import { useLoad, type Loaded } from '../use-load.js';
import { AnswerTable } from './answer-table.js';
import { LoadedView } from './loaded-view.js';
import { Note } from './note.js';
import { RunNotes } from './run-notes.js';
import { Time } from './time.js';
import { Waiting } from './waiting.js';

const isSettled = ({ state }: Run): boolean => state !== 'waiting';

/** A run as long as it waits, and then for good. */
export const useRun = (id: string | undefined): Loaded<Run> =>
  useLoad<Run>(id === undefined ? undefined : `/v1/runs/${encodeURIComponent(id)}`, 1_000, isSettled);

interface RunViewProps {
  readonly run: Run;
  readonly reload: () => void;
}

/** An answer on its way, why there is none, or its rows with what one has to know before relying on them. */
export function RunView({ run, reload }: RunViewProps): ReactNode {
  if (run.state === 'waiting') return <Waiting what="the question" jobId={run.job_id} reload={reload} />;
  if (run.state === 'failed')
    return (
      <Note tone="bad" title="There is no answer">
        <p className="error-text">{run.error}</p>
        <p className="muted">Change the SQL and ask again: the same text would be refused the same way.</p>
      </Note>
    );
  return <Answer run={run} reload={reload} />;
}

function Answer({ run, reload }: RunViewProps): ReactNode {
  const rows = useLoad<RunRows>(`/v1/runs/${run.id}/rows`);
  return (
    <>
      <section className="panel" aria-labelledby="rows">
        <div className="panel-head">
          <h2 id="rows">{run.explain ? 'Plan' : `Rows: ${integer(run.row_count ?? 0)}`}</h2>
          <span className="row small">
            <Link to={`/queries/${run.hash}`}>
              SQL <code>{run.hash.slice(0, 12)}</code>
            </Link>
            <a href={`/v1/runs/${run.id}/rows?format=csv`} download>
              CSV
            </a>
          </span>
        </div>
        {run.truncated ? (
          <Note tone="warn" title="There are more rows">
            <p>They were cut off at {integer(run.row_count ?? 0)}. Sums over what is here are not sums over all.</p>
          </Note>
        ) : null}
        <LoadedView from={rows} what="the rows">
          {(answer) => <AnswerTable answer={answer} />}
        </LoadedView>
        <p className="small muted">
          {run.disclaimer}
          {run.answered_at === null ? null : (
            <>
              {' '}
              Answered by {run.engine} on <Time at={run.answered_at} />.
            </>
          )}
        </p>
      </section>
      <RunNotes run={run} onDone={reload} />
    </>
  );
}
