/** A value of a feature: unknown, a number, a truth (counted as 0 and 1) or a name. */
export type Value = number | boolean | string | undefined;

/**
 * How the values of one feature fall into at most 255 bins. Bin 0 is the missing value's own. Of a numeric feature bin b
 * has the values of [cuts[b − 2], cuts[b − 1]), with nothing below the first cut and nothing above the last; of a
 * categorical one bin 1 has the categories that have no bin, and bin b the category at b − 2.
 */
export type Binning =
  | { readonly kind: 'numeric'; readonly cuts: readonly number[] }
  | { readonly kind: 'categorical'; readonly categories: readonly string[] };

/** A byte holds them, the missing value's included. */
export const mostBins = 255;

export const binCount = (binning: Binning): number =>
  binning.kind === 'numeric' ? binning.cuts.length + 2 : binning.categories.length + 2;

/** NaN for what is missing: what is no number, or none that can be ordered. */
export function numberOf(value: Value): number {
  if (typeof value === 'boolean') return value ? 1 : 0;
  return typeof value === 'number' ? value : NaN;
}

/**
 * Cuts at quantiles of the known values, each half-way between two of them that differ: so every value that is frequent
 * has a bin of its own, and none is split. With few different values each has one.
 *
 * @param values NaN is missing
 * @param bins for the known values, at most 254
 */
export function numericBinning(values: ArrayLike<number>, bins: number): Binning {
  const known = Float64Array.from(values)
    .filter((value) => !Number.isNaN(value))
    .toSorted();
  const different = differentOf(known);
  const most = Math.min(bins, mostBins - 1);
  const edges = different.length <= most ? different.slice(1) : quantileEdges(known, most);
  return { kind: 'numeric', cuts: edges.map((edge) => middle(known[firstAtLeast(known, edge) - 1]!, edge)) };
}

const differentOf = (ascending: Float64Array): number[] =>
  Array.from(ascending.filter((value, at) => at === 0 || value !== ascending[at - 1]));

/** The different values at the quantiles, without the least of all. */
function quantileEdges(ascending: Float64Array, bins: number): number[] {
  const edges: number[] = [];
  for (let bin = 1; bin < bins; bin++) {
    const edge = ascending[Math.floor((bin * ascending.length) / bins)]!;
    if (edge > ascending[0]! && edge !== edges.at(-1)) edges.push(edge);
  }
  return edges;
}

/** Half-way, unless rounding or an infinity would put it below or on the lower one. */
function middle(lower: number, upper: number): number {
  const half = lower / 2 + upper / 2;
  return half > lower && half <= upper ? half : upper;
}

/** How many of these ascending numbers are below a value. */
function firstAtLeast(ascending: ArrayLike<number>, value: number): number {
  let [low, high] = [0, ascending.length];
  while (low < high) {
    const half = (low + high) >>> 1;
    if (ascending[half]! < value) low = half + 1;
    else high = half;
  }
  return low;
}

/** The most frequent categories have bins; of two with one frequency the first in the order of code units. */
export function categoricalBinning(counts: ReadonlyMap<string, number>, bins: number): Binning {
  const byFrequency = [...counts].toSorted(([left, one], [right, other]) => other - one || (left < right ? -1 : 1));
  const most = Math.min(bins, mostBins - 2);
  return { kind: 'categorical', categories: byFrequency.slice(0, most).map(([category]) => category) };
}

/** Value to bin; prepared once, since a training asks it for every cell. */
export function binner(binning: Binning): (value: Value) => number {
  if (binning.kind === 'categorical') {
    const places = new Map(binning.categories.map((category, at) => [category, at + 2]));
    return (value) => (value === undefined ? 0 : (places.get(String(value)) ?? 1));
  }
  const cuts = Float64Array.from(binning.cuts);
  return (value) => {
    const number = numberOf(value);
    return Number.isNaN(number) ? 0 : 1 + countUpTo(cuts, number);
  };
}

/** How many of these ascending numbers are not above a value. */
function countUpTo(ascending: Float64Array, value: number): number {
  let [low, high] = [0, ascending.length];
  while (low < high) {
    const half = (low + high) >>> 1;
    if (ascending[half]! <= value) low = half + 1;
    else high = half;
  }
  return low;
}
