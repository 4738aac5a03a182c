import { conflict } from '#libs/errors';
import type { Transaction } from '#libs/postgres';
import type { Experiment } from './experiment.js';

/**
 * Whether no experiment under way divides the same units by the same salt: whoever is in one part of the one would be in
 * the same part of the other, and neither could be told from it. The caller holds the configuration's lock.
 * @throws VerdictError `conflict` naming the other
 */
export async function checkSalt(
  { key, unit, salt }: Pick<Experiment, 'key' | 'unit' | 'salt'>,
  transaction: Transaction,
): Promise<void> {
  const [other] = await transaction.query<{ key: string }>('experiment/list_same_salt', { key, unit, salt });
  if (other === undefined) return;
  const detail = `${other.key} divides its units by it: choose another`;
  throw conflict(`The salt of ${key} is taken: ${detail}.`, [{ pointer: '/salt', rule: 'unique_salt', detail }]);
}
