/** Reads fields of a record whose shape is only a hope: whatever is not of the wanted type is absent. */

export function field(record: unknown, ...path: readonly string[]): unknown {
  let value = record;
  for (const key of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as Record<string, unknown>)[key];
  }
  return value;
}

/** A text that says something. */
export function textField(record: unknown, ...path: readonly string[]): string | undefined {
  const value = field(record, ...path);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** A number within limits. */
export function numberField(record: unknown, path: readonly string[], minimum: number, maximum: number) {
  const value = field(record, ...path);
  return typeof value === 'number' && value >= minimum && value <= maximum ? value : undefined;
}

/** GeoIP2 writes flags only where they are true. */
export const flagField = (record: unknown, ...path: readonly string[]): boolean => field(record, ...path) === true;

/** ISO 3166-1 alpha-2 in capitals. */
export function countryField(record: unknown, ...path: readonly string[]): string | undefined {
  const code = textField(record, ...path)?.toUpperCase();
  return code !== undefined && /^[A-Z]{2}$/.test(code) ? code : undefined;
}

/** What remains of an object when its undefined fields go. */
export function present<Fields extends object>(fields: {
  readonly [Key in keyof Fields]: Fields[Key] | undefined;
}): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Fields;
}
