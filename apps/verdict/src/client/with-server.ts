import { inheritedEnvironment, loadConfig } from '#libs/config';
import { freePort } from '../hosts/free-port.js';
import { PlainError } from '../plain-error.js';
import { DataFolder } from '../supervisor/data-folder.js';
import { Supervisor } from '../supervisor/supervisor.js';
import { Progress } from '../terminal/progress.js';
import { RunningServer } from './running-server.js';

export interface ServerOptions {
  readonly url?: string;
  readonly key?: string;
}

/**
 * Work with the server that runs on the data folder, or that --url names. With none running the folder's own stores are
 * started for as long as the work takes, on a port that nobody else is told.
 * @throws PlainError for a data folder in which nothing has been started yet
 */
export async function withServer<Result>(
  options: ServerOptions,
  work: (server: RunningServer) => Promise<Result>,
): Promise<Result> {
  const config = loadConfig();
  const folder = new DataFolder(config.dataFolder);
  if (options.url !== undefined || folder.running()?.url !== undefined) return work(RunningServer.find(options));
  if (!folder.exists())
    throw new PlainError(`There are no data in ${config.dataFolder}: npm start makes them, VERDICT_DATA names others.`);
  // What is started for one command says only what went wrong.
  const environment: Record<string, string> = { ...inheritedEnvironment(), LOG_LEVEL: 'error' };
  const progress = new Progress();
  const supervisor = await Supervisor.start({
    config: { ...config, port: await freePort(), logLevel: 'error' },
    folder,
    environment,
    searchPath: environment['PATH'] ?? '',
    onStep: (text) => progress.step(text),
    onWarning: (text) => process.stderr.write(`${text}\n`),
  });
  try {
    return await work(new RunningServer(supervisor.url, folder.secrets().commandKey));
  } finally {
    progress.end();
    await supervisor.stop();
  }
}
