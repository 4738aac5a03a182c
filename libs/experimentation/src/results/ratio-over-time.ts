import type { InsufficientDataView, SampleRatioOverTime } from '#libs/contracts';
import { isInsufficient, sequentialSampleRatio } from '#libs/stats';
import type { CohortUnits } from '../aggregate/cohorts.js';
import type { Arm } from './sample-ratio.js';

/** How the split was kept from day to day, by a test that may be read every day. */
export function ratioOverTime(
  units: readonly Omit<CohortUnits, 'reason'>[],
  arms: readonly Arm[],
): SampleRatioOverTime | InsufficientDataView {
  const counted = units.filter(({ variant }) => variant !== null);
  const days = [...new Set(counted.map(({ cohort_day }) => cohort_day))].toSorted();
  const weights = arms.map(({ weight }) => weight);
  const arrivals = days.map((day) => ({
    weights,
    counts: arms.map(({ variant }) =>
      counted.reduce((sum, one) => (one.cohort_day === day && one.variant === variant ? sum + one.units : sum), 0),
    ),
  }));
  const test = sequentialSampleRatio(arrivals);
  if (isInsufficient(test)) return test;
  return {
    kind: 'estimate',
    p_value: test.pValue,
    alarm: test.alarmAt !== null,
    since: test.since === null ? null : (days[test.since] ?? null),
    p_values: days.map((day, index) => ({ day, p_value: test.pValues[index] ?? 1 })),
  };
}

/** What an alarm means. */
export const overTimeText = (since: string | null): string =>
  `Read from day to day, the units were not split as planned, most likely since ${since ?? 'the start'}: find out what happened then.`;
