import type { ReactNode } from 'react';
import { Link } from 'react-router';
import type { RunRows } from '#libs/contracts';
import type { Report } from '../api.js';
import { integer, words } from '../format.js';
import { askedOf } from '../report-words.js';
import { useLoad } from '../use-load.js';
import { AnswerTable } from './answer-table.js';
import { Days } from './days.js';
import { LoadedView } from './loaded-view.js';
import { Note } from './note.js';
import { RunBadge } from './run-badge.js';
import { Text } from './text.js';
import { Time } from './time.js';
import { Waiting } from './waiting.js';

interface ReportViewProps {
  readonly report: Report;
  readonly reload: () => void;
}

/** What was asked, and the answer: on its way, its rows with what to mind about them, or why there is none. */
export function ReportView({ report, reload }: ReportViewProps): ReactNode {
  return (
    <>
      <Asked report={report} />
      {report.state === 'waiting' ? <Waiting what="the report" jobId={report.job_id} reload={reload} /> : null}
      {report.state === 'failed' ? (
        <Note tone="bad" title="There is no answer">
          <p className="error-text">
            <Text>{report.error ?? ''}</Text>
          </p>
        </Note>
      ) : null}
      {report.state === 'answered' ? <Answer report={report} /> : null}
    </>
  );
}

function Asked({ report: { state, request, asked_by, asked_at, job_id } }: Pick<ReportViewProps, 'report'>): ReactNode {
  return (
    <section className="panel" aria-labelledby="asked">
      <h2 id="asked">What was asked</h2>
      <dl className="facts">
        <dt>State</dt>
        <dd>
          <RunBadge state={state} />
        </dd>
        <dt>Days</dt>
        <dd>
          <Days from={request.from} to={request.to} />
        </dd>
        {askedOf(request).map(([name, value]) => (
          <div key={name} className="contents">
            <dt>{words(name)}</dt>
            <dd>{value}</dd>
          </div>
        ))}
        <dt>Asked</dt>
        <dd>
          <Time at={asked_at} /> <span className="muted">by {asked_by}</span>
          {job_id === null ? null : (
            <>
              {' '}
              <Link className="small" to={`/jobs/${job_id}`}>
                See the job
              </Link>
            </>
          )}
        </dd>
      </dl>
    </section>
  );
}

function Answer({ report }: Pick<ReportViewProps, 'report'>): ReactNode {
  const { id, row_count, hash, engine, answered_at, warnings } = report;
  const rows = useLoad<RunRows>(`/v1/reports/${id}/rows`);
  return (
    <section className="panel" aria-labelledby="rows">
      <div className="panel-head">
        <h2 id="rows">Rows: {integer(row_count ?? 0)}</h2>
        <span className="row small">
          {hash === null ? null : (
            <Link to={`/queries/${hash}`}>
              SQL <code>{hash.slice(0, 12)}</code>
            </Link>
          )}
          <a href={`/v1/reports/${id}/rows?format=csv`} download>
            CSV
          </a>
        </span>
      </div>
      {warnings.length === 0 ? null : (
        <Note tone="warn" title="Mind this">
          <ul>
            {warnings.map(({ pointer, detail }) => (
              <li key={`${pointer} ${detail}`}>{detail}</li>
            ))}
          </ul>
        </Note>
      )}
      <LoadedView from={rows} what="the rows">
        {(answer) => <AnswerTable answer={answer} />}
      </LoadedView>
      {answered_at === null ? null : (
        <p className="small muted">
          Answered by {engine} on <Time at={answered_at} />.
        </p>
      )}
    </section>
  );
}
