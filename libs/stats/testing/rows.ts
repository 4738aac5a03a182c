import type { JointSums } from '../src/joint-statistics.js';

/** Sums and products of rows, each the values of one unit, as a warehouse would give them. */
export function jointSums(rows: readonly (readonly number[])[]): JointSums<number> {
  const width = rows[0]?.length ?? 0;
  const sums = Array.from({ length: width }, () => 0);
  const products = Array.from({ length: width }, () => Array.from({ length: width }, () => 0));
  for (const row of rows) {
    row.forEach((a, i) => {
      sums[i] = (sums[i] ?? 0) + a;
      const line = products[i] ?? [];
      row.forEach((b, j) => (line[j] = (line[j] ?? 0) + a * b));
    });
  }
  return { n: rows.length, sums, products };
}

/** Standard normal numbers by Box and Muller, from uniform ones. */
export const normals = (uniform: () => number) => (): number =>
  Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
