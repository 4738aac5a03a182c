import type { JobView } from '#libs/contracts';
import { PlainError } from '../plain-error.js';
import type { Progress } from '../terminal/progress.js';
import type { RunningServer } from './running-server.js';

const pollMs = 250;

/** Follows a job to its end. @throws PlainError when it failed or was cancelled */
export async function untilDone(
  server: RunningServer,
  jobId: string,
  text: string,
  progress: Progress,
): Promise<JobView> {
  for (;;) {
    const job = await server.watch<JobView>(`/v1/jobs/${jobId}`);
    if (job.progress !== null) progress.update(job.progress.note ?? text, job.progress.done, job.progress.total);
    if (job.state === 'done') {
      progress.end();
      return job;
    }
    if (job.state === 'failed' || job.state === 'cancelled') {
      progress.end();
      throw new PlainError(job.error ?? `The job was ${job.state}.`);
    }
    await new Promise((next) => setTimeout(next, pollMs));
  }
}
