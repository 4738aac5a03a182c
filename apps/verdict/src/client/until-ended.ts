import { setTimeout as pause } from 'node:timers/promises';
import type { JobView } from '#libs/contracts';
import { PlainError } from '../plain-error.js';
import type { Progress } from '../terminal/progress.js';
import type { RunningServer } from './running-server.js';

/** Work that goes on without us. The job that does it, where there is one, tells how far it is. */
interface Work {
  readonly state: JobView['state'];
  readonly job_id: string | null;
}

const pollMs = 250;

/** Shows work, which `text` names, until it has ended, however it does. */
export async function untilEnded<View extends Work>(
  server: RunningServer,
  path: string,
  text: string,
  progress: Progress,
): Promise<View> {
  return follow<View>(server, path, text, progress, ({ job_id }) =>
    job_id === null ? undefined : server.watch<JobView>(`/v1/jobs/${job_id}`),
  );
}

/** Shows a job, which `text` names, until it is done. @throws PlainError when it failed or was cancelled */
export async function untilDone(
  server: RunningServer,
  jobId: string,
  text: string,
  progress: Progress,
): Promise<JobView> {
  const job = await follow<JobView>(server, `/v1/jobs/${jobId}`, text, progress, (itself) => itself);
  if (job.state !== 'done') throw new PlainError(job.error ?? `The job was ${job.state}.`);
  return job;
}

async function follow<View extends Pick<Work, 'state'>>(
  server: RunningServer,
  path: string,
  text: string,
  progress: Progress,
  jobOf: (view: View) => Promise<JobView> | JobView | undefined,
): Promise<View> {
  progress.step(text);
  try {
    for (;;) {
      const view = await server.watch<View>(path);
      if (view.state !== 'pending' && view.state !== 'running') return view;
      const far = (await jobOf(view))?.progress;
      if (far) progress.update(described(text, far.note), far.done, far.total);
      await pause(pollMs);
    }
  } finally {
    progress.end();
  }
}

/** With what the job itself says that it does, unless that is the same: `Importing a.csv: scoring`. */
function described(text: string, note = ''): string {
  const [verb = ''] = note.split(' ');
  return verb === '' || text.startsWith(verb) ? text : `${text}: ${note.charAt(0).toLowerCase()}${note.slice(1)}`;
}
