import { fork, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const stopMs = 25_000;
const pauseMs = 1_000;

/** The worker in a process of its own, started again when it ends without having been asked to. */
export class WorkerProcess {
  private child: ChildProcess | undefined;
  private stopping = false;

  constructor(
    private readonly environment: Readonly<Record<string, string>>,
    private readonly onLost: (code: number | null) => void,
  ) {}

  /** Resolves when the worker says that it works. */
  start(): Promise<void> {
    const file = fileURLToPath(new URL('../../../worker/src/main.js', import.meta.url));
    // A session of its own: Ctrl-C reaches only the supervisor, and the worker ends when the channel closes.
    const child = fork(file, [], {
      detached: true,
      env: { ...this.environment },
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    this.child = child;
    child.once('exit', (code) => {
      if (this.stopping) return;
      this.onLost(code);
      setTimeout(() => void this.start().catch(() => undefined), pauseMs);
    });
    return new Promise((resolve, reject) => {
      child.once('message', () => resolve());
      child.once('exit', (code) => reject(new Error(`The worker ended while starting (exit ${code}).`)));
    });
  }

  /** Closes the channel: the worker finishes what it acknowledged and ends; after 25 s it is killed. */
  async stop(): Promise<void> {
    this.stopping = true;
    const { child } = this;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(() => child.kill('SIGKILL'), stopMs);
      child.once('exit', () => {
        clearTimeout(timer);
        resolve();
      });
      if (child.connected) child.disconnect();
    });
  }
}
