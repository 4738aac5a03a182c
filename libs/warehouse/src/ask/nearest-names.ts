/**
 * The names that a misspelt one was most likely meant to be, the nearest first: by how many letters must be inserted, left
 * out, replaced or swapped with their neighbour, whatever their case; among equals in the order given.
 */
export function nearestNames(misspelt: string, names: readonly string[], most: number): string[] {
  const wanted = misspelt.toLowerCase();
  return names
    .map((name) => ({ name, changes: changesBetween(wanted, name.toLowerCase()) }))
    .toSorted((left, right) => left.changes - right.changes)
    .slice(0, most)
    .map(({ name }) => name);
}

/** The optimal string alignment distance: Levenshtein's with swaps of neighbours, none of which is changed again. */
function changesBetween(from: string, to: string): number {
  let [beforeLast, last]: number[][] = [[], Array.from({ length: to.length + 1 }, (_, index) => index)];
  for (let row = 1; row <= from.length; row++) {
    const current = [row];
    for (let column = 1; column <= to.length; column++) {
      const same = from[row - 1] === to[column - 1];
      const swapped = row > 1 && column > 1 && from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1];
      current[column] = Math.min(
        at(last, column) + 1,
        at(current, column - 1) + 1,
        at(last, column - 1) + (same ? 0 : 1),
        swapped ? at(beforeLast, column - 2) + 1 : Infinity,
      );
    }
    [beforeLast, last] = [last, current];
  }
  return at(last, to.length);
}

const at = (row: readonly number[] | undefined, index: number): number => row?.[index] ?? Infinity;
