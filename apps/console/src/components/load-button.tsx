import { useEffect, useState, type ReactNode } from 'react';
import type { JobAnswer } from '#libs/contracts';
import type { Job } from '../api.js';
import { call } from '../http.js';
import { isFinished } from '../job-words.js';
import { useSession } from '../session.js';
import { useShortcuts } from '../shortcuts.js';
import { useAction } from '../use-action.js';
import { useLoad } from '../use-load.js';
import { Button } from './button.js';
import { Icon } from './icon.js';
import { Progress } from './progress.js';
import { Refusal } from './refusal.js';

/** Has the warehouse load now what its schedule would bring later. How it ends stands among the loads. */
export function LoadButton({ onDone }: { readonly onDone: () => void }): ReactNode {
  const { may } = useSession();
  const [jobId, setJobId] = useState<string>();
  const { busy, error, run } = useAction();
  const path = jobId === undefined ? undefined : `/v1/jobs/${jobId}`;
  const { data: job, error: lost } = useLoad<Job>(path, 1_000, isFinished);
  const running = jobId !== undefined && lost === undefined && (job === undefined || !isFinished(job));
  const allowed = may('warehouse:write');

  const load = (): void =>
    void run(async () => {
      setJobId((await call<JobAnswer>('POST', '/v1/warehouse/loads')).job_id);
      onDone();
    });
  useShortcuts(allowed && !running ? { r: load } : {});
  const state = job?.state;
  useEffect(() => {
    if (state !== undefined && state !== 'pending') onDone();
  }, [state, onDone]);

  if (!allowed) return null;
  return (
    <div className="refresh">
      {running ? <Progress of={job?.progress ?? null} label="Progress of the load" /> : null}
      <Button className="primary" onClick={load} busy={busy || running}>
        <Icon name="refresh" /> {running ? 'Loading …' : 'Load now'}
      </Button>
      {error === undefined && lost === undefined ? null : <Refusal error={error ?? lost} />}
    </div>
  );
}
