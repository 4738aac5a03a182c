import { finiteOr, insufficient } from './outcome.js';
import type { Outcome } from './outcome.js';

/** Days until a plan has its units and knows their values. */
export interface Duration {
  readonly kind: 'duration';
  /** Until the last unit is in. */
  readonly enrolmentDays: number;
  /** Until its window has closed: only then may it count. */
  readonly days: number;
}

/**
 * Days that a sample takes, from the units that came for the first time on each day of a period like the one planned.
 * New units get fewer as known ones return, so days beyond the list are taken to bring what its last seven (or fewer)
 * brought on average, which is still more than they will.
 *
 * @param newUnitsByDay of all variants together, whole days
 * @example 1,000 units, 400 250 200 a day, a window of 7 days // 4 days of enrolment, 11 in all
 */
export function durationOf(
  total: number,
  { newUnitsByDay, windowDays }: { readonly newUnitsByDay: readonly number[]; readonly windowDays: number },
): Outcome<Duration> {
  if (![total, windowDays, ...newUnitsByDay].every((value) => value >= 0 && Number.isFinite(value))) {
    return insufficient('out_of_range', 'Units and days are numbers of zero or more.');
  }
  let left = total;
  for (const [index, units] of newUnitsByDay.entries()) {
    left -= units;
    if (left <= 0) return { kind: 'duration', enrolmentDays: index + 1, days: index + 1 + windowDays };
  }
  const recent = newUnitsByDay.slice(-7);
  const pace = recent.reduce((sum, units) => sum + units, 0) / recent.length;
  if (!(pace > 0)) return insufficient('too_few_units', 'No unit comes any more.');
  const enrolmentDays = newUnitsByDay.length + Math.ceil(left / pace);
  return finiteOr({ kind: 'duration', enrolmentDays, days: enrolmentDays + windowDays });
}
