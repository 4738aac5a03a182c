import { useMemo, type ReactNode } from 'react';
import { Link } from 'react-router';
import type { Job } from '../api.js';
import { words } from '../format.js';
import { withQuery } from '../http.js';
import { isUnfinished, jobTone, timeOf } from '../job-words.js';
import { useRowKeys } from '../row-keys.js';
import { useNow } from '../use-now.js';
import { Badge } from './badge.js';
import { CancelJob } from './cancel-job.js';
import { Progress } from './progress.js';
import { Scroll } from './scroll.js';
import { Time } from './time.js';

interface JobTableProps {
  readonly jobs: readonly Job[];
  readonly onChange: () => void;
}

export function JobTable({ jobs, onChange }: JobTableProps): ReactNode {
  const now = useNow(1_000);
  const ids = useMemo(() => jobs.map(({ id }) => id), [jobs]);
  useRowKeys('/jobs', ids);
  return (
    <Scroll label="Jobs">
      <table className="list">
        <thead>
          <tr>
            <th>Job</th>
            <th>State</th>
            <th>Progress</th>
            <th className="wide-only">Asked for</th>
            <th>
              <span className="unseen">Actions</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {jobs.map((job) => (
            <tr key={job.id}>
              <td>
                <Link to={`/jobs/${job.id}`} data-row={job.id}>
                  {words(job.name)}
                </Link>
                <div className="small muted">{subjectOf(job)}</div>
              </td>
              <td className="nowrap">
                <Badge tone={jobTone[job.state]}>{words(job.state)}</Badge>
              </td>
              <td>
                {job.state === 'running' ? (
                  <Progress of={job.progress} label={`Progress of ${words(job.name)}`} />
                ) : null}
                {job.state === 'failed' ? <span className="bad">{firstLine(job.error)}</span> : null}
                <div className="small muted number">{timeOf(job, now)}</div>
              </td>
              <td className="wide-only nowrap">
                <Time at={job.created_at} relative />
              </td>
              <td className="number">{isUnfinished(job) ? <CancelJob job={job} onDone={onChange} /> : null}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}

/** What the job is about: payloads are ids. */
function subjectOf({ name, payload }: Job): ReactNode {
  const [first] = typeof payload === 'object' && payload !== null ? Object.values(payload) : [];
  if (typeof first === 'string') return <code title={first}>{shortId(first)}</code>;
  return <Link to={withQuery('/jobs', { name })}>all of this name</Link>;
}

/** The end of a UUID tells two apart: their beginnings are the time. */
const shortId = (id: string): string => (/^[0-9a-f-]{36}$/.test(id) ? id.slice(-12) : id);

const firstLine = (error: string | null): string => (error ?? 'No reason was kept').split('\n')[0] ?? '';
