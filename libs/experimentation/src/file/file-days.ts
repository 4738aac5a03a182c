import type { FileDayView } from '#libs/contracts';
import { isInsufficient } from '#libs/stats';
import type { CohortSums } from '../aggregate/cohorts.js';
import { alwaysValidView } from '../results/effects.js';
import { samplesOf } from './file-samples.js';
import { noUnits, plus } from './totals.js';

/** Most days of one file: a column of something else than days has more. */
export const mostDays = 1_500;

/** What a metric's days are made of. */
export interface DaysAsked {
  /** With the cap, of all days. */
  readonly cohorts: readonly CohortSums[];
  /** The baseline first. */
  readonly variants: readonly string[];
  readonly scale: number;
  readonly hasCovariate: boolean;
  readonly alpha: number;
  readonly plannedUnits: number;
}

/** Day by day all units that had come by then, by the interval that holds on all days together. */
export function daysOf({ cohorts, variants, scale, hasCovariate, alpha, plannedUnits }: DaysAsked): FileDayView[] {
  let totals = variants.map(noUnits);
  return [...new Set(cohorts.map(({ cohort_day }) => cohort_day))].toSorted().map((day) => {
    const came = cohorts.filter(({ cohort_day }) => cohort_day === day);
    totals = totals.map((before) => came.filter(({ variant }) => variant === before.variant).reduce(plus, before));
    const { samples } = samplesOf(totals, hasCovariate);
    const [control] = samples;
    return {
      day,
      variants: totals.map(({ variant, units }) => ({ variant, units })),
      effects: samples.slice(1).flatMap((treated, index) => {
        if (control === undefined) return [];
        const always_valid = alwaysValidView(control, treated, { alpha, plannedUnits }, 10 ** scale);
        const known = !isInsufficient(control) && !isInsufficient(treated);
        const estimate = known ? (treated.mean - control.mean) / 10 ** scale : null;
        return [{ variant: variants[index + 1]!, estimate, always_valid }];
      }),
    };
  });
}
