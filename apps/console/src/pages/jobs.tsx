import type { ReactNode } from 'react';
import { Link, useSearchParams } from 'react-router';
import type { Job, Readiness } from '../api.js';
import { Empty } from '../components/empty.js';
import { JobTable } from '../components/job-table.js';
import { LoadedView } from '../components/loaded-view.js';
import { Note } from '../components/note.js';
import { Page } from '../components/page.js';
import { QueueFigures } from '../components/queue-figures.js';
import { words } from '../format.js';
import { withQuery } from '../http.js';
import { jobName } from '../job-words.js';
import { useLoad } from '../use-load.js';

const everyMs = 3_000;
const states = ['pending', 'running', 'done', 'failed', 'cancelled'] as const;

export function JobsPage(): ReactNode {
  const [parameters] = useSearchParams();
  const state = parameters.get('state') ?? undefined;
  const name = parameters.get('name') ?? undefined;
  const jobs = useLoad<readonly Job[]>(withQuery('/v1/jobs', { state, name, limit: 100 }), everyMs);
  const health = useLoad<Readiness>('/health/ready', everyMs * 3);

  return (
    <Page title="Jobs" lead={<p>Work that somebody waits for. It survives restarts and a lost queue.</p>}>
      {health.data === undefined ? null : <Health readiness={health.data} />}
      <QueueFigures everyMs={everyMs} />
      <nav className="row" aria-label="State of jobs">
        {[undefined, ...states].map((one) => (
          <Link
            key={one ?? 'all'}
            className="chip"
            to={withQuery('/jobs', { state: one, name })}
            aria-current={one === state ? 'true' : undefined}
          >
            {one === undefined ? 'All' : words(one)}
          </Link>
        ))}
        {name === undefined ? null : (
          <Link className="chip" to={withQuery('/jobs', { state })}>
            {jobName(name)} <span aria-hidden="true">×</span>
            <span className="unseen">, show all names</span>
          </Link>
        )}
      </nav>
      <LoadedView from={jobs} what="jobs">
        {(list) =>
          list.length === 0 ? (
            <NoJobs filtered={parameters.size > 0} />
          ) : (
            <JobTable jobs={list} onChange={jobs.reload} />
          )
        }
      </LoadedView>
    </Page>
  );
}

function Health({ readiness: { degraded, down } }: { readonly readiness: Readiness }): ReactNode {
  if (down.length > 0)
    return (
      <Note tone="bad" title="This process is not ready">
        {listOf(down)}
      </Note>
    );
  if (degraded.length === 0) return null;
  return (
    <Note tone="warn" title="Working, without some of its parts">
      {listOf(degraded)}
    </Note>
  );
}

const listOf = (lines: readonly string[]): ReactNode => (
  <ul>
    {lines.map((line) => (
      <li key={line}>{line}</li>
    ))}
  </ul>
);

function NoJobs({ filtered }: { readonly filtered: boolean }): ReactNode {
  if (filtered)
    return (
      <Empty title="No such job">
        <p>
          <Link to="/jobs">Show all jobs</Link>
        </p>
      </Empty>
    );
  return (
    <Empty title="No job yet">
      <p>
        Refreshing an <Link to="/experiments">experiment</Link> and <code>npx verdict import</code> make the first ones.
      </p>
    </Empty>
  );
}
