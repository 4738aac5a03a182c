import { finiteOr, insufficient } from '../outcome.js';
import type { Outcome } from '../outcome.js';
import type { Cohort } from './cohort.js';

/** From one age to the next. */
export interface DevelopmentStep {
  /** f: the value of a cohort at the next age over that at this one. */
  readonly factor: number;
  /** σ²/f²: the chance in the step, over the value that it starts from. */
  readonly relativeVariance: number;
  /** Σ of the cohorts that have taken the step, before it: what f was estimated from. */
  readonly basis: number;
}

/** How cohorts grow, from the age `fromAge` on. */
export interface Development {
  readonly kind: 'development';
  readonly fromAge: number;
  readonly steps: readonly DevelopmentStep[];
}

/**
 * Chain ladder: with C_ik the sum of cohort i at age k, over the cohorts that have reached k + 1,
 *
 *   f_k = Σ C_i,k+1 / Σ C_ik,     σ²_k = 1/(I_k − 1) Σ C_ik (C_i,k+1/C_ik − f_k)²
 *
 * The last steps, that one cohort alone has taken, continue the σ² before them: min(σ⁴₋₁/σ²₋₂, σ²₋₁, σ²₋₂).
 *
 * It starts from the first age from which on every cohort has more than nothing; until then there is nothing to
 * multiply. Cohorts of single units grow too unevenly: merge days.
 *
 * Source: Mack, Distribution-free calculation of the standard error of chain ladder reserve estimates, ASTIN Bulletin
 * 23 (1993).
 *
 * @param fromAge not before this age; 0 if not said
 */
export function chainLadder(cohorts: readonly Cohort[], lastAge: number, fromAge = 0): Outcome<Development> {
  const values = cohorts.filter(({ units }) => units > 0).map(({ byAge }) => byAge.map(({ sum }) => sum));
  if (!values.some((row) => row.length > lastAge)) {
    return insufficient('too_few_units', `No cohort has reached the age of ${lastAge} days.`);
  }
  const first = Math.max(fromAge, ...values.map((row) => row.findLastIndex((sum) => !(sum > 0)) + 1));
  if (first > lastAge) return insufficient('zero_baseline', `A cohort has nothing at the age of ${lastAge} days.`);
  const steps: DevelopmentStep[] = [];
  const variances: number[] = [];
  for (let age = first; age < lastAge; age += 1) {
    const pairs = values.flatMap((row) => {
      const [before, after] = row.slice(age, age + 2);
      return before === undefined || after === undefined ? [] : [{ before, after }];
    });
    const basis = pairs.reduce((sum, { before }) => sum + before, 0);
    const factor = pairs.reduce((sum, { after }) => sum + after / basis, 0);
    const squares = pairs.reduce((sum, { before, after }) => sum + before * (after / before - factor) ** 2, 0);
    const variance = pairs.length > 1 ? squares / (pairs.length - 1) : continued(variances);
    if (variance === undefined)
      return insufficient('too_few_units', 'A single cohort does not say how far it may err.');
    variances.push(variance);
    steps.push({ factor, relativeVariance: variance / factor ** 2, basis });
  }
  return finiteOr({ kind: 'development', fromAge: first, steps });
}

function continued(variances: readonly number[]): number | undefined {
  const [last, before] = [variances.at(-1), variances.at(-2)];
  if (last === undefined || before === undefined) return last;
  return before === 0 ? 0 : Math.min(last ** 2 / before, last, before);
}

/** All cohorts at the last age, and how far that may be off. */
export interface Ultimate {
  readonly total: number;
  /** Mack's mean squared error of the total: chance in what is still to come, and in the factors. */
  readonly squaredError: number;
}

/**
 * With Ĉ_iK = C_i,a f_a ⋯ f_K−1 for a cohort at age a,
 *
 *   MSE = Σ_i Ĉ²_iK Σ_{k ≥ a_i} σ²_k/(f²_k Ĉ_ik) + Σ_k (Σ_{i: a_i ≤ k} Ĉ_iK)² σ²_k/(f²_k Σ_j C_jk)
 *
 * which is Mack's sum for all cohorts in another order.
 *
 * @param cohorts that have all reached the age from which the development starts
 */
export function ultimateOf(cohorts: readonly Cohort[], { fromAge, steps }: Development): Ultimate {
  const growing = steps.map(() => 0);
  let [total, squaredError] = [0, 0];
  for (const { byAge } of cohorts) {
    const age = byAge.length - 1 - fromAge;
    let value = byAge.at(-1)?.sum ?? 0;
    let chance = 0;
    for (const { factor, relativeVariance } of steps.slice(age)) {
      chance += relativeVariance / value;
      value *= factor;
    }
    total += value;
    squaredError += value * (value * chance);
    for (let step = age; step < steps.length; step += 1) growing[step] = (growing[step] ?? 0) + value;
  }
  steps.forEach(({ relativeVariance, basis }, step) => {
    squaredError += (growing[step] ?? 0) ** 2 * (relativeVariance / basis);
  });
  return { total, squaredError };
}
