import type { Command } from 'commander';
import { inheritedEnvironment, loadConfig } from '#libs/config';
import { RunningServer } from '../client/running-server.js';
import { sentenceOf } from '../plain-error.js';
import { DataFolder } from '../supervisor/data-folder.js';
import { firstEmail } from '../supervisor/first-access.js';
import { Supervisor } from '../supervisor/supervisor.js';
import { fillOnce } from '../simulation/fill.js';
import { Progress } from '../terminal/progress.js';

export function registerStart(program: Command): void {
  program
    .command('start')
    .description('Start everything on this machine: stores, both APIs, the console and the worker.')
    .option('--empty', 'do not fill a new data folder with the simulated company')
    .addHelpText(
      'after',
      '\nData stay in .verdict, or where VERDICT_DATA says. Settings come from the environment (PORT, DATABASE_URL, …);\n' +
        'the README lists them.',
    )
    .action(async (options: { empty?: boolean }) => start(options.empty === true));
}

const sameSignalMs = 1_000;

async function start(empty: boolean): Promise<void> {
  // Whoever starts it in a terminal reads sentences; each line of the log is there for the asking.
  const environment: Record<string, string> = { LOG_LEVEL: 'warn', ...inheritedEnvironment() };
  const config = loadConfig(environment);
  const folder = new DataFolder(config.dataFolder);
  const progress = new Progress();
  const stopping = new AbortController();
  let supervisor: Supervisor | undefined;
  let stoppingSince = 0;
  const end = async (code: number): Promise<never> => {
    await supervisor?.stop();
    process.exit(code);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => {
      if (stopping.signal.aborted) {
        // In a terminal the same signal comes from the terminal and from npm. Children end with their parent.
        if (performance.now() - stoppingSince > sameSignalMs) process.exit(130);
        return;
      }
      stoppingSince = performance.now();
      progress.end();
      process.stdout.write('Stopping …\n');
      stopping.abort();
      // A start that is under way ends by itself, after the step at hand.
      if (supervisor !== undefined) void end(0);
    });
  try {
    supervisor = await Supervisor.start({
      config,
      folder,
      environment,
      searchPath: environment['PATH'] ?? '',
      signal: stopping.signal,
      onStep: (text) => progress.step(text),
      onWarning: (text) => process.stderr.write(`${text}\n`),
    });
  } catch (error) {
    if (stopping.signal.aborted) return end(0);
    throw error;
  }
  try {
    const server = new RunningServer(supervisor.url, folder.secrets().commandKey);
    if (!empty) await fillOnce(supervisor.app, server, folder, progress);
  } catch (error) {
    if (stopping.signal.aborted) return;
    progress.end();
    process.stderr.write(`${sentenceOf(error)}\n`);
    return end(1);
  }
  progress.end();
  greet(supervisor.url, folder, process.uptime());
}

/** `seconds` since the command began: what it had to build first took its time too. */
function greet(url: string, folder: DataFolder, seconds: number): void {
  const { adminPassword } = folder.secrets();
  process.stdout.write(`
Verdict is ready (${seconds.toFixed(0)} s).

  Console   ${url}
            sign in as ${firstEmail}, password ${adminPassword}
  API       ${url}/docs
            the app's key is in ${folder.appKeyFile}
  Data      ${folder.path}

Ctrl-C stops it; once more, at once.
`);
}
