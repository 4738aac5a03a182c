import { fork, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { projectRoot } from '#libs/config';
import { Product } from './product.js';

let isBuilt = false;

/** A worker as it is built, in a process of its own, for tests that kill it: `environment` says where its stores are. */
export function startWorker(environment: Readonly<Record<string, string>>): ChildProcess {
  // A test starts many of them, and from the sources each takes twice as long.
  if (!isBuilt) Product.build();
  isBuilt = true;
  return fork(join(projectRoot(), 'dist/apps/worker/src/main.js'), [], {
    execArgv: [],
    env: {
      PATH: process.env['PATH'],
      PORT: '0',
      LOG_LEVEL: 'fatal',
      GEO_CITY_PATH: '/nonexistent',
      GEO_ASN_PATH: '/nonexistent',
      ...environment,
    },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
}

/** Until it holds the warehouse: only then does it take the jobs that need it. */
export async function holdsWarehouse(worker: ChildProcess): Promise<void> {
  let holds = false;
  const listen = (message: unknown): void => void (holds ||= JSON.stringify(message).includes('quarantined_lines'));
  worker.on('message', listen);
  while (worker.connected && !holds) {
    // Its figures tell, and are a while on their way at first.
    worker.send('figures', () => undefined);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  worker.off('message', listen);
  if (!holds) throw new Error('The worker ended before it held the warehouse.');
}

/** Once nothing is left of it. */
export const killed = (child: ChildProcess): Promise<void> =>
  new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve();
    child.once('exit', () => resolve());
    child.kill('SIGKILL');
  });
