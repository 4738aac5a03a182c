import type { HostMessage } from './host.js';

/**
 * The child's side of a host: starts with the options that its parent sends, says when it is ready, and stops when the
 * channel to its parent closes, whatever closed it.
 * @param start gives what stops it again
 */
export function beHost<Options>(start: (options: Options) => Promise<() => Promise<void>>): void {
  let running: Promise<() => Promise<void>> | undefined;
  process.once('message', (options: Options) => {
    running = start(options);
    running.then(
      () => say({ ready: true }),
      (error: unknown) => {
        say({ failed: error instanceof Error ? error.message : String(error) });
        process.exitCode = 1;
        if (process.connected) process.disconnect();
      },
    );
  });
  process.once('disconnect', () => {
    void (running ?? Promise.resolve(undefined))
      .then((stop) => stop?.())
      .catch(() => undefined)
      .finally(() => process.exit());
  });
  // The terminal's signals are the supervisor's business.
  process.on('SIGINT', () => undefined);
  process.on('SIGTERM', () => undefined);
}

const say = (message: HostMessage): void => {
  if (process.connected) process.send?.(message);
};

/** The server is gone: the host's parent learns of it by the channel that closes. */
export const letGo = (): void => {
  if (process.connected) process.disconnect();
};
