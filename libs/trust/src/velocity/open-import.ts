import type { Transaction } from '#libs/postgres';
import { locks } from './locks.js';

/**
 * Gives a complete import's observations the epoch that opens next: the keeper finds them unseen, brings them into Redis
 * and opens it. Waits for a rebuild that is under way, so that no epoch opens without them.
 */
export async function openImport(transaction: Transaction, origin: string): Promise<void> {
  await transaction.query('velocity/take_epoch', { lock: locks.rebuild });
  await transaction.query('observation/open_import', { origin });
}
