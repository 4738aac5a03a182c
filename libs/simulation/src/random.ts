import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';
import type { RandomGenerator } from 'pure-rand/types/RandomGenerator';

const TWO_TO_32 = 2 ** 32;

/** What a stream of numbers is for: two streams of one seed have nothing in common. */
export const streams = {
  arrival: 1,
  visitor: 2,
  household: 3,
  project: 4,
  launch: 5,
  pledge: 6,
  rate: 7,
  lostExposure: 8,
  sharedHousehold: 9,
  fraud: 10,
  creator: 11,
  words: 12,
  otherBrowser: 13,
  certificate: 14,
} as const;

export type Stream = (typeof streams)[keyof typeof streams];

/**
 * Mixes 32 bits one-to-one: different inputs give different outputs.
 * Source: the finaliser of MurmurHash3 (A. Appleby, public domain).
 */
export function mix32(value: number): number {
  let bits = value ^ (value >>> 16);
  bits = Math.imul(bits, 0x85ebca6b);
  bits ^= bits >>> 13;
  bits = Math.imul(bits, 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
}

/** One number of [0, 1) that belongs to (seed, stream, index), without a generator. */
export const unitOf = (seed: number, stream: Stream, index: number): number =>
  mix32(mix32(mix32(seed) ^ Math.imul(stream, 0x9e3779b1)) ^ mix32(index + 1)) / TWO_TO_32;

/**
 * Numbers that follow from (seed, stream, index) alone. So each visitor, project and pledge has numbers of her own:
 * nothing that happens to one of them moves another's.
 */
export class Random {
  readonly #generator: RandomGenerator;

  constructor(seed: number, stream: Stream, index: number) {
    const first = mix32(seed ^ Math.imul(stream, 0x9e3779b1));
    const second = mix32(first ^ mix32(index + 1));
    // The state must not be all zero: its first word never is.
    this.#generator = xoroshiro128plusFromState([first | 1, second, mix32(second + 0x7f4a7c15), mix32(first ^ index)]);
  }

  /** Uniform in [0, 1), 32 bits fine. */
  unit(): number {
    return (this.#generator.next() >>> 0) / TWO_TO_32;
  }

  chance(probability: number): boolean {
    return this.unit() < probability;
  }

  /** An integer of [0, limit). */
  below(limit: number): number {
    return Math.floor(this.unit() * limit);
  }

  between(low: number, high: number): number {
    return low + this.unit() * (high - low);
  }

  pick<Item>(items: readonly Item[]): Item {
    const item = items[this.below(items.length)];
    if (item === undefined) throw new RangeError('Nothing to pick from.');
    return item;
  }

  /** Mean 1. */
  exponential(): number {
    return -Math.log(1 - this.unit());
  }

  /** Standard normal, by Box and Muller (1958). */
  normal(): number {
    return Math.sqrt(-2 * Math.log(1 - this.unit())) * Math.cos(2 * Math.PI * this.unit());
  }

  logNormal(median: number, sigma: number): number {
    return median * Math.exp(sigma * this.normal());
  }

  /** Failures before the first success: mean (1 − p) / p. */
  geometric(probability: number): number {
    return Math.floor(Math.log(1 - this.unit()) / Math.log(1 - probability));
  }
}
