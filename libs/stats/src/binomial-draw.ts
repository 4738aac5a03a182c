/** Terms under this share of the largest are never drawn: a uniform double has no such small steps. */
const LEAST = 1e-20;

/**
 * Draws from the binomial distribution B(n, p) by its inverse: the smallest k with P(X ≤ k) ≥ u. The table of P(X ≤ k) is
 * built once, from the mode outwards by the ratio of neighbours, and holds some twenty standard deviations: n of a
 * million is 10,000 numbers.
 *
 * Source: Devroye, Non-uniform random variate generation (1986), section III.2.
 *
 * @param p between 0 and 1, both excluded
 * @returns takes a number of (0, 1] and gives k; the same number always gives the same k
 */
export function binomialDraw(n: number, p: number): (uniform: number) => number {
  const odds = p / (1 - p);
  const mode = Math.min(n, Math.floor((n + 1) * p));
  const below: number[] = [];
  for (let [k, term] = [mode, 1]; k > 0 && term > LEAST; k -= 1) below.push((term *= k / ((n - k + 1) * odds)));
  const terms = [...below.toReversed(), 1];
  for (let [k, term] = [mode, 1]; k < n && term > LEAST; k += 1) terms.push((term *= ((n - k) * odds) / (k + 1)));
  const total = terms.reduce((sum, term) => sum + term, 0);
  let sum = 0;
  const cumulative = Float64Array.from(terms, (term) => (sum += term / total));
  return (uniform) => {
    let [low, high] = [0, cumulative.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((cumulative[middle] ?? 1) < uniform) low = middle + 1;
      else high = middle;
    }
    return mode - below.length + low;
  };
}
