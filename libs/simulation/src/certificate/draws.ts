import type { Random } from '../random.js';

/*
 * Numbers of whole groups of units at once, exactly distributed: a simulated experiment costs microseconds, and what it
 * waits for is the statistics that it judges.
 */

/** Gamma of shape ≥ 1 and scale 1. Source: Marsaglia & Tsang, ACM Transactions on Mathematical Software 26 (2000). */
export function gamma(random: Random, shape: number): number {
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = random.normal();
    const v = (1 + c * x) ** 3;
    if (v > 0 && Math.log(1 - random.unit()) < x ** 2 / 2 + d - d * v + d * Math.log(v)) return d * v;
  }
}

/** χ² with k ≥ 0 degrees of freedom: Σ of k squared standard normal numbers. */
export function chiSquare(random: Random, k: number): number {
  if (k === 0) return 0;
  if (k === 1) return random.normal() ** 2;
  return 2 * gamma(random, k / 2);
}

/** How many of n happen, each with probability p. */
export function binomial(random: Random, n: number, p: number): number {
  if (p > 0.5) return n - binomial(random, n, 1 - p);
  if (n === 0 || p <= 0) return 0;
  return n * p < 10 ? byGaps(random, n, p) : byRejection(random, n, p);
}

/** The tries until the next success are geometric. Source: Devroye, Non-uniform random variate generation (1986), X.4. */
function byGaps(random: Random, n: number, p: number): number {
  const scale = Math.log1p(-p);
  let successes = -1;
  for (let position = 0; position <= n; successes += 1) position += Math.floor(Math.log(1 - random.unit()) / scale) + 1;
  return successes;
}

/** For n p ≥ 10, p ≤ ½. Source: Hörmann, The generation of binomial random variates, Journal of Statistical Computation and Simulation 46 (1993), BTRS. */
function byRejection(random: Random, n: number, p: number): number {
  const deviation = Math.sqrt(n * p * (1 - p));
  const b = 1.15 + 2.53 * deviation;
  const a = -0.0873 + 0.0248 * b + 0.01 * p;
  const c = n * p + 0.5;
  const surely = 0.92 - 4.2 / b;
  const alpha = (2.83 + 5.1 / b) * deviation;
  const mode = Math.floor((n + 1) * p);
  for (;;) {
    const u = random.unit() - 0.5;
    const v = 1 - random.unit();
    const inner = 0.5 - Math.abs(u);
    const k = Math.floor(((2 * a) / inner + b) * u + c);
    if (inner >= 0.07 && v <= surely) return k;
    if (!(k >= 0 && k <= n)) continue;
    const density =
      logFactorial(mode) +
      logFactorial(n - mode) -
      logFactorial(k) -
      logFactorial(n - k) +
      (k - mode) * Math.log(p / (1 - p));
    if (Math.log((v * alpha) / (a / inner ** 2 + b)) <= density) return k;
  }
}

/** ln k!, by Stirling's series from 10 on: under 1e-9 off. */
function logFactorial(k: number): number {
  if (k < SMALL.length) return SMALL[k] ?? 0;
  const x = k + 1;
  return (
    (x - 0.5) * Math.log(x) - x + Math.log(2 * Math.PI) / 2 + (1 / 12 - (1 / 360 - 1 / (1260 * x * x)) / (x * x)) / x
  );
}

const SMALL = Array.from({ length: 10 }, (_, k) => {
  let sum = 0;
  for (let factor = 2; factor <= k; factor += 1) sum += Math.log(factor);
  return sum;
});
