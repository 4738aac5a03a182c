import { createHash } from 'node:crypto';
import { canonicalJson } from '#libs/events';

/** SHA-256 of the canonical JSON (RFC 8785): equal for equal values, whatever the order of their fields. */
export const canonicalHash = (value: unknown): string =>
  createHash('sha256').update(canonicalJson(value)).digest('hex');

/** Twelve digits of it: enough to name a version. */
export const shortHash = (value: unknown): string => canonicalHash(value).slice(0, 12);
