/**
 * Attributes come from anybody, and `{"toString": 1}` is JSON: turned into a text or a number it throws. Conditions are
 * compiled so that such a value matches nobody (see `compileCondition`); these say only how the turning is done.
 */
export const textOf = (value: unknown): string => (typeof value === 'string' ? value : String(value));

/** The type as `$type` names it. */
export function typeOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}

export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What is compared regardless of case. */
export const folded = (value: unknown): unknown => (typeof value === 'string' ? value.toLowerCase() : value);
