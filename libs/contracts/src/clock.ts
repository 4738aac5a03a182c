import { createHash, randomBytes } from 'node:crypto';

/** Where the time comes from. Services take it as an argument, so that tests and imports can set it. */
export interface Clock {
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  now(): number;
}

export const systemClock: Clock = { now: () => Date.now() };

/** The injection token of the clock. */
export const CLOCK = Symbol('CLOCK');

/** A UUID version 7 (RFC 9562): 48 bits of the clock's milliseconds, then 74 random bits; sorts by time of making. */
export const newId = (clock: Clock): string => uuid7(clock.now(), randomBytes(16));

/** The same, but for 74 bits of the text's SHA-256: whoever asks with this time and text gets this id. */
export const idOf = (ms: number, text: string): string => uuid7(ms, createHash('sha256').update(text).digest());

function uuid7(ms: number, bytes: Buffer): string {
  bytes.writeUIntBE(ms, 0, 6);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x70, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20, 32)}`;
}
