import { invalid } from '#libs/errors';
import type { Arm } from '../results/sample-ratio.js';
import type { FileLooks } from '#libs/contracts';
import type { Course } from './summary-table.js';

/** Units of all variants at which looks end, and the day on which they do in any case. */
export interface LooksPlan {
  readonly planned: FileLooks['planned'];
  readonly closesOn: string | null;
}

const dayMs = 86_400_000;

/**
 * What was planned: a number of units, or a day. Of a day that the table has it is the units that had come by then; of one
 * that is still to come it is those that come at the pace so far.
 *
 * @throws VerdictError `invalid` for what is neither
 */
export function looksPlanOf(text: string | null, course: readonly Course[]): LooksPlan {
  if (text === null) return { planned: null, closesOn: null };
  if (/^\d{1,12}$/.test(text) && Number(text) > 1)
    return { planned: { units: Number(text), from: 'given', day: null }, closesOn: null };
  const at = Date.parse(text);
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text) || Number.isNaN(at))
    throw invalid(`--planned: "${text}" is neither a number of units nor a day as YYYY-MM-DD.`);
  const [first, last] = [course[0], course.at(-1)];
  if (first === undefined || last === undefined || text < first.day)
    throw invalid(`--planned: the table begins on ${first?.day ?? 'no day'}, after ${text}.`);
  if (text <= last.day) {
    const reached = course.findLast(({ day }) => day <= text) ?? first;
    return { planned: { units: unitsOf(reached), from: 'day', day: text }, closesOn: reached.day };
  }
  const days = (to: number): number => (to - Date.parse(first.day)) / dayMs + 1;
  const units = Math.ceil((unitsOf(last) * days(at)) / days(Date.parse(last.day)));
  return { planned: { units, from: 'pace', day: text }, closesOn: text };
}

const unitsOf = ({ samples }: Course): number => samples.reduce((sum, { n }) => sum + n, 0);

/** Of the planned units, those of a variant: by its weight. */
export const plannedOf = (planned: number, { weight }: Pick<Arm, 'weight'>, all: readonly Arm[]): number =>
  (planned * weight) / all.reduce((sum, one) => sum + one.weight, 0);
