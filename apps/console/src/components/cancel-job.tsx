import { useState, type ReactNode } from 'react';
import type { Job } from '../api.js';
import { call } from '../http.js';
import { jobName } from '../job-words.js';
import { useSession } from '../session.js';
import { useAction } from '../use-action.js';
import { useKeptFocus } from '../use-kept-focus.js';
import { Button } from './button.js';
import { Dialog } from './dialog.js';
import { Refusal } from './refusal.js';

interface CancelJobProps {
  readonly job: Job;
  readonly onDone: () => void;
}

export function CancelJob({ job, onDone }: CancelJobProps): ReactNode {
  const { may } = useSession();
  const [asking, setAsking] = useState(false);
  const { busy, error, run } = useAction();
  const button = useKeptFocus();
  if (!may('jobs:write')) return null;

  const cancel = async (): Promise<void> => {
    if (!(await run(() => call('DELETE', `/v1/jobs/${job.id}`)))) return;
    setAsking(false);
    onDone();
  };

  return (
    <>
      <button ref={button} type="button" onClick={() => setAsking(true)} aria-label={`Cancel ${jobName(job.name)}`}>
        Cancel
      </button>
      {asking ? (
        <Dialog title={`Cancel “${jobName(job.name)}”?`} onClose={() => setAsking(false)}>
          <p>What it has written so far stays and is counted once if the job is asked for again.</p>
          {error === undefined ? null : <Refusal error={error} />}
          <div className="dialog-buttons">
            <button type="button" onClick={() => setAsking(false)}>
              Let it run
            </button>
            <Button className="danger" busy={busy} onClick={() => void cancel()}>
              Cancel the job
            </Button>
          </div>
        </Dialog>
      ) : null}
    </>
  );
}
