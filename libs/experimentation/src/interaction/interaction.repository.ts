import type { Transaction } from '#libs/postgres';
import type { FoundPair, FoundScan } from './scan.js';

interface ScanRow {
  readonly id: string;
  readonly pairs: readonly FoundPair[];
  readonly engine: string;
  readonly commit: string;
  readonly query_hash: string;
  readonly scanned_at: Date;
}

export async function insertScan(transaction: Transaction, scan: FoundScan): Promise<void> {
  const { id, pairs, engine, commit, queryHash, scannedAt } = scan;
  await transaction.query('interaction_scan/insert_scan', {
    id,
    pairs: JSON.stringify(pairs),
    engine,
    commit,
    query_hash: queryHash,
    scanned_at: scannedAt,
  });
}

export async function findLatestScan(transaction: Transaction): Promise<FoundScan | undefined> {
  const row = await transaction.maybeOne<ScanRow>('interaction_scan/find_latest');
  if (row === undefined) return undefined;
  const { id, pairs, engine, commit, query_hash: queryHash, scanned_at: scannedAt } = row;
  return { id, pairs, engine, commit, queryHash, scannedAt };
}
