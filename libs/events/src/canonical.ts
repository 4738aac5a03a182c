import packaged from 'canonicalize';

/** RFC 8785. The package is one function, which its types describe as a module's default: asked for here once. */
export function canonicalJson(value: unknown): string {
  const serialize: unknown = packaged;
  const text: unknown = typeof serialize === 'function' ? serialize(value) : undefined;
  if (typeof text !== 'string') throw new TypeError('Only JSON has a canonical form.');
  return text;
}
