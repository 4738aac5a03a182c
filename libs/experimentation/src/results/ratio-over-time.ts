import type { InsufficientDataView, SampleRatioOverTime } from '#libs/contracts';
import { isInsufficient, sequentialSampleRatio } from '#libs/stats';
import type { CohortUnits } from '../aggregate/cohorts.js';
import type { Arm } from './sample-ratio.js';

/**
 * How the split was kept from day to day, by a test that may be read every day.
 *
 * @param phases the arms of each phase, in one order, with the weights that were in force
 */
export function ratioOverTime(
  units: readonly Omit<CohortUnits, 'reason'>[],
  phases: readonly (readonly Arm[])[],
): SampleRatioOverTime | InsufficientDataView {
  const counted = units.filter(({ variant }) => variant !== null);
  // Of a day on which a phase began there are two.
  const times = [...new Set(counted.map(({ cohort_day, phase }) => `${cohort_day} ${String(phase).padStart(9, '0')}`))]
    .toSorted()
    .map((text) => ({ day: text.slice(0, 10), phase: Number(text.slice(11)) }));
  const arrivals = times.map(({ day, phase }) => {
    const arms = phases[phase - 1] ?? phases[0] ?? [];
    const own = counted.filter((one) => one.cohort_day === day && one.phase === phase);
    return {
      weights: arms.map(({ weight }) => weight),
      counts: arms.map(({ variant }) => own.reduce((sum, one) => (one.variant === variant ? sum + one.units : sum), 0)),
    };
  });
  const test = sequentialSampleRatio(arrivals);
  if (isInsufficient(test)) return test;
  const lastOf = new Map(times.map(({ day }, index) => [day, test.pValues[index] ?? 1]));
  return {
    kind: 'estimate',
    p_value: test.pValue,
    alarm: test.alarmAt !== null,
    since: test.since === null ? null : (times[test.since]?.day ?? null),
    p_values: [...lastOf].map(([day, p_value]) => ({ day, p_value })),
  };
}

/** What an alarm means. */
export const overTimeText = (since: string | null): string =>
  `Read from day to day, the units were not split as planned, most likely since ${since ?? 'the start'}: find out what happened then.`;
