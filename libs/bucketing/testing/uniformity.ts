import { positionOf, seedHash } from '../src/hash/hash.js';
import type { HashVersion } from '../src/hash/hash.js';

/*
 * Measures the hash and prints what it found as JSON. In a process of its own: a hundred million hashes take seconds
 * there, and a minute and a half among the guarded modules of a test.
 */

/** Ids as they come: counted up, with a common beginning. The hardest case for FNV and the usual one. */
const unitIds = (count: number): string[] => Array.from({ length: count }, (_, index) => `backer-${index}`);

/** Names as they come, too: neighbours, a date, and none at all. */
const salts = (count: number): string[] => [
  'checkout',
  '',
  '2014-06-01',
  ...Array.from({ length: count - 3 }, (_, index) => `exp-${index}`),
];

/** The largest difference between the shares below each of the 10,000 positions and what they should be. */
function distanceFromUniform(salt: string, units: readonly string[]): number {
  const hash = seedHash(salt, 2);
  const counts = new Uint32Array(10_000);
  for (const unit of units) {
    const place = Math.round(positionOf(hash, unit) * 10_000);
    counts[place] = (counts[place] ?? 0) + 1;
  }
  let [below, distance] = [0, 0];
  counts.forEach((count, place) => {
    below += count;
    distance = Math.max(distance, Math.abs(below / units.length - (place + 1) / 10_000));
  });
  return distance;
}

/** The χ² statistics of the 4 × 4 tables of quarters of all pairs. */
function pairStatistics(version: HashVersion, units: readonly string[]): number[] {
  const quarters = salts(60).map((salt) => {
    const hash = seedHash(salt, version);
    return Uint8Array.from(units, (unit) => Math.floor(positionOf(hash, unit) * 4));
  });
  return quarters.flatMap((one, index) => quarters.slice(index + 1).map((other) => chiSquare(one, other)));
}

function chiSquare(one: Uint8Array, other: Uint8Array): number {
  const table = new Float64Array(16);
  for (let unit = 0; unit < one.length; unit += 1) {
    const cell = (one[unit] ?? 0) * 4 + (other[unit] ?? 0);
    table[cell] = (table[cell] ?? 0) + 1;
  }
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

const [million, fewer] = [unitIds(1_000_000), unitIds(200_000)];
process.stdout.write(
  JSON.stringify({
    distances: salts(100).map((salt) => distanceFromUniform(salt, million) * Math.sqrt(million.length)),
    pairs: pairStatistics(2, fewer),
    pairsOfVersion1: pairStatistics(1, fewer),
  }),
);
