import { timeOf } from '#libs/contracts';
import { invalid } from '#libs/errors';

/** Where a page ended: the value that it is ordered by, and the id that settles ties. */
export interface Cursor {
  readonly value: string | number;
  readonly id: string;
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** As `toISOString` writes it: Date.parse reads much besides that no database does. */
const isTime = (value: unknown): boolean =>
  typeof value === 'string' && timeOf(value) !== undefined && new Date(value).toISOString() === value;

export const writeCursor = ({ value, id }: Cursor): string =>
  Buffer.from(JSON.stringify([value, id])).toString('base64url');

/** @throws VerdictError `invalid` for what we have not written, or for another order. */
export function readCursor(text: string, order: 'time' | 'score'): Cursor {
  try {
    const [value, id] = JSON.parse(Buffer.from(text, 'base64url').toString('utf8')) as [unknown, unknown];
    const fits = order === 'time' ? isTime(value) : Number.isFinite(value);
    if (fits && typeof id === 'string' && uuid.test(id)) return { value: value as string | number, id };
  } catch {
    // Not ours: refused below.
  }
  throw invalid('The cursor is not one of this list and order.', [
    { pointer: '?cursor', rule: 'cursor', detail: 'take next_cursor of the page before' },
  ]);
}
