import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { ClosedBatch } from '#libs/contracts';
import type { ObjectStore } from '#libs/objects';

export type Row = Readonly<Record<string, unknown>>;

export const event = (number: number, over: Row = {}): Row => ({
  identity: createHash('md5').update(String(number)).digest('hex'),
  source: 'app',
  event: 'Page View',
  distinct_id: `v${number}`,
  time: Date.parse('2026-03-10T12:00:00Z') + number,
  live: true,
  log_transaction: 7,
  log_position: number,
  properties: { path: '/é"\\\n\t', n: number },
  ...over,
});

/** Rows as the only object of a closed batch, of the log unless `over` says otherwise. */
export async function storeBatch(
  store: ObjectStore,
  sequence: number,
  table: string,
  rows: readonly Row[],
  over: Partial<ClosedBatch> = {},
): Promise<ClosedBatch> {
  const object = `app/${table}/dt=2026-03-10/part-${sequence}.json.gz`;
  const bytes = gzipSync(rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
  await store.put(object, bytes);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const place = { object, source: 'app', table, day: '2026-03-10' };
  const objects = [{ ...place, rows: rows.length, bytes: bytes.length, sha256 }];
  return { batch: sequence, sequence, log_transaction: null, snapshot: null, objects, ...over };
}
