import { createHmac } from 'node:crypto';

/** A secret that signs until it ends; RFC 3339, null: for ever. */
export interface SigningSecret {
  readonly secret: string;
  readonly ends_at: string | null;
}

export const signingNow = (secrets: readonly SigningSecret[], nowMs: number): SigningSecret[] =>
  secrets.filter(({ ends_at }) => ends_at === null || Date.parse(ends_at) > nowMs);

/**
 * `t=<seconds>,v1=<hex>[,v1=<hex>…]`: of each secret the HMAC-SHA-256 of `<seconds>.<body>`, so that a receiver knows when
 * it was sent, and whoever changes secrets finds its own among them. The form is Stripe's.
 */
export function signatureOf(body: string, secrets: readonly SigningSecret[], nowMs: number): string {
  const seconds = Math.floor(nowMs / 1_000);
  const hashes = signingNow(secrets, nowMs).map(({ secret }) =>
    createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex'),
  );
  return [`t=${seconds}`, ...hashes.map((hash) => `v1=${hash}`)].join(',');
}
