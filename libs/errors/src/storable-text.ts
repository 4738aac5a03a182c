/**
 * Half a surrogate pair, or NUL: JSON can escape both, UTF-8 cannot hold the first and no database the second.
 * Source: RFC 8259 §8.2; PostgreSQL, Character Types.
 */
const unstorable = /[\p{Surrogate}\0]/u;

export const isStorable = (text: string): boolean => !unstorable.test(text);

/**
 * Where in a JSON value the first text is that nothing can store: a JSON pointer. A field's name that holds it is told as
 * the object that it is in, since a pointer must not repeat it.
 */
export function findUnstorable(value: unknown, pointer = ''): string | undefined {
  if (typeof value === 'string') return isStorable(value) ? undefined : pointer;
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [name, one] of Object.entries(value)) {
    if (!isStorable(name)) return pointer;
    const found = findUnstorable(one, `${pointer}/${escapePart(name)}`);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** One part of a JSON pointer (RFC 6901). */
export const escapePart = (part: string): string => part.replaceAll('~', '~0').replaceAll('/', '~1');
