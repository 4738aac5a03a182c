import { invalid, type VerdictError } from '#libs/errors';

/** What a cursor pinned is no longer kept: two minutes are over, or the history was built anew. */
export const expiredPlace = (): VerdictError =>
  invalid('The cursor has run out: ask for the first page again.', [
    { pointer: '?cursor', rule: 'expired', detail: 'a listing waits two minutes for its next page' },
  ]);

export const tooSlow = (): VerdictError =>
  invalid('The question takes too long: narrow its time range, or add a filter.', [
    { pointer: '?from', rule: 'cost', detail: 'no answer within 10 seconds' },
  ]);

/** The server's limit for one question. */
export const questionMs = 10_000;
