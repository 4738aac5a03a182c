import type { Random } from '../random.js';
import { binomial } from './draws.js';
import type { Population, Sums } from './population.js';

/** One kind of unit of a ratio: its numerator, its denominator, and its share of all units. */
export interface Cell {
  readonly probability: number;
  readonly y: number;
  readonly x: number;
  readonly squares: number;
}

/** Fewer units than this for each cell are drawn one by one. */
const ONE_BY_ONE = 4;

/** A ratio Σy/Σx of units of a few kinds: how many there are of each is multinomial, and all moments are sums. */
export function table(cells: readonly Cell[]): Omit<Population, 'sample'> {
  const expected = (of: (cell: Cell) => number): number =>
    cells.reduce((sum, cell) => sum + cell.probability * of(cell), 0);
  const size = expected(({ x }) => x);
  const mean = expected(({ y }) => y) / size;
  /** To first order, R̂ − R is the mean of these. */
  const rest = ({ x, y }: Cell): number => (y - mean * x) / size;
  const variance = expected((cell) => rest(cell) ** 2);
  const pick = picker(cells);
  return {
    mean,
    variance,
    skewness: expected((cell) => rest(cell) ** 3) / variance ** 1.5,
    events: expected(({ y }) => (y === 0 ? 0 : 1)),
    add: (random, n, sums) => {
      if (n < ONE_BY_ONE * cells.length) {
        for (let left = n; left > 0; left -= 1) count(sums, pick(random), 1);
        return;
      }
      let left = n;
      let share = 1;
      for (const cell of cells) {
        const units = binomial(random, left, Math.min(1, cell.probability / share));
        count(sums, cell, units);
        left -= units;
        share -= cell.probability;
      }
      // What the rounding of the shares has left over.
      const last = cells.at(-1);
      if (last !== undefined) count(sums, last, left);
    },
  };
}

function count(sums: Sums, { x, y, squares }: Cell, units: number): void {
  sums.n += units;
  sums.y += units * y;
  sums.yy += units * y * y;
  sums.x += units * x;
  sums.xx += units * x * x;
  sums.xy += units * x * y;
  sums.squares += units * squares;
}

/** Draws a cell by bisection of the sums of their probabilities. */
function picker(cells: readonly Cell[]): (random: Random) => Cell {
  let sum = 0;
  const ends = cells.map(({ probability }) => (sum += probability));
  return (random) => {
    const at = random.unit() * sum;
    let [low, high] = [0, cells.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((ends[middle] ?? 0) > at) high = middle;
      else low = middle + 1;
    }
    return cells[low] ?? { probability: 0, y: 0, x: 0, squares: 0 };
  };
}
