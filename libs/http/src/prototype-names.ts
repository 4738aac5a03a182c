import { escapePart } from '#libs/errors';

const names: readonly string[] = ['__proto__', 'prototype', 'constructor'];
const traces = ['proto', 'constructor', String.raw`\u`].map((text) => Buffer.from(text));

/** Whether a JSON body neither holds such a name nor an escape that could spell one. Nearly every body: three searches. */
export const isPlainBody = (body: Buffer): boolean => !traces.some((trace) => body.includes(trace));

/** Takes names away that, copied into another object, would change what it inherits. `value` is a tree, as JSON is. */
export function dropPrototypeNames(value: unknown): void {
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return;
  if (!Array.isArray(value)) for (const name of names) delete (value as Record<string, unknown>)[name];
  for (const one of Object.values(value)) dropPrototypeNames(one);
}

/** Where in a tree the first such name is, as a JSON pointer. */
export function findPrototypeName(value: unknown, pointer = ''): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [name, one] of Object.entries(value)) {
    const at = `${pointer}/${escapePart(name)}`;
    if (!Array.isArray(value) && names.includes(name)) return at;
    const found = findPrototypeName(one, at);
    if (found !== undefined) return found;
  }
  return undefined;
}
