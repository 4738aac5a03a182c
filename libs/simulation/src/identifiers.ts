import { mix32 } from './random.js';

const bytes = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));
const hex = (value: number): string =>
  `${bytes[value >>> 24]}${bytes[(value >>> 16) & 255]}${bytes[(value >>> 8) & 255]}${bytes[value & 255]}`;

/**
 * Ids that look random, never repeat and need no memory: a counter of 32 bits, mixed one-to-one under the seed and
 * the kind of thing. Counters from `RESERVED` on are for what is planned ahead (creators' and fraudsters' things).
 */
export class Identifiers {
  readonly #seed: number;

  constructor(seed: number) {
    this.#seed = mix32(seed ^ 0x51ed270b);
  }

  of(prefix: string, kind: number, counter: number): string {
    return prefix + hex(mix32((counter ^ this.#seed) + Math.imul(kind, 0x9e3779b1)));
  }

  visitor(counter: number): string {
    return this.of('v_', 1, counter);
  }

  backer(counter: number): string {
    return this.of('b_', 2, counter);
  }

  project(counter: number): string {
    return this.of('p_', 3, counter);
  }

  pledge(counter: number): string {
    return this.of('pl_', 4, counter);
  }

  /** A fingerprint, never a number. */
  card(counter: number): string {
    return this.of('card_', 5, counter);
  }

  device(counter: number): string {
    return this.of('d_', 6, counter);
  }

  insert(counter: number): string {
    return this.of('e_', 7, counter);
  }

  outcome(counter: number): string {
    return this.of('o_', 8, counter);
  }
}

/** Creators count from here, fraudsters from `FRAUDSTERS`. */
export const CREATORS = 0x80000000;
export const FRAUDSTERS = 0xc0000000;
