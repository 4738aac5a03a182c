import { inheritedEnvironment, loadConfig, type Config } from '#libs/config';
import { freePort } from '../hosts/free-port.js';
import { PlainError } from '../plain-error.js';
import { DataFolder } from '../supervisor/data-folder.js';
import { defaultPort, Supervisor } from '../supervisor/supervisor.js';
import { Progress } from '../terminal/progress.js';
import { RunningServer } from './running-server.js';
import type { ServerOptions } from './server-options.js';

/**
 * Work with the server that --url names, or else with the one that runs on the data folder. With none running the folder's
 * own stores are started for as long as the work takes, on a port that nobody else is told.
 * @throws PlainError for a data folder in which nothing has been started yet
 */
export async function withServer<Result>(
  { url, key }: ServerOptions,
  work: (server: RunningServer) => Promise<Result>,
): Promise<Result> {
  if (url !== undefined) {
    if (key === undefined) throw new PlainError('--url needs --key: a key with the scopes that --help names.');
    return work(new RunningServer(url.replace(/\/$/, ''), key));
  }
  const config = loadConfig();
  const folder = new DataFolder(config.dataFolder);
  if (!folder.exists())
    throw new PlainError(
      `There are no data in ${config.dataFolder}: npm start makes them, VERDICT_DATA names others, --url a server elsewhere.`,
    );
  const running = folder.running();
  if (running?.url !== undefined) return work(new RunningServer(running.url, folder.secrets().commandKey));
  return withFolder(config, folder, work);
}

async function withFolder<Result>(
  config: Config,
  folder: DataFolder,
  work: (server: RunningServer) => Promise<Result>,
): Promise<Result> {
  // What is started for one command says only what went wrong.
  const environment: Record<string, string> = { ...inheritedEnvironment(), LOG_LEVEL: 'error' };
  const progress = new Progress();
  const supervisor = await Supervisor.start({
    config: { ...config, port: await freePort(), logLevel: 'error' },
    folder,
    environment,
    searchPath: environment['PATH'] ?? '',
    isPrivate: true,
    onStep: (text) => progress.step(text),
    onWarning: (text) => process.stderr.write(`${text}\n`),
  });
  try {
    const later = `http://${config.host}:${config.port ?? defaultPort}`;
    return await work(new RunningServer(supervisor.url, folder.secrets().commandKey, undefined, later));
  } finally {
    await supervisor.stop();
  }
}
