import type { Transaction } from '#libs/postgres';
import type { Subject } from './schedule.js';

/** Nobody else changes the experiment or the flag, or its schedule, until the transaction ends. */
export async function lockSubject({ kind, key }: Subject, transaction: Transaction): Promise<void> {
  await transaction.query(kind === 'flag' ? 'flag/lock_flag' : 'experiment/lock_experiment', { key });
}
