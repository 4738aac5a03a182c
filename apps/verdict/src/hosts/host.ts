import { fork, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { PlainError } from '../plain-error.js';
import { stopChild } from './stop-child.js';

/** What a host says to its parent. */
export type HostMessage = { readonly ready: true } | { readonly failed: string };

export type HostName = 'postgres' | 'redis';

/** A server in a process of its own, that ends when its parent does, however its parent ends. */
export interface Host {
  stop(): Promise<void>;
  /** Called when it ends without having been asked to. */
  onLost(handler: () => void): void;
}

const startMs = 60_000;
const stopMs = 20_000;

/**
 * Forks a host and waits for its word. It is a session of its own, so that Ctrl-C in the terminal reaches only the
 * supervisor, which stops everything in order; the channel between the two closes when the supervisor dies, and a host
 * whose channel closes stops its server.
 */
export async function startHost(name: HostName, options: object): Promise<Host> {
  const file = fileURLToPath(new URL(`./${name}.host.js`, import.meta.url));
  const child = fork(file, [], { detached: true, stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
  let errors = '';
  child.stderr?.on('data', (chunk: Buffer) => (errors = (errors + chunk.toString()).slice(-2_000)));
  child.send(options);
  await ready(child, name, () => errors);
  let stopping = false;
  return {
    onLost: (handler) => child.once('exit', () => !stopping && handler()),
    stop: () => {
      stopping = true;
      return stopChild(child, stopMs);
    },
  };
}

function ready(child: ChildProcess, name: string, errors: () => string): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      reject(new PlainError(`The embedded ${name} did not start within ${startMs / 1_000} s. ${errors()}`));
    }, startMs);
    const settle = (work: () => void): void => {
      clearTimeout(timer);
      work();
    };
    child.once('message', (message: HostMessage) =>
      settle(() => ('ready' in message ? resolve() : reject(new PlainError(message.failed)))),
    );
    child.once('exit', (code) =>
      settle(() => reject(new PlainError(`The embedded ${name} ended at once (exit ${code}). ${errors()}`))),
    );
  });
}
