import { foundDiskFull, refused, tookTooMuchDisk, tookTooMuchMemory } from '../ask/too-much.js';

/** How DuckDB's message begins where it says nothing of the text: a defect of its own, a file, or a transaction that broke. */
const fault = /^(INTERNAL|FATAL|IO|TransactionContext|Connection) Error/;

/**
 * What DuckDB says of a question, as whoever asked reads it; a fault stays as it is, and may pass.
 * @param spillBytes undefined: what is free on the disk is the limit.
 */
export function duckDbRefusal(error: unknown, spillBytes: number | undefined): unknown {
  const said = String((error as { message?: unknown }).message);
  const detail = said.split('\n')[0] ?? '';
  if (said.includes('max_temp_directory_size'))
    return spillBytes === undefined ? foundDiskFull() : tookTooMuchDisk(spillBytes);
  if (/No space left on device/.test(detail)) return foundDiskFull();
  if (detail.startsWith('Out of Memory Error')) return tookTooMuchMemory(detail);
  return fault.test(detail) ? error : refused(detail);
}
