import type { DesignHelp } from '#libs/contracts';
import { integer } from './format.js';

/** How long it takes, in words; undefined where nobody can say. */
export function durationText({ duration }: DesignHelp): string | undefined {
  if (duration.kind !== 'duration') return undefined;
  const { enrolment_days, days } = duration;
  return `${integer(enrolment_days)} days of enrolment, ${integer(days)} until the last window has closed`;
}

/** Of a plan, where there is one, as a form begins with. */
export const plannedBaseline = ({
  plan,
}: DesignHelp): { readonly mean: number; readonly deviation: number | undefined } | undefined =>
  'kind' in plan
    ? undefined
    : { mean: readable(plan.baseline), deviation: plan.standard_deviation && readable(plan.standard_deviation) };

/** As many digits as a form shows: the units that a plan takes are the same to the unit or so. */
const readable = (value: number): number => Number(value.toPrecision(6));

/** A percentage of a form as a share; undefined for what is no number. */
export function shareOf(text: string | undefined): number | undefined {
  const value = text === undefined || text === '' ? Number.NaN : Number(text);
  // 12.3 and not 0.12300000000000001.
  return Number.isFinite(value) ? Number((value / 100).toPrecision(12)) : undefined;
}
