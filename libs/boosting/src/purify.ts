import { pairBins, type Pair } from './pairs.js';

/** Shapes that are being made unique; changed in place. */
export interface Effects {
  intercept: number;
  readonly mains: readonly Float64Array[];
  readonly pairs: readonly { readonly pair: Pair; readonly values: Float64Array; readonly counts: Float64Array }[];
  /** Rows of each bin of each feature. */
  readonly counts: readonly Float64Array[];
  /** For each feature and bin the bin that it has in pairs. */
  readonly coarse: readonly Uint8Array[];
}

const mostSweeps = 1_000;
const still = 1e-13;

/**
 * Makes the parts of an additive function unique, without changing the function: the mean of a pair's shape over either
 * of its features is moved into the other feature's shape until there is none, and the means of those into the intercept.
 * Means are over the rows that were learnt from. Cells without rows follow the means of their line.
 *
 * Source: Lengerich, Tan, Chang, Hooker & Caruana, Purifying interaction effects with the functional ANOVA, AISTATS
 * (2020), algorithm 1.
 */
export function purify(effects: Effects): void {
  for (const { pair, values, counts } of effects.pairs)
    for (let sweep = 0; sweep < mostSweeps; sweep++) {
      const first = moveMeans(values, counts, true, effects.mains[pair.first]!, effects.coarse[pair.first]!);
      const second = moveMeans(values, counts, false, effects.mains[pair.second]!, effects.coarse[pair.second]!);
      if (Math.max(first, second) < still) break;
    }
  for (const [at, shape] of effects.mains.entries()) effects.intercept += centre(shape, effects.counts[at]!);
  forgetUnseen(effects);
}

/**
 * A value that no row had (missing, where none was) says nothing: its contribution is zero, not what the mean of the
 * others makes of it. So an answer without its velocities is the one of an average pledge.
 */
function forgetUnseen({ mains, counts, pairs, coarse }: Effects): void {
  for (const [at, shape] of mains.entries()) if (counts[at]![0] === 0) shape[0] = 0;
  for (const { pair, values } of pairs) {
    if (isUnseen(counts[pair.first]!, coarse[pair.first]!)) values.fill(0, 0, pairBins);
    if (!isUnseen(counts[pair.second]!, coarse[pair.second]!)) continue;
    for (let line = 0; line < pairBins; line++) values[line * pairBins] = 0;
  }
}

const isUnseen = (counts: Float64Array, coarse: Uint8Array): boolean =>
  counts.every((count, bin) => coarse[bin] !== 0 || count === 0);

/** @returns the greatest mean that was moved */
function moveMeans(
  values: Float64Array,
  counts: Float64Array,
  ofRows: boolean,
  main: Float64Array,
  coarse: Uint8Array,
): number {
  const means = new Float64Array(pairBins);
  let greatest = 0;
  for (let line = 0; line < pairBins; line++) {
    let [sum, weight] = [0, 0];
    for (let at = 0; at < pairBins; at++) {
      const cell = ofRows ? line * pairBins + at : at * pairBins + line;
      sum += values[cell]! * counts[cell]!;
      weight += counts[cell]!;
    }
    if (weight === 0) continue;
    means[line] = sum / weight;
    greatest = Math.max(greatest, Math.abs(means[line]!));
    for (let at = 0; at < pairBins; at++) values[ofRows ? line * pairBins + at : at * pairBins + line]! -= means[line]!;
  }
  for (let bin = 0; bin < main.length; bin++) main[bin]! += means[coarse[bin]!]!;
  return greatest;
}

/** @returns the mean that the shape no longer has */
function centre(shape: Float64Array, counts: Float64Array): number {
  let [sum, weight] = [0, 0];
  for (let bin = 0; bin < shape.length; bin++) {
    sum += shape[bin]! * counts[bin]!;
    weight += counts[bin]!;
  }
  if (weight === 0) return 0;
  const mean = sum / weight;
  for (let bin = 0; bin < shape.length; bin++) shape[bin]! -= mean;
  return mean;
}
