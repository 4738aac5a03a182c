import type { JobView, PullView } from '#libs/contracts';
import type { RunningServer } from '../client/running-server.js';
import type { Progress } from '../terminal/progress.js';

const pollMs = 300;

const pause = (): Promise<void> => new Promise((next) => setTimeout(next, pollMs));

const look = (server: RunningServer, { source, id }: PullView): Promise<PullView> =>
  server.watch<PullView>(`/v1/sources/${source}/pulls/${id}`);

/** Shows a pull until it has ended, however it does. */
export async function untilPulled(server: RunningServer, started: PullView, progress: Progress): Promise<PullView> {
  let view = started;
  while (view.state === 'pending' || view.state === 'running') {
    const job = view.job_id === null ? undefined : await server.watch<JobView>(`/v1/jobs/${view.job_id}`);
    const text = `Pulling ${view.source}/${view.table} of ${view.day}`;
    if (job?.progress) progress.update(text, job.progress.done, job.progress.total);
    await pause();
    view = await look(server, view);
  }
  return view;
}

/** Shows a pull that is whole until the warehouse has loaded it, or refused it. */
export async function untilLoaded(server: RunningServer, pulled: PullView, progress: Progress): Promise<PullView> {
  let view = await look(server, pulled);
  if (view.warehouse === 'waiting')
    progress.step(`Loading ${view.source}/${view.table} of ${view.day} into the warehouse`);
  while (view.warehouse === 'waiting') {
    await pause();
    view = await look(server, view);
  }
  return view;
}
