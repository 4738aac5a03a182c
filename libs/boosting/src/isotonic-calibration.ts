import type { Calibration } from './calibration-kind.js';
import { isotonic } from './isotonic.js';

/** Rows of a block at least: the share of fewer is mostly chance. */
const leastRows = 20;

/**
 * Isotonic calibration: shares of fraud in blocks of ascending log-odds, non-decreasing. Each block counts one more row of
 * the overall share, since a share of 0 or 1 has no log-odds, and stands at the mean of its rows; straight lines between
 * them keep apart what the model has kept apart.
 */
export function fitIsotonic(logOdds: Float64Array, labels: Uint8Array): Calibration {
  const order = Uint32Array.from(labels.keys()).toSorted((left, right) => logOdds[left]! - logOdds[right]!);
  const base = labels.reduce((total, label) => total + label, 0) / labels.length;
  const shares = isotonic(
    Float64Array.from(order, (row) => labels[row]!),
    new Float64Array(order.length).fill(1),
  );
  const blocks = blocksOf(order, shares, logOdds, labels);
  const smooth = Float64Array.from(blocks, ({ frauds, rows }) => (frauds + base) / (rows + 1));
  // What the smoothing puts out of order between a small block and a large one is put in order again.
  const ordered = isotonic(
    smooth,
    Float64Array.from(blocks, ({ rows }) => rows),
  );
  const [from, to]: [number[], number[]] = [[], []];
  for (const [at, { mean }] of blocks.entries()) {
    if (from.length > 0 && mean <= from.at(-1)!) continue;
    from.push(mean);
    to.push(Math.log(ordered[at]! / (1 - ordered[at]!)));
  }
  return { kind: 'isotonic', from, to };
}

interface Block {
  readonly mean: number;
  readonly frauds: number;
  readonly rows: number;
}

/** Runs of one share, joined until each has rows enough; what is left at the end joins the last. */
function blocksOf(order: Uint32Array, shares: Float64Array, logOdds: Float64Array, labels: Uint8Array): Block[] {
  const blocks: Block[] = [];
  let [sum, frauds, rows] = [0, 0, 0];
  for (let at = 0; at < order.length; at++) {
    const row = order[at]!;
    sum += logOdds[row]!;
    frauds += labels[row]!;
    rows += 1;
    const isLast = at === order.length - 1;
    if (!isLast && (shares[at + 1] === shares[at] || rows < leastRows)) continue;
    const before = rows < leastRows ? blocks.pop() : undefined;
    const all = rows + (before?.rows ?? 0);
    blocks.push({
      mean: (sum + (before === undefined ? 0 : before.mean * before.rows)) / all,
      frauds: frauds + (before?.frauds ?? 0),
      rows: all,
    });
    [sum, frauds, rows] = [0, 0, 0];
  }
  return blocks;
}
