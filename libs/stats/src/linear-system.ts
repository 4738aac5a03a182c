/**
 * Solves A x = b for a symmetric A that is positive semidefinite, as covariances are, by Cholesky's factorisation. A
 * variable that the others before it explain to all but 1e-9 of its variance adds nothing but noise: it is left out,
 * its coefficient is 0.
 *
 * Source: Golub & Van Loan, Matrix computations (2013), section 4.2.
 *
 * @example solveCovariances([[4, 2], [2, 3]], [10, 8]) // { solution: [1.75, 1.5], used: 2 }
 */
export function solveCovariances(
  matrix: readonly (readonly number[])[],
  right: readonly number[],
): { readonly solution: readonly number[]; readonly used: number } {
  const rows: number[][] = [];
  const forward: number[] = [];
  // Row by row: L Lᵀ = A and L y = b at once.
  matrix.forEach((source, i) => {
    const row: number[] = [];
    for (let j = 0; j <= i; j += 1) {
      const other = j === i ? row : (rows[j] ?? []);
      let rest = source[j] ?? 0;
      for (let k = 0; k < j; k += 1) rest -= (row[k] ?? 0) * (other[k] ?? 0);
      if (j < i) row.push(other[j] === 0 ? 0 : rest / (other[j] ?? 1));
      else row.push(rest > LEAST_SHARE * (source[i] ?? 0) ? Math.sqrt(rest) : 0);
    }
    const rest = row.slice(0, i).reduce((sum, value, k) => sum - value * (forward[k] ?? 0), right[i] ?? 0);
    forward.push(row[i] === 0 ? 0 : rest / (row[i] ?? 1));
    rows.push(row);
  });
  const solution = right.map(() => 0);
  for (let i = rows.length - 1; i >= 0; i -= 1) {
    const pivot = rows[i]?.[i] ?? 0;
    let rest = forward[i] ?? 0;
    for (let k = i + 1; k < rows.length; k += 1) rest -= (rows[k]?.[i] ?? 0) * (solution[k] ?? 0);
    solution[i] = pivot === 0 ? 0 : rest / pivot;
  }
  return { solution, used: rows.filter((row, i) => row[i] !== 0).length };
}

const LEAST_SHARE = 1e-9;
