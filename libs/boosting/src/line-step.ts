/** How a step of boosting is regularised. */
export interface StepOptions {
  /** Of the whole step that Newton's method would take. */
  readonly learningRate: number;
  /** At most, in the step of one feature. */
  readonly leaves: number;
  /** Rows that a leaf has at least. */
  readonly leastRows: number;
  /** Added to the sum of second derivatives: a leaf of few rows moves little. */
  readonly ridge: number;
}

/** First and second derivatives of the log-likelihood, summed over the rows of each bin, and those rows. */
export interface Sums {
  readonly gradient: Float64Array;
  readonly hessian: Float64Array;
  readonly count: Float64Array;
}

interface Leaf {
  readonly from: number;
  readonly until: number;
  readonly gradient: number;
  readonly hessian: number;
  readonly count: number;
}

interface Split {
  readonly at: number;
  readonly gain: number;
  readonly left: Leaf;
  readonly right: Leaf;
}

/** How much the log-likelihood gains (twice) from a Newton step in these rows. */
export const gainOf = (gradient: number, hessian: number, ridge: number): number =>
  (gradient * gradient) / (hessian + ridge);

/**
 * One step of a feature's shape: a tree of few leaves over its bins, grown where the likelihood gains most. The missing
 * value's bin is a leaf of its own. Categories are first put in the order of their own steps, for which splits of the
 * order are the best of all splits (Fisher, On grouping for maximum homogeneity, 1958).
 *
 * @param ordered the bins' order means something
 * @returns what is added in each bin, already times the learning rate
 */
export function lineStep(sums: Sums, ordered: boolean, options: StepOptions, step: Float64Array): void {
  const bins = sums.gradient.length;
  const order = Array.from({ length: bins - 1 }, (_, at) => at + 1);
  if (!ordered) {
    const own = (bin: number): number => sums.gradient[bin]! / (sums.hessian[bin]! + options.ridge);
    order.sort((left, right) => own(left) - own(right) || left - right);
  }
  const leaves = grow(sums, order, options);
  step.fill(0);
  for (const leaf of leaves) {
    const value = stepOf(leaf, options);
    for (let at = leaf.from; at < leaf.until; at++) step[order[at]!] = value;
  }
  if (sums.count[0]! >= options.leastRows)
    step[0] = stepOf({ gradient: sums.gradient[0]!, hessian: sums.hessian[0]! }, options);
}

const stepOf = ({ gradient, hessian }: Pick<Leaf, 'gradient' | 'hessian'>, { learningRate, ridge }: StepOptions) =>
  (learningRate * gradient) / (hessian + ridge);

function grow(sums: Sums, order: readonly number[], options: StepOptions): Leaf[] {
  const root = leafOf(sums, order, 0, order.length);
  const leaves = [root];
  const splits = [bestSplit(sums, order, root, options)];
  while (leaves.length < options.leaves) {
    let chosen = -1;
    for (let at = 0; at < splits.length; at++)
      if (splits[at] !== undefined && splits[at]!.gain > (splits[chosen]?.gain ?? 0)) chosen = at;
    const split = splits[chosen];
    if (split === undefined) break;
    leaves.splice(chosen, 1, split.left, split.right);
    splits.splice(chosen, 1, ...[split.left, split.right].map((leaf) => bestSplit(sums, order, leaf, options)));
  }
  return leaves;
}

function leafOf(sums: Sums, order: readonly number[], from: number, until: number): Leaf {
  let [gradient, hessian, count] = [0, 0, 0];
  for (let at = from; at < until; at++) {
    const bin = order[at]!;
    gradient += sums.gradient[bin]!;
    hessian += sums.hessian[bin]!;
    count += sums.count[bin]!;
  }
  return { from, until, gradient, hessian, count };
}

function bestSplit(sums: Sums, order: readonly number[], leaf: Leaf, options: StepOptions): Split | undefined {
  const { ridge, leastRows } = options;
  const whole = gainOf(leaf.gradient, leaf.hessian, ridge);
  let [best, bestAt] = [1e-12, -1];
  let [gradient, hessian, count] = [0, 0, 0];
  for (let at = leaf.from; at < leaf.until - 1; at++) {
    const bin = order[at]!;
    gradient += sums.gradient[bin]!;
    hessian += sums.hessian[bin]!;
    count += sums.count[bin]!;
    if (count < leastRows || sums.count[order[at + 1]!] === 0) continue;
    if (leaf.count - count < leastRows) break;
    const right = gainOf(leaf.gradient - gradient, leaf.hessian - hessian, ridge);
    const gain = gainOf(gradient, hessian, ridge) + right - whole;
    if (gain > best) [best, bestAt] = [gain, at + 1];
  }
  if (bestAt < 0) return undefined;
  const [left, right] = [leafOf(sums, order, leaf.from, bestAt), leafOf(sums, order, bestAt, leaf.until)];
  return { at: bestAt, gain: best, left, right };
}
