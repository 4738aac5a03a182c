import { hash } from 'node:crypto';
import { historyLimits } from '#libs/contracts';
import { invalid, type VerdictError } from '#libs/errors';
import type { HistoryPlace } from '../history.js';
import { rangeProblem, rangeUpTo, type StatedRange } from './question.js';

/** The year 10000: later ones are no times of RFC 3339. */
const endOfTime = Date.UTC(10_000, 0);

/** Where a listing goes on. Its range is said once: what is not given means the time of the first page. */
export interface Cursor {
  readonly from: number;
  readonly to: number;
  /** Items on the pages before. */
  readonly seen: number;
  readonly place: HistoryPlace;
}

/** @param question everything that was asked for, but the page */
export const writeCursor = ({ from, to, seen, place }: Cursor, question: object): string =>
  Buffer.from(JSON.stringify([digest(question), from, to, seen, place.time, place.id, place.pin])).toString(
    'base64url',
  );

/**
 * A cursor comes back from outside, and no secret is shared that could sign it: each part must be one that this question
 * could have written, its range above all.
 * @throws VerdictError `invalid` for what we have not written, for another question's, and beyond the depth of a listing.
 */
export function readCursor(text: string, question: StatedRange): Cursor {
  const [of, from, to, seen, time, id, pin] = parse(text);
  if (of !== digest(question) || ![from, to, seen, time].every(Number.isSafeInteger)) throw foreign();
  if (Number(to) > endOfTime || Number(to) < 0 || Number(seen) < 0) throw foreign();
  const range = rangeUpTo(question, Number(to));
  if (range.from !== from || range.to !== to || rangeProblem(range) !== undefined) throw foreign();
  if (Number(time) < range.from || Number(time) >= range.to) throw foreign();
  if (typeof id !== 'string' || !/^[0-9a-f]{32}$/.test(id) || typeof pin !== 'string') throw foreign();
  if (Number(seen) >= historyLimits.depth)
    throw invalid('The listing ends here: narrow the question to see what lies further down.', [
      { pointer: '?cursor', rule: 'depth', detail: `a listing has at most ${historyLimits.depth} items` },
    ]);
  return { ...range, seen: Number(seen), place: { time: Number(time), id, pin } };
}

function parse(text: string): unknown[] {
  try {
    const value: unknown = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
    if (Array.isArray(value)) return value;
  } catch {
    // Not ours: refused below.
  }
  throw foreign();
}

const digest = (question: object): string => hash('sha256', JSON.stringify(question), 'hex').slice(0, 16);

const foreign = (): VerdictError =>
  invalid('The cursor is not one of this question.', [
    { pointer: '?cursor', rule: 'cursor', detail: 'take next_cursor of the page before, with the same parameters' },
  ]);
