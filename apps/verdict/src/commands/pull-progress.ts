import { setTimeout as pause } from 'node:timers/promises';
import type { PullView } from '#libs/contracts';
import type { RunningServer } from '../client/running-server.js';
import { untilEnded } from '../client/until-ended.js';
import type { Progress } from '../terminal/progress.js';

const pollMs = 300;

const pathOf = ({ source, id }: PullView): string => `/v1/sources/${source}/pulls/${id}`;

/** Shows a pull until it has ended, however it does. */
export const untilPulled = (server: RunningServer, pull: PullView, progress: Progress): Promise<PullView> =>
  untilEnded(server, pathOf(pull), `Pulling ${pull.source}/${pull.table} of ${pull.day}`, progress);

/** Shows a pull that is whole until the warehouse has loaded it, or refused it. */
export async function untilLoaded(server: RunningServer, pulled: PullView, progress: Progress): Promise<PullView> {
  let view = await server.watch<PullView>(pathOf(pulled));
  if (view.warehouse === 'waiting')
    progress.step(`Loading ${view.source}/${view.table} of ${view.day} into the warehouse`);
  while (view.warehouse === 'waiting') {
    await pause(pollMs);
    view = await server.watch<PullView>(pathOf(pulled));
  }
  return view;
}
