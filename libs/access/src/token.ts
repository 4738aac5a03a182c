import { hash, randomBytes } from 'node:crypto';

/** A new secret: 256 random bits behind a prefix that says what it opens. Shown once; only its hash is kept. */
export const newToken = (prefix: string): string => `${prefix}_${randomBytes(32).toString('base64url')}`;

/** SHA-256 of a token, base64: enough for 256 random bits (a password would need argon2). */
export const tokenHash = (token: string): string => hash('sha256', token, 'base64');
