import { gainOf, type StepOptions, type Sums } from './line-step.js';
import { sigmoid } from './losses.js';
import { binCounts, type Table } from './table.js';

/** Two features by their places, the first the lower. */
export interface Pair {
  readonly first: number;
  readonly second: number;
}

/** Of each of a pair's features, so that a pair of bins is a byte. */
export const pairBins = 16;

/**
 * For each bin of a feature the one of at most 16 that holds it in pairs: the missing value keeps its own, the others are
 * joined with their neighbours to about equal numbers of rows. Few bins are kept as they are.
 */
export function coarseBins(counts: ArrayLike<number>): Uint8Array {
  const coarse = new Uint8Array(counts.length);
  const few = counts.length <= pairBins;
  let total = 0;
  for (let bin = 1; bin < counts.length; bin++) total += counts[bin]!;
  for (let bin = 1, below = 0; bin < counts.length; bin++) {
    // By the middle of its rows: a bin that holds half of them all takes one place, not seven.
    const middle = below + counts[bin]! / 2;
    coarse[bin] = few ? bin : 1 + Math.min(pairBins - 2, Math.floor(((pairBins - 1) * middle) / Math.max(total, 1)));
    below += counts[bin]!;
  }
  return closeGaps(coarse);
}

/** Numbers without gaps, in the same order. */
function closeGaps(coarse: Uint8Array): Uint8Array {
  for (let bin = 1, last = 0, place = 0; bin < coarse.length; bin++) {
    if (coarse[bin] !== last) place += 1;
    last = coarse[bin]!;
    coarse[bin] = place;
  }
  return coarse;
}

/** Coarse bin of the first times 16 and that of the second. */
export function pairColumn(table: Table, { first, second }: Pair, coarse: readonly Uint8Array[]): Uint8Array {
  const [one, other] = [table.columns[first]!, table.columns[second]!];
  const [rough, otherRough] = [coarse[first]!, coarse[second]!];
  const column = new Uint8Array(table.rows);
  for (let row = 0; row < table.rows; row++) column[row] = rough[one[row]!]! * pairBins + otherRough[other[row]!]!;
  return column;
}

/** Sums over the rectangle of cells below both cuts, for every pair of cuts. */
function cumulated(cells: Float64Array): Float64Array {
  const sums = new Float64Array((pairBins + 1) ** 2);
  for (let row = 0; row < pairBins; row++)
    for (let column = 0; column < pairBins; column++) {
      const at = (row + 1) * (pairBins + 1) + column + 1;
      sums[at] = cells[row * pairBins + column]! + sums[at - 1]! + sums[at - pairBins - 1]! - sums[at - pairBins - 2]!;
    }
  return sums;
}

/** What a cut of both features is made of: sums below both cuts, below one of them, and of everything. */
class Quadrants {
  private readonly sums: Float64Array;

  constructor(cells: Float64Array) {
    this.sums = cumulated(cells);
  }

  /** Of the four parts: 0 both low, 1 first low, 2 second low, 3 both high. */
  at(row: number, column: number, part: number): number {
    const width = pairBins + 1;
    const low = this.sums[row * width + column]!;
    if (part === 0) return low;
    const left = this.sums[row * width + pairBins]! - low;
    if (part === 1) return left;
    const top = this.sums[pairBins * width + column]! - low;
    return part === 2 ? top : this.sums[width * width - 1]! - low - left - top;
  }
}

interface Cut {
  readonly gain: number;
  readonly row: number;
  readonly column: number;
  readonly values: readonly number[];
}

const parts = [0, 1, 2, 3];

/** The cut of both features into four parts with the most likelihood to gain, each of enough rows. */
function bestCut(sums: Sums, { ridge, leastRows, learningRate }: Omit<StepOptions, 'leaves'>): Cut | undefined {
  const [gradients, hessians] = [new Quadrants(sums.gradient), new Quadrants(sums.hessian)];
  const counts = new Quadrants(sums.count);
  let [gain, bestRow, bestColumn] = [1e-12, 0, 0];
  for (let row = 1; row < pairBins; row++)
    for (let column = 1; column < pairBins; column++) {
      let found = 0;
      for (let part = 0; part < 4; part++) {
        if (counts.at(row, column, part) < leastRows) {
          found = 0;
          break;
        }
        found += gainOf(gradients.at(row, column, part), hessians.at(row, column, part), ridge);
      }
      if (found > gain) [gain, bestRow, bestColumn] = [found, row, column];
    }
  if (bestRow === 0) return undefined;
  const valueOf = (part: number): number =>
    (learningRate * gradients.at(bestRow, bestColumn, part)) / (hessians.at(bestRow, bestColumn, part) + ridge);
  return { gain, row: bestRow, column: bestColumn, values: parts.map(valueOf) };
}

/** One step of a pair's shape: four parts. */
export function pairStep(sums: Sums, options: StepOptions, step: Float64Array): void {
  step.fill(0);
  const cut = bestCut(sums, options);
  if (cut === undefined) return;
  for (let row = 0; row < pairBins; row++)
    for (let column = 0; column < pairBins; column++)
      step[row * pairBins + column] = cut.values[(row < cut.row ? 0 : 2) + (column < cut.column ? 0 : 1)]!;
}

/**
 * The pairs with most left to learn after the single features: for each the gain of its best cut into four parts of the
 * residuals. Features that must be monotone are in none: what a pair adds could turn their effect round.
 *
 * Source: Lou, Caruana, Gehrke & Hooker, Accurate intelligible models with pairwise interactions, KDD (2013), FAST.
 *
 * @param scores log-odds of every row by the single features
 * @param candidates features by their places
 */
export function selectPairs(
  table: Table,
  scores: Float64Array,
  candidates: readonly number[],
  { most, ...options }: Omit<StepOptions, 'leaves'> & { readonly most: number },
): Pair[] {
  const coarse = coarseOf(table);
  const [gradients, hessians] = derivativesOf(table.labels, scores);
  const allowed = candidates.filter((place) => table.features[place]?.monotone === undefined);
  const found: { pair: Pair; gain: number }[] = [];
  for (const [at, one] of allowed.entries())
    for (const other of allowed.slice(at + 1)) {
      const pair = { first: Math.min(one, other), second: Math.max(one, other) };
      const sums = sumsOf(pairColumn(table, pair, coarse), gradients, hessians);
      found.push({ pair, gain: bestCut(sums, options)?.gain ?? 0 });
    }
  return found
    .filter(({ gain }) => gain > 0)
    .toSorted((left, right) => right.gain - left.gain || orderOf(left.pair) - orderOf(right.pair))
    .slice(0, most)
    .map(({ pair }) => pair)
    .toSorted((left, right) => orderOf(left) - orderOf(right));
}

const orderOf = ({ first, second }: Pair): number => first * 65_536 + second;

export const coarseOf = (table: Table): Uint8Array[] => {
  const bins = binCounts(table);
  return table.columns.map((column, at) => {
    const counts = new Float64Array(bins[at]!);
    for (let row = 0; row < column.length; row++) counts[column[row]!]! += 1;
    return coarseBins(counts);
  });
};

function derivativesOf(labels: Uint8Array, scores: Float64Array): [Float64Array, Float64Array] {
  const [gradients, hessians] = [new Float64Array(labels.length), new Float64Array(labels.length)];
  for (let row = 0; row < labels.length; row++) {
    const probability = sigmoid(scores[row]!);
    gradients[row] = labels[row]! - probability;
    hessians[row] = probability * (1 - probability);
  }
  return [gradients, hessians];
}

function sumsOf(column: Uint8Array, gradients: Float64Array, hessians: Float64Array): Sums {
  const cells = pairBins * pairBins;
  const sums = { gradient: new Float64Array(cells), hessian: new Float64Array(cells), count: new Float64Array(cells) };
  for (let row = 0; row < column.length; row++) {
    const cell = column[row]!;
    sums.gradient[cell]! += gradients[row]!;
    sums.hessian[cell]! += hessians[row]!;
    sums.count[cell]! += 1;
  }
  return sums;
}
