import { hash } from 'node:crypto';
import { canonicalEmail } from '#libs/scoring';

const fingerprint = /^[0-9a-f]{32}$/;

/**
 * What stands for an e-mail address in events, buckets and the history: the first 16 bytes, in hexadecimal, of the SHA-256
 * of its canonical form. Equal addresses have equal fingerprints, and none has to be stored. Undefined for what is no address.
 */
export function emailFingerprint(text: string): string | undefined {
  const email = canonicalEmail(text);
  return email === undefined ? undefined : hash('sha256', email.address, 'hex').slice(0, 32);
}

/** Of an address its fingerprint; a fingerprint stays as it is. */
export const asEmailFingerprint = (text: string): string | undefined =>
  fingerprint.test(text) ? text : emailFingerprint(text);
