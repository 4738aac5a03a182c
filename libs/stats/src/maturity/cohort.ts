import { insufficient, isInsufficient } from '../outcome.js';
import type { InsufficientData, Outcome } from '../outcome.js';
import { statisticsFromSums } from '../sample-statistics.js';
import type { SampleStatistics } from '../sample-statistics.js';

/** What the units of a cohort were worth by some age, added up over all of them. */
export interface ValueByAge {
  readonly sum: number;
  readonly sumOfSquares: number;
}

/** Units of a variant that were exposed on the same day, or in the same week. */
export interface Cohort {
  readonly units: number;
  /**
   * By whole days since the exposure, from 0: each unit's value up to and with that day. As long as all units of the
   * cohort have had the day and the data of it are in, so older cohorts have more.
   */
  readonly byAge: readonly ValueByAge[];
}

/** Each unit as it is, however young: a fact about the data, and no estimate of anything. */
export function soFar(cohorts: readonly Cohort[]): Outcome<SampleStatistics> {
  return pooled(cohorts.flatMap(({ units, byAge }) => byAge.slice(-1).map((value) => ({ units, value }))));
}

/** The units alone that have reached the age: fewer, and final. */
export function matureOnly(cohorts: readonly Cohort[], age: number): Outcome<SampleStatistics> {
  return pooled(cohorts.flatMap(({ units, byAge }) => byAge.slice(age, age + 1).map((value) => ({ units, value }))));
}

/** The cohorts up to an age, if they are ones. */
export function checkCohorts(cohorts: readonly Cohort[], lastAge: number): Outcome<readonly Cohort[]> {
  return (
    problemOf(cohorts, lastAge) ?? cohorts.map(({ units, byAge }) => ({ units, byAge: byAge.slice(0, lastAge + 1) }))
  );
}

function problemOf(cohorts: readonly Cohort[], lastAge: number): InsufficientData | undefined {
  if (!(Number.isSafeInteger(lastAge) && lastAge >= 1)) {
    return insufficient('out_of_range', 'The last age is a whole number of days, at least 1.');
  }
  for (const { units, byAge } of cohorts) {
    if (!(Number.isSafeInteger(units) && units >= 0)) {
      return insufficient('not_finite', 'The number of units of a cohort is not a whole number.');
    }
    if (!byAge.every(({ sum, sumOfSquares }) => Number.isFinite(sum) && Number.isFinite(sumOfSquares))) {
      return insufficient('not_finite', 'A sum is not a finite number.');
    }
  }
  return undefined;
}

function pooled(parts: readonly { readonly units: number; readonly value: ValueByAge }[]): Outcome<SampleStatistics> {
  const add = (term: (part: (typeof parts)[number]) => number): number =>
    parts.reduce((sum, part) => sum + term(part), 0);
  const sample = statisticsFromSums({
    n: add(({ units }) => units),
    sum: add(({ value }) => value.sum),
    sumOfSquares: add(({ value }) => value.sumOfSquares),
  });
  return isInsufficient(sample) && sample.why === 'too_few_units'
    ? insufficient('too_few_units', 'Fewer than 2 units have reached the age.')
    : sample;
}
