import { useEffect, useState, type ReactNode } from 'react';
import { Link } from 'react-router';
import type { RefreshAnswer, RefreshForecast } from '#libs/contracts';
import type { Job } from '../api.js';
import { call } from '../http.js';
import { isFinished } from '../job-words.js';
import { useSession } from '../session.js';
import { useShortcuts } from '../shortcuts.js';
import { useAction } from '../use-action.js';
import { useLoad } from '../use-load.js';
import { Button } from './button.js';
import { Icon } from './icon.js';
import { Note } from './note.js';
import { Progress } from './progress.js';
import { Refusal } from './refusal.js';
import { Text } from './text.js';

interface RefreshProps {
  readonly experiment: string;
  /** The job has ended well: there are newer numbers. */
  readonly onDone: () => void;
}

/**
 * Asks the warehouse again, and says before what that takes of it. The answer is a job; its progress stands here until it has
 * ended.
 */
export function Refresh({ experiment, onDone }: RefreshProps): ReactNode {
  const { may } = useSession();
  const [jobId, setJobId] = useState<string>();
  const { busy, error, run } = useAction();
  const { data: job, error: lost } = useLoad<Job>(
    jobId === undefined ? undefined : `/v1/jobs/${jobId}`,
    1_000,
    isFinished,
  );
  const running = jobId !== undefined && lost === undefined && (job === undefined || !isFinished(job));
  const allowed = may('experiments:write');

  const path = `/v1/experiments/${encodeURIComponent(experiment)}/refresh`;
  const forecast = useLoad<RefreshForecast>(allowed ? path : undefined);
  const isBeyond = forecast.data?.within_budget === false;

  const refresh = (): void => {
    const insisting = isBeyond ? `${path}?beyond_budget=true` : path;
    void run(async () => setJobId((await call<RefreshAnswer>('POST', insisting)).job_id));
  };
  const { reload: reloadForecast } = forecast;
  // Beyond the budget nobody does it by a slip of the finger.
  useShortcuts(allowed && !running && !isBeyond ? { r: refresh } : {});
  useEffect(() => {
    if (job?.state !== 'done') return;
    onDone();
    reloadForecast();
  }, [job?.state, onDone, reloadForecast]);

  if (!allowed) return null;
  return (
    <div className="refresh">
      <Button onClick={refresh} busy={busy || running}>
        <Icon name="refresh" /> {running ? 'Refreshing …' : isBeyond ? 'Refresh all the same' : 'Refresh'}
      </Button>
      {running || forecast.data == null || forecast.data.predicted === null ? null : (
        <span className={isBeyond ? 'small field-error' : 'small muted'}>
          <Text>{forecast.data.text}</Text>
        </span>
      )}
      {running ? <Progress of={job?.progress ?? null} label="Progress of the refresh" /> : null}
      {error === undefined && lost === undefined ? null : <Refusal error={error ?? lost} onRetry={refresh} />}
      {job?.state === 'failed' || job?.state === 'cancelled' ? (
        <Note tone="bad" title={job.state === 'failed' ? 'The refresh failed' : 'The refresh was cancelled'} urgent>
          <p>
            The numbers below are the last ones. <Link to={`/jobs/${job.id}`}>See the job</Link>
          </p>
        </Note>
      ) : null}
    </div>
  );
}
