/** The value at a path of names, null where there is none. Names that every object inherits are no attributes. */
export function valueAt(subject: unknown, path: readonly string[]): unknown {
  let current = subject;
  for (const name of path) {
    if (typeof current !== 'object' || current === null || !Object.hasOwn(current, name)) return null;
    current = (current as Readonly<Record<string, unknown>>)[name];
  }
  return current;
}
