import { createHash } from 'node:crypto';

/**
 * JSON of one form only (RFC 8785): fields in the order of their names' UTF-16 code units, numbers as JavaScript writes
 * them, nothing between. Fields that are undefined do not exist.
 */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((one) => canonicalJson(one ?? null)).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const fields = Object.entries(value).filter(([, one]) => one !== undefined);
  fields.sort(([left], [right]) => (left < right ? -1 : 1));
  return `{${fields.map(([name, one]) => `${JSON.stringify(name)}:${canonicalJson(one)}`).join(',')}}`;
}

/** SHA-256 of the canonical JSON: equal for equal values, whatever the order of their fields. */
export const canonicalHash = (value: unknown): string =>
  createHash('sha256').update(canonicalJson(value)).digest('hex');

/** Twelve digits of it: enough to name a version. */
export const shortHash = (value: unknown): string => canonicalHash(value).slice(0, 12);
