import type { PolicyView } from '#libs/contracts';
import type { Transaction } from '#libs/postgres';

/** The policy from now on; the caller holds the configuration's lock. */
export async function insertPolicy(
  transaction: Transaction,
  { override, ...thresholds }: PolicyView,
  created_by: string,
  created_at: Date,
): Promise<void> {
  await transaction.query('policy/insert_policy', {
    ...thresholds,
    override_action: override?.action ?? null,
    override_until: override?.until ?? null,
    created_at,
    created_by,
  });
}
