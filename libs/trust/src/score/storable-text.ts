import { invalid } from '#libs/errors';

/**
 * Refuses text that no UTF-8 can hold (a lone surrogate, written as an escape) and the character NUL, which no database
 * text can: such a body is malformed, and one of them must not take a batch of others with it.
 * @throws VerdictError `invalid` with the place.
 */
export function refuseUnstorableText(body: unknown): void {
  const pointer = placeOfUnstorable(body, '');
  if (pointer === undefined) return;
  const detail = 'holds a lone surrogate or the character NUL, which is no UTF-8 text';
  throw invalid(`The body cannot be read: ${pointer} ${detail}.`, [{ pointer, rule: 'utf8', detail }]);
}

function placeOfUnstorable(value: unknown, pointer: string): string | undefined {
  if (typeof value === 'string') return isStorable(value) ? undefined : pointer;
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [name, one] of Object.entries(value)) {
    if (!isStorable(name)) return pointer;
    const found = placeOfUnstorable(one, `${pointer}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** A lone surrogate does not survive UTF-8: it becomes the replacement character. */
const isStorable = (text: string): boolean => !text.includes('\u0000') && !/\p{Surrogate}/u.test(text);
