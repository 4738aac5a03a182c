import { setTimeout as pause } from 'node:timers/promises';

const againMs = 100;

/**
 * Work on a connection that `stop` interrupts when nobody waits for it any more. It is told so again and again until the work
 * has ended: an interruption between two statements, or just before one begins, stops nothing.
 * @throws the signal's reason
 */
export async function stoppable<Result>(
  signal: AbortSignal | undefined,
  stop: () => void | Promise<void>,
  work: () => Promise<Result>,
): Promise<Result> {
  if (signal === undefined) return work();
  signal.throwIfAborted();
  let ended = false;
  const stopAll = async (): Promise<void> => {
    while (!ended) {
      await stop();
      await pause(againMs, undefined, { ref: false });
    }
  };
  const begin = (): void => void stopAll();
  signal.addEventListener('abort', begin, { once: true });
  try {
    const result = await work();
    signal.throwIfAborted();
    return result;
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  } finally {
    ended = true;
    signal.removeEventListener('abort', begin);
  }
}
