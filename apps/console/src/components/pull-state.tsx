import type { ReactNode } from 'react';
import { Link } from 'react-router';
import type { Job } from '../api.js';
import { integer, words } from '../format.js';
import { isFinished, jobTone } from '../job-words.js';
import { isPulling, type Pull } from '../pull-words.js';
import { useLoad } from '../use-load.js';
import { Badge } from './badge.js';
import { Progress } from './progress.js';
import { Text } from './text.js';

/** How a pull went or how far it is, and what the warehouse said to it. */
export function PullState({ pull }: { readonly pull: Pull }): ReactNode {
  const going = isPulling(pull);
  const path = going && pull.job_id !== null ? `/v1/jobs/${pull.job_id}` : undefined;
  const { data: job } = useLoad<Job>(path, 1_000, isFinished);
  const why = pull.error ?? pull.refused;
  return (
    <div className="stack-tight">
      <span className="row">
        <Badge tone={jobTone[pull.state]}>{words(pull.state)}</Badge>
        {pull.job_id === null ? null : (
          <Link className="small" to={`/jobs/${pull.job_id}`}>
            Job
          </Link>
        )}
      </span>
      {going ? <Progress of={job?.progress ?? null} label={`Progress of ${pull.source} ${pull.table}`} /> : null}
      {why === null ? null : (
        <small className="error-text bad">
          <Text>{pull.error === null ? `The warehouse did not take it: ${why}` : why}</Text>
        </small>
      )}
      {pull.warehouse === 'waiting' ? <small className="muted">The warehouse has not loaded it yet</small> : null}
      {(pull.counts?.quarantined ?? 0) > 0 ? (
        <small className="warn">{integer(pull.counts?.quarantined ?? 0)} rows were left aside</small>
      ) : null}
    </div>
  );
}
