import type { Cohort } from '../src/maturity/cohort.js';

/** Cohorts of consecutive days up to today, each of as many units with five ages. */
export function cohortsOf(days: number, units: number, draw: () => readonly number[]): readonly Cohort[] {
  return Array.from({ length: days }, (_, day) => {
    const values = Array.from({ length: units }, draw);
    const ages = Math.min(5, days - day);
    const byAge = Array.from({ length: ages }, (_, age) => ({
      sum: values.reduce((sum, value) => sum + (value[age] ?? 0), 0),
      sumOfSquares: values.reduce((sum, value) => sum + (value[age] ?? 0) ** 2, 0),
    }));
    return { units, byAge };
  });
}

/** A unit that is worth 4 on average on its first day and 10 at last; with dependence it grows by a factor of its own. */
export function growing(normal: () => number, dependence: number): readonly number[] {
  let value = 4 + normal();
  const grown = [value];
  for (let age = 0; age < 4; age += 1) {
    value += (dependence === 1 ? (value * 1.5) / (4 + 1.5 * age) : 1.5) + 0.5 * normal();
    grown.push(value);
  }
  return grown;
}
