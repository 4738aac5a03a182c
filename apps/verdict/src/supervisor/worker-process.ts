import { fork, type ChildProcess } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { setPriority } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { Figures, HealthState, Readiness } from '#libs/http';
import { stopChild } from '../hosts/stop-child.js';
import { askChild } from './ask-child.js';

const workerFile = fileURLToPath(new URL('../../../worker/src/main.js', import.meta.url));
const stopMs = 25_000;
const pauseMs = 1_000;
/** Its work waits for that of the services: an answer is due in milliseconds, a load or a report is not. */
const background = 10;

/** The worker in a process of its own, started again when it ends without having been asked to. */
export class WorkerProcess {
  private child: ChildProcess | undefined;
  private stopping = false;
  private restart: NodeJS.Timeout | undefined;

  constructor(
    private readonly environment: Readonly<Record<string, string>>,
    private readonly onLost: (code: number | null) => void,
    private readonly options: { readonly file?: string; readonly niceness?: number } = {},
  ) {}

  /** Resolves when the worker says that it works. */
  start(): Promise<void> {
    // A session of its own: Ctrl-C reaches only the supervisor, and the worker ends when the channel closes.
    const { file = workerFile, niceness = background } = this.options;
    const child = fork(file, [], {
      detached: true,
      env: { ...this.environment },
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      // A figure may be no number, which JSON cannot say.
      serialization: 'advanced',
    });
    this.child = child;
    child.once('exit', (code) => {
      if (this.stopping) return;
      this.onLost(code);
      this.restart = setTimeout(() => void this.start().catch(() => undefined), pauseMs);
    });
    return new Promise((resolve, reject) => {
      child.on('message', (message) => {
        if (message !== 'ready') return;
        // Not before: somebody waits for its start, and on a busy machine would wait for minutes.
        if (child.pid !== undefined && niceness > 0) lowerPriority(child.pid, niceness);
        resolve();
      });
      child.once('exit', (code) => reject(new Error(`The worker ended while starting (exit ${code}).`)));
    });
  }

  async figures(): Promise<Figures> {
    const isFigures = (message: unknown): message is Figures => Array.isArray(message);
    return (this.child && (await askChild(this.child, 'figures', isFigures))) ?? [];
  }

  /** What it waits for, if anything: the services answer without it. */
  async health(): Promise<HealthState> {
    const isReadiness = (message: unknown): message is Readiness =>
      typeof message === 'object' && message !== null && 'degraded' in message;
    const told = this.child && (await askChild(this.child, 'health', isReadiness));
    const parts = told === undefined ? ['does not answer'] : [...told.down, ...told.degraded];
    return parts.length === 0 ? 'ok' : { degraded: parts.join('; ') };
  }

  /** The worker finishes what it acknowledged and ends; after 25 s it is killed. */
  async stop(): Promise<void> {
    this.stopping = true;
    // One that ended a moment ago must not come back when nobody is left to stop it.
    clearTimeout(this.restart);
    if (this.child !== undefined) await stopChild(this.child, stopMs);
  }
}

/** Best effort. A session of its own may be scheduled as a group, whose niceness is then what counts (Linux, sched(7)). */
function lowerPriority(pid: number, niceness: number): void {
  try {
    setPriority(pid, niceness);
    writeFileSync(`/proc/${pid}/autogroup`, String(niceness));
  } catch {
    // Another system, or it has ended already: it runs as before.
  }
}
