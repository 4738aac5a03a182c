import { addDays, dayStart, nextDay } from '../aggregate/days.js';
import { zoneOf, type Experiment } from '../experiment/experiment.js';
import type { MetricLine } from '../metric/metric-line.js';

type Windowed = Pick<MetricLine, 'windowDays'>;

/** When all windows of these lines are closed; undefined while enrolment is open. */
export function closesAt(experiment: Experiment, lines: readonly Windowed[]): Date | undefined {
  const { enrolmentClosedAt } = experiment;
  if (enrolmentClosedAt === null) return undefined;
  const zone = zoneOf(experiment);
  return new Date(dayStart(addDays(nextDay(enrolmentClosedAt.getTime(), zone), longestOf(lines)), zone));
}

export const longestOf = (lines: readonly Windowed[]): number =>
  Math.max(0, ...lines.map(({ windowDays }) => windowDays));
