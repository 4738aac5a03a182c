import { fork } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { inheritedEnvironment } from '#libs/config';
import { endWithUs } from '../../hosts/end-with-us.js';
import { freePort } from '../../hosts/free-port.js';
import type { RiskStores } from './risk-service.js';

const serviceFile = fileURLToPath(new URL('../../../../risk/src/main.js', import.meta.url));
const lookMs = 50;

export interface RiskProcess {
  readonly url: string;
  stop(): Promise<void>;
}

/** The risk service in a process of its own, as it is deployed: its settings are the usual ones. */
export async function startRiskProcess({ databaseUrl, redisUrl, dataFolder }: RiskStores): Promise<RiskProcess> {
  const port = await freePort();
  const child = fork(serviceFile, [], {
    env: {
      PATH: inheritedEnvironment()['PATH'] ?? '',
      DATABASE_URL: databaseUrl,
      REDIS_URL: redisUrl,
      VERDICT_DATA: dataFolder,
      PORT: String(port),
      LOG_LEVEL: 'error',
      // One key asks more often here than it may.
      RATE_LIMIT_PER_MINUTE: '1000000000',
    },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  endWithUs(child, 'TERM');
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const url = `http://127.0.0.1:${port}`;
  while (!(await isReady(url))) {
    if (child.exitCode !== null) throw new Error(`The service ended (exit ${child.exitCode}) before it was ready.`);
    await pause(lookMs);
  }
  return {
    url,
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

const isReady = (url: string): Promise<boolean> =>
  fetch(`${url}/health/ready`).then(
    ({ ok }) => ok,
    () => false,
  );
