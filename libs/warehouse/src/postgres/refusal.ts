import { foundDiskFull, refused, tookTooLong, tookTooMuchDisk, tookTooMuchMemory } from '../ask/too-much.js';

/** What a question was allowed. */
export interface Allowed {
  readonly milliseconds: number;
  /** Of `temp_file_limit`; undefined where the server's own stands. */
  readonly diskBytes: number | undefined;
}

/**
 * Classes of SQLSTATE that say something of the text, its values or its role: not supported, CASE without a match, more
 * than one row, bad data, syntax and access, what an error of a function says, and
 * the program's limits (too many columns, too complex, too deep a stack).
 */
const ofTheText = new Set(['0A', '20', '21', '22', '2F', '38', '39', '42', '54', 'P0']);

/**
 * What PostgreSQL says of a question, as whoever asked reads it: a repeat would end the same. Everything else is a fault that
 * may pass, and stays as it is: a broken connection has no code, and a deadlock, a server that stops or one without free
 * connections answers later.
 * @param elapsedMs since the question began: the server has one code for its own time limit and for everybody's cancellation.
 * Source: PostgreSQL's manual, appendix A.
 */
export function refusalOf(error: unknown, { milliseconds, diskBytes }: Allowed, elapsedMs: number): unknown {
  const { code = '', message = '' } = error as { code?: string; message?: string };
  switch (code) {
    case '57014':
      return elapsedMs < milliseconds ? refused(message) : tookTooLong(milliseconds);
    case '53100':
      return foundDiskFull();
    case '53200':
      return tookTooMuchMemory(message);
    case '25006':
      return refused(message);
    case '53400':
      return tookTooMuchDisk(diskBytes);
    default:
      return ofTheText.has(code.slice(0, 2)) ? refused(message) : error;
  }
}
