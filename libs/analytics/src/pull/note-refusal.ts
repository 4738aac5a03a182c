import type { Transaction } from '#libs/postgres';

/** Notes on a pull that the warehouse did not take it: a delta must not stand on it, and its table is not fresh. */
export async function noteRefusal(
  transaction: Transaction,
  { batch, reason }: { readonly batch: number; readonly reason: string },
): Promise<void> {
  await transaction.query('source_pull/refuse_pull', { batch, refused: reason });
}
