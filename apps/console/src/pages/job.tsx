import type { ReactNode } from 'react';
import { Link, useParams } from 'react-router';
import type { Job } from '../api.js';
import { Badge } from '../components/badge.js';
import { CancelJob } from '../components/cancel-job.js';
import { JobSubject } from '../components/job-subject.js';
import { Id } from '../components/id.js';
import { LoadedView } from '../components/loaded-view.js';
import { Note } from '../components/note.js';
import { Page } from '../components/page.js';
import { Progress } from '../components/progress.js';
import { Text } from '../components/text.js';
import { Time } from '../components/time.js';
import { Values } from '../components/values.js';
import { integer, words } from '../format.js';
import { isFinished, isUnfinished, jobName, jobTone, timeOf } from '../job-words.js';
import { useItemKeys } from '../row-keys.js';
import { useLoad } from '../use-load.js';
import { useNow } from '../use-now.js';

export function JobPage(): ReactNode {
  const { id = '' } = useParams();
  const loaded = useLoad<Job>(`/v1/jobs/${encodeURIComponent(id)}`, 2_000, isFinished);
  const address = useItemKeys('/jobs', id, '/jobs');
  const job = loaded.data;

  return (
    <Page
      title={job === undefined ? 'Job' : jobName(job.name)}
      crumb={<Link to={address}>Jobs</Link>}
      actions={job !== undefined && isUnfinished(job) ? <CancelJob job={job} onDone={loaded.reload} /> : undefined}
    >
      <LoadedView from={loaded} what="the job">
        {(data) => <JobView job={data} />}
      </LoadedView>
    </Page>
  );
}

function JobView({ job }: { readonly job: Job }): ReactNode {
  const now = useNow(1_000);
  return (
    <>
      {job.error === null ? null : (
        <Note
          tone={job.state === 'failed' ? 'bad' : 'warn'}
          title={job.state === 'failed' ? 'It failed' : 'It stumbled'}
        >
          <p className="error-text">
            <Text>{job.error}</Text>
          </p>
        </Note>
      )}
      <section className="panel" aria-label="State">
        {isUnfinished(job) ? <Progress of={job.progress} label="Progress" /> : null}
        <dl className="facts">
          <dt>State</dt>
          <dd className="row">
            <Badge tone={jobTone[job.state]}>{words(job.state)}</Badge>
            <span className="muted number">{timeOf(job, now)}</span>
          </dd>
          <dt>Attempts</dt>
          <dd className="number">{integer(job.attempts)}</dd>
          <dt>Asked for</dt>
          <dd>
            <Time at={job.created_at} />{' '}
            <span className="muted">
              by <Id value={job.created_by} />
            </span>
          </dd>
          <dt>Started</dt>
          <dd>{job.started_at === null ? <span className="muted">not yet</span> : <Time at={job.started_at} />}</dd>
          <dt>Finished</dt>
          <dd>{job.finished_at === null ? <span className="muted">not yet</span> : <Time at={job.finished_at} />}</dd>
        </dl>
      </section>
      <section className="panel" aria-labelledby="payload">
        <h2 id="payload">What was asked</h2>
        <Values value={job.payload} label="Payload" />
        <JobSubject payload={job.payload} />
      </section>
      {job.result === null || job.result === undefined ? null : (
        <section className="panel" aria-labelledby="result">
          <h2 id="result">What came out</h2>
          <Values value={job.result} label="Result" />
        </section>
      )}
    </>
  );
}
