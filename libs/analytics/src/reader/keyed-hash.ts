import { createHmac } from 'node:crypto';
import { unavailable } from '#libs/errors';

/**
 * HMAC-SHA-256 under the company's own key, in hexadecimal: equal texts stay equal, in every table and on every day, and
 * who has not the key cannot try names against it.
 */
export class KeyedHash {
  constructor(private readonly key: string | undefined) {}

  /** @throws VerdictError `unavailable` without a key */
  of(text: string): string {
    return createHmac('sha256', this.require()).update(text).digest('hex');
  }

  /** @throws VerdictError `unavailable` without a key */
  require(): string {
    if (this.key === undefined) throw unavailable('Columns are to be hashed, and SOURCE_HASH_KEY is not set.');
    return this.key;
  }

  /** Tells one key from another, and nothing of either: what was hashed under another key joins nothing of this one. */
  get fingerprint(): string {
    return this.key === undefined ? '' : this.of('verdict:fingerprint').slice(0, 16);
  }
}
