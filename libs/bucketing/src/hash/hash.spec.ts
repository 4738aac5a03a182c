import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { describeShared } from '../../../../test/support/shared.js';
import { fnv1a, fnv1aOfDecimal } from './fnv.js';
import { positionOf, seedHash } from './hash.js';
import type { HashVersion } from './hash.js';

interface Vectors {
  fnv1a: [text: string, hash: number][];
  position: [seed: string, unit: string, version: HashVersion, position: number][];
}

const vectors = JSON.parse(readFileSync(new URL('../../testing/vectors.json', import.meta.url), 'utf8')) as Vectors;

describe('fnv1a', () => {
  it.each(vectors.fnv1a)('of %j is %d', (text, hash) => {
    expect(fnv1a(text)).toBe(hash);
  });

  it('goes on from the state that earlier text left', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), fc.string(), (a, b) => fnv1a(b, fnv1a(a)) === fnv1a(a + b)));
  });

  it('hashes the decimal digits of an integer as its text', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 0xffffffff }), (value) => fnv1aOfDecimal(value) === fnv1a(String(value))),
    );
    for (const value of [0, 9, 10, 99, 100, 999_999_999, 1_000_000_000, 4_294_967_295]) {
      expect(fnv1aOfDecimal(value)).toBe(fnv1a(String(value)));
    }
  });
});

describe('positionOf', () => {
  it('gives 0.0505 to "a" under the seed "seed"', () => {
    expect(positionOf(seedHash('seed', 2), 'a')).toBe(0.0505);
  });

  it('agrees with a second implementation', () => {
    expect(vectors.position.length).toBeGreaterThan(100);
    for (const [seed, unit, version, position] of vectors.position) {
      expect([seed, unit, version, positionOf(seedHash(seed, version), unit)]).toEqual([seed, unit, version, position]);
    }
  });

  it('never leaves [0, 1)', () => {
    fc.assert(
      fc.property(
        fc.string(),
        fc.string({ unit: 'binary' }),
        fc.constantFrom<HashVersion>(1, 2),
        (seed, unit, version) => {
          const position = positionOf(seedHash(seed, version), unit);
          expect(position).toBeGreaterThanOrEqual(0);
          expect(position).toBeLessThan(1);
        },
      ),
    );
  });
});

describeShared('positionOf on the GrowthBook suite', 'data/growthbook/cases-0.8.0.json', (path) => {
  interface Suite {
    hash: [seed: string, value: string, version: number, expected: number | null][];
    inNamespace: [name: string, user: string, space: [string, number, number], inside: boolean][];
  }
  const suite = (): Suite => JSON.parse(readFileSync(path, 'utf8')) as Suite;

  it('gives every position of the category hash', () => {
    const known = suite().hash.filter(([, , version]) => version === 1 || version === 2);
    expect(known).toHaveLength(14);
    for (const [seed, value, version, expected] of known) {
      expect([seed, value, positionOf(seedHash(seed, version === 1 ? 1 : 2), value)]).toEqual([seed, value, expected]);
    }
    // The fifteenth asks for version 99, which the type of the version excludes.
    expect(suite().hash.filter(([, , , expected]) => expected === null)).toEqual([['abc', 'def', 99, null]]);
  });

  it('puts users into namespaces as the category inNamespace does', () => {
    const cases = suite().inNamespace;
    expect(cases).toHaveLength(16);
    for (const [name, user, [space, start, end], inside] of cases) {
      const position = positionOf(seedHash(`__${space}`, 1), user);
      expect([name, position >= start && position < end]).toEqual([name, inside]);
    }
  });
});
