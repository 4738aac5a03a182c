import { useMemo, type ReactNode } from 'react';
import { Link } from 'react-router';
import type { Job } from '../api.js';
import { words } from '../format.js';
import { withQuery } from '../http.js';
import { isUnfinished, jobName, jobTone, timeOf } from '../job-words.js';
import { useRowKeys } from '../row-keys.js';
import { useNow } from '../use-now.js';
import { Badge } from './badge.js';
import { CancelJob } from './cancel-job.js';
import { DataTable, type Column } from './data-table.js';
import { Id } from './id.js';
import { Progress } from './progress.js';
import { Time } from './time.js';

interface JobTableProps {
  readonly jobs: readonly Job[];
  readonly caption?: string;
  /** Of the page that it stands on. */
  readonly address?: string;
  readonly onChange: () => void;
}

export function JobTable({ jobs, caption = 'Jobs', address = '/jobs', onChange }: JobTableProps): ReactNode {
  const now = useNow(1_000);
  const ids = useMemo(() => jobs.map(({ id }) => id), [jobs]);
  useRowKeys(address, ids);
  return (
    <DataTable caption={caption} kind="list" rows={jobs} keyOf={({ id }) => id} columns={columnsAt(now, onChange)} />
  );
}

const columnsAt = (now: number, onChange: () => void): readonly Column<Job>[] => [
  {
    name: 'Job',
    heading: true,
    nowrap: true,
    cell: (job) => (
      <>
        <Link to={`/jobs/${job.id}`} data-row={job.id}>
          {jobName(job.name)}
        </Link>
        <div className="small muted">{subjectOf(job)}</div>
      </>
    ),
  },
  {
    name: 'State',
    nowrap: true,
    unnamed: true,
    cell: ({ state }) => <Badge tone={jobTone[state]}>{words(state)}</Badge>,
  },
  {
    name: 'Progress',
    cell: (job) => (
      <>
        {job.state === 'running' ? <Progress of={job.progress} label={`Progress of ${jobName(job.name)}`} /> : null}
        {job.state === 'failed' ? <span className="bad">{firstLine(job.error)}</span> : null}
        <div className="small muted number">{timeOf(job, now)}</div>
      </>
    ),
  },
  { name: 'Asked for', nowrap: true, cell: ({ created_at }) => <Time at={created_at} as="ago" /> },
  {
    name: 'Actions',
    unnamed: 'always',
    number: true,
    cell: (job) => (isUnfinished(job) ? <CancelJob job={job} onDone={onChange} /> : null),
  },
];

/** What the job is about: payloads are ids. */
function subjectOf({ name, payload }: Job): ReactNode {
  const [first] = typeof payload === 'object' && payload !== null ? Object.values(payload) : [];
  if (typeof first === 'string') return <Id value={first} />;
  return <Link to={withQuery('/jobs', { name })}>all of this name</Link>;
}

const firstLine = (error: string | null): string => (error ?? 'No reason was kept').split('\n')[0] ?? '';
