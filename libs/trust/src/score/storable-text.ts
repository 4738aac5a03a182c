import { findUnstorable, invalid } from '#libs/errors';

/**
 * Refuses text that no UTF-8 can hold (a lone surrogate, written as an escape) and the character NUL, which no database
 * text can: such a body is malformed, and one of them must not take a batch of others with it.
 * @throws VerdictError `invalid` with the place.
 */
export function refuseUnstorableText(body: unknown): void {
  const pointer = findUnstorable(body);
  if (pointer === undefined) return;
  const detail = 'holds a lone surrogate or the character NUL, which is no UTF-8 text';
  throw invalid(`The body cannot be read: ${pointer} ${detail}.`, [{ pointer, rule: 'utf8', detail }]);
}
