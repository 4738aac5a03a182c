import { featureCatalogue } from './feature-catalogue.js';

/**
 * How the values of one feature lie among recent pledges: the empirical distribution at some of its values, with exact
 * counts. With few different values it is all of them; otherwise those at every half percent, and at every tenth of the
 * last one, where fraud is.
 */
export interface FeatureDistribution {
  /** Pledges of which the value was known. */
  readonly known: number;
  /** Ascending. */
  readonly values: readonly number[];
  /** For each of `values`: pledges with a lower one … */
  readonly below: readonly number[];
  /** … and pledges with this or a lower one. */
  readonly up_to: readonly number[];
}

/** By the feature's name; a feature that is not there has none. */
export type FeatureDistributions = Readonly<Record<string, FeatureDistribution>>;

/** With fewer known values a percentile says nothing. */
export const leastKnown = 100;

const halfPercents = Array.from({ length: 201 }, (_, index) => index / 200);
const lastTenths = Array.from({ length: 9 }, (_, index) => 0.991 + index / 1_000);
const probabilities = [...halfPercents, ...lastTenths];

/** Numbers that name something: none of them is more than another. */
const names = new Set(['ip_asn']);

const measured = featureCatalogue.filter(({ type, name }) => type === 'double' && !names.has(name));

/** How many of these ascending numbers are lower than a value; with `orEqual`, not above it. */
function countBelow(ascending: ArrayLike<number>, value: number, orEqual: boolean): number {
  let [low, high] = [0, ascending.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    const other = ascending[middle] ?? NaN;
    if (other < value || (orEqual && other === value)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Undefined where too few values are known. */
export function distributionOf(values: readonly number[]): FeatureDistribution | undefined {
  if (values.length < leastKnown) return undefined;
  const sorted = Float64Array.from(values).toSorted();
  const different = [...new Set(sorted)];
  const atQuantiles = probabilities.map((share) => sorted[Math.floor(share * (sorted.length - 1))] ?? NaN);
  const kept =
    different.length <= probabilities.length ? different : [...new Set(Float64Array.from(atQuantiles).toSorted())];
  return {
    known: sorted.length,
    values: kept,
    below: kept.map((value) => countBelow(sorted, value, false)),
    up_to: kept.map((value) => countBelow(sorted, value, true)),
  };
}

/** Of every feature that measures something, from the features of a sample of pledges. */
export function distributionsOf(pledges: readonly Readonly<Record<string, unknown>>[]): FeatureDistributions {
  const found = measured.flatMap(({ name }) => {
    const values = pledges.flatMap((features) => {
      const value = features[name];
      return typeof value === 'number' ? [value] : [];
    });
    const distribution = distributionOf(values);
    return distribution === undefined ? [] : [[name, distribution] as const];
  });
  return Object.fromEntries(found);
}

/**
 * Percent of the pledges whose value is lower, with two decimals: at least so many of them, since between two of the kept
 * values it counts up to the lower one.
 *
 * @example of 1,000 pledges 980 with 0 and 20 with 1: 0 of 0, 98 of 1, 100 of 2
 */
export function percentileOf(value: number, { known, values, below, up_to }: FeatureDistribution): number {
  const place = countBelow(values, value, true) - 1;
  const count = (values[place] === value ? below[place] : up_to[place]) ?? 0;
  return Math.round((10_000 * count) / known) / 100;
}
