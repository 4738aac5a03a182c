import type { Database } from '#libs/postgres';
import { locks } from '../velocity/locks.js';

const importLock = locks.epoch + 100;
const retryMs = 1_000;

/**
 * One import of pledges at a time, in whatever process: two at once would not see each other's pledges. The turn is an
 * advisory lock on a connection of its own, so that it ends with the process.
 *
 * @param waiting told each second that another import is under way
 */
export async function inTurn<Result>(
  database: Database,
  signal: AbortSignal,
  waiting: () => void,
  work: (lost: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const client = await database.pool.connect();
  const connection = database.on(client);
  const lost = new AbortController();
  const onError = (error: Error): void => lost.abort(error);
  client.on('error', onError);
  try {
    while (!(await connection.one<{ held: boolean }>('import/try_turn', { lock: importLock })).held) {
      signal.throwIfAborted();
      waiting();
      await new Promise((resolve) => setTimeout(resolve, retryMs));
    }
    try {
      return await work(AbortSignal.any([signal, lost.signal]));
    } finally {
      if (!lost.signal.aborted) await connection.query('import/end_turn', { lock: importLock });
    }
  } finally {
    client.off('error', onError);
    client.release(lost.signal.aborted);
  }
}
