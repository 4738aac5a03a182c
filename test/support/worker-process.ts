import { fork, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { projectRoot } from '#libs/config';

const root = projectRoot();

/** A worker in a process of its own, from the sources, for tests that kill it: `environment` says where its stores are. */
export const startWorker = (environment: Readonly<Record<string, string>>): ChildProcess =>
  fork(join(root, 'apps/worker/src/main.ts'), [], {
    execArgv: ['--conditions=source', '--import', join(root, 'test/support/typescript.mjs')],
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

/** Once nothing is left of it. */
export const killed = (child: ChildProcess): Promise<void> =>
  new Promise((resolve) => {
    child.once('exit', () => resolve());
    child.kill('SIGKILL');
  });
