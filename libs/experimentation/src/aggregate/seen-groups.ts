import type { WarehouseSession } from '#libs/warehouse';
import type { CohortSums } from './cohorts.js';

/** Units that are alike, or that are thrown together by the hash of their id: what they add up to. */
export interface SeenGroup {
  /** How many groups are just like it. */
  readonly count: number;
  /** n, Σy, Σy², and of a ratio Σx, Σx², Σxy. */
  readonly units: number;
  readonly sums: readonly number[];
  readonly products: readonly (readonly number[])[];
}

export interface SeenSums {
  readonly sums: readonly CohortSums[];
  /** Of units whose window is closed. */
  readonly groups: readonly SeenGroup[];
}

/** More distinct values than these, and units are thrown into so many buckets: what is divided anew stays small. */
const mostGroups = 20_000;

/** Of the one line that was asked for. */
export async function seenGroups(
  session: WarehouseSession,
  own: { readonly experiment: string },
): Promise<readonly SeenGroup[]> {
  const values = { ...own, row_limit: mostGroups + 1 };
  const { rows } = await session.query<ValueCount>('aggregate/list_value_counts', values);
  if (rows.length <= mostGroups) return rows.map(groupOfValue);
  const buckets = await session.query<BucketSums>('aggregate/list_bucket_sums', { ...own, buckets: mostGroups });
  return buckets.rows.map(groupOfBucket);
}

interface ValueCount {
  readonly value: string;
  readonly denominator: string | null;
  readonly units: number;
}

interface BucketSums {
  readonly units: number;
  readonly sum_y: string;
  readonly sum_yy: string;
  readonly sum_x: string | null;
  readonly sum_xx: string | null;
  readonly sum_xy: string | null;
}

function groupOfValue({ value, denominator, units }: ValueCount): SeenGroup {
  const numbers = denominator === null ? [Number(value)] : [Number(value), Number(denominator)];
  const products = numbers.map((left) => numbers.map((right) => left * right));
  return { count: units, units: 1, sums: numbers, products };
}

function groupOfBucket({ units, sum_y, sum_yy, sum_x, sum_xx, sum_xy }: BucketSums): SeenGroup {
  const [y, yy, x, xx, xy] = [sum_y, sum_yy, sum_x, sum_xx, sum_xy].map(Number) as [
    number,
    number,
    number,
    number,
    number,
  ];
  if (sum_x === null) return { count: 1, units, sums: [y], products: [[yy]] };
  return {
    count: 1,
    units,
    sums: [y, x],
    products: [
      [yy, xy],
      [xy, xx],
    ],
  };
}
