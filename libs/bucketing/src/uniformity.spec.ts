import { describe, expect, it } from '@jest/globals';
import { positionOf, seedHash } from './hash.js';
import type { HashVersion } from './hash.js';

/** Ids as they come: counted up, with a common beginning. The hardest case for FNV and the usual one. */
const unitIds = (count: number): string[] => Array.from({ length: count }, (_, index) => `backer-${index}`);

describe('positions of 200,000 units', () => {
  it.each(['checkout', 'exp-1', 'exp-2', '', '2014-06-01'])(
    'are uniform under the salt %j (Kolmogorov–Smirnov)',
    (salt) => {
      const hash = seedHash(salt, 2);
      const units = unitIds(200_000);
      const counts = new Uint32Array(10_000);
      for (const unit of units) {
        const bucket = Math.round(positionOf(hash, unit) * 10_000);
        counts[bucket] = (counts[bucket] ?? 0) + 1;
      }
      let [below, distance] = [0, 0];
      counts.forEach((count, bucket) => {
        below += count;
        distance = Math.max(distance, Math.abs(below / units.length - (bucket + 1) / 10_000));
      });
      // The distance of a uniform sample exceeds 1.949/√n once in a thousand.
      expect(distance).toBeLessThan(1.949 / Math.sqrt(units.length));
    },
  );
});

describe('pairs of experiments', () => {
  it('are independent under version 2, and are not under version 1', () => {
    expect(dependentPairs(2)).toBe(0);
    expect(dependentPairs(1)).toBeGreaterThan(20);
  });
});

/**
 * How many of the 120 pairs of 16 experiments with neighbouring names are dependent: χ² of the 4 × 4 table of
 * quarters over 20,000 units above 39.34, which an independent pair exceeds once in 100,000.
 */
function dependentPairs(version: HashVersion): number {
  const units = unitIds(20_000);
  const quarters = Array.from({ length: 16 }, (_, experiment) => {
    const hash = seedHash(`exp-${experiment}`, version);
    return Uint8Array.from(units, (unit) => Math.floor(positionOf(hash, unit) * 4));
  });
  const dependent = quarters.flatMap((one, index) =>
    quarters.slice(index + 1).filter((other) => chiSquare(one, other) > CRITICAL),
  );
  return dependent.length;
}

/** The quantile of 0.99999 of χ² with 9 degrees of freedom. */
const CRITICAL = 39.3407;

function chiSquare(one: Uint8Array, other: Uint8Array): number {
  const table = new Float64Array(16);
  one.forEach((row, unit) => {
    const cell = row * 4 + (other[unit] ?? 0);
    table[cell] = (table[cell] ?? 0) + 1;
  });
  const cell = (row: number, column: number): number => table[row * 4 + column] ?? 0;
  const indices = [0, 1, 2, 3];
  const rows = indices.map((row) => indices.reduce((sum, column) => sum + cell(row, column), 0));
  const columns = indices.map((column) => indices.reduce((sum, row) => sum + cell(row, column), 0));
  return indices.reduce(
    (sum, row) =>
      sum +
      indices.reduce((inner, column) => {
        const expected = ((rows[row] ?? 0) * (columns[column] ?? 0)) / one.length;
        return inner + (cell(row, column) - expected) ** 2 / expected;
      }, 0),
    0,
  );
}
