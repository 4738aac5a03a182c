import { addDays, dayStart, nextDay, zonedDay } from '../aggregate/days.js';
import { zoneOf, type Experiment } from '../experiment/experiment.js';
import type { MetricLine } from '../metric/metric-line.js';
import { closesAt, longestOf } from './closes-at.js';
import { ownLines, primaryLines } from './lines.js';

const dayMs = 86_400_000;

/** A reading that is to be taken: everything before `cut`, and nothing after. */
export interface NextLook {
  readonly kind: 'scheduled' | 'final';
  readonly cut: Date;
}

/** What looks have been taken. */
export interface LooksSoFar {
  readonly lastCut: Date | undefined;
  /** Every treatment has its verdict: nothing is left to spend. */
  readonly isJudged: boolean;
  readonly hasFinal: boolean;
}

/** When the plan's schedule begins to count: with the first whole day since the start, or since the last dividing anew. A partial day is never compared with whole ones. */
const beginning = (experiment: Experiment): string | undefined => {
  const began = experiment.rebucketedAt ?? experiment.startedAt;
  return began === null ? undefined : nextDay(began.getTime(), zoneOf(experiment));
};

/**
 * The look that comes after those that were taken; undefined when none is to come, as far as is known. It is due once the
 * data reach it, and late it is taken as of its day: data that arrive late make a look late, never low. A plan that is read
 * once has its look when the windows of its metric are closed; every plan has a final one, with every metric complete.
 */
export function nextLook(
  experiment: Experiment,
  lines: readonly MetricLine[],
  { lastCut, isJudged, hasFinal }: LooksSoFar,
): NextLook | undefined {
  const { plan } = experiment;
  const first = beginning(experiment);
  if (plan === null || first === undefined || hasFinal) return undefined;
  const zone = zoneOf(experiment);
  const from = dayStart(first, zone);
  const last = Math.max(from, lastCut?.getTime() ?? from);
  const primary = primaryLines(experiment, lines);
  const primaryEnd = closesAt(experiment, primary)?.getTime() ?? Infinity;
  const end = closesAt(experiment, ownLines(lines))?.getTime() ?? Infinity;
  const cut = Math.min(
    hasSchedule(plan.procedure)
      ? dayStart(nextStep(first, zonedDay(new Date(last), zone), plan.look_days, primary), zone)
      : Infinity,
    ...after(last, primaryEnd),
  );
  if (!isJudged && cut <= primaryEnd && cut < end) return { kind: 'scheduled', cut: new Date(cut) };
  return Number.isFinite(end) ? { kind: 'final', cut: new Date(end) } : undefined;
}

/** Whether a procedure has looks before its end. */
export const hasSchedule = (procedure: string): boolean =>
  procedure === 'group_sequential' || procedure === 'confidence_sequence';

const after = (last: number, time: number): number[] => (time > last ? [time] : []);

/** None before the windows of a whole day are closed: there would be nobody to count. */
function nextStep(from: string, last: string, days: number, primary: readonly MetricLine[]): string {
  const passed = Math.max((Date.parse(last) - Date.parse(from)) / dayMs, longestOf(primary));
  return addDays(from, (Math.floor(passed / days) + 1) * days);
}

/** The end of the last day that the data hold whole, once the first one is; undefined before. */
export function lastWholeDay(experiment: Experiment, dataThrough: Date): Date | undefined {
  const [first, zone] = [beginning(experiment), zoneOf(experiment)];
  const day = zonedDay(dataThrough, zone);
  return first === undefined || day <= first ? undefined : new Date(dayStart(day, zone));
}
