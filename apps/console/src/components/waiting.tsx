import type { ReactNode } from 'react';
import { Link } from 'react-router';
import type { Job } from '../api.js';
import { isFinished } from '../job-words.js';
import { useLoad } from '../use-load.js';
import { CancelJob } from './cancel-job.js';
import { Note } from './note.js';
import { Progress } from './progress.js';

interface WaitingProps {
  /** In "Progress of …". */
  readonly what: string;
  readonly jobId: string | null;
  readonly reload: () => void;
}

/** What the warehouse was asked and has not answered yet, by its job; or that it never will. */
export function Waiting({ what, jobId, reload }: WaitingProps): ReactNode {
  const { data: job } = useLoad<Job>(jobId === null ? undefined : `/v1/jobs/${jobId}`, 1_000, isFinished);
  if (job?.state === 'cancelled' || job?.state === 'failed')
    return (
      <Note tone="warn" title={job.state === 'cancelled' ? 'It was cancelled' : 'It could not be asked'}>
        {job.error === null ? null : <p className="error-text">{job.error}</p>}
        <p>
          No answer will come. <Link to={`/jobs/${job.id}`}>See the job</Link>
        </p>
      </Note>
    );
  return (
    <section className="panel" aria-label="The warehouse is asked">
      <Progress of={job?.progress ?? null} label={`Progress of ${what}`} />
      <p className="small muted">
        It may take two minutes. You need not wait here: the answer will be at this address, and stay there.
      </p>
      {job === undefined || isFinished(job) ? null : <CancelJob job={job} onDone={reload} />}
    </section>
  );
}
