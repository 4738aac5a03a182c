import type { Experiment } from '../experiment/experiment.js';
import { lineName, type MetricLine } from '../metric/metric-line.js';
import type { Sums } from '../results/effects.js';
import { closedSums } from '../results/metric-readout.js';
import type { Reading } from '../results/reading.js';

/** What the experiment was started with: what was added since is no part of the plan. */
export const ownLines = (lines: readonly MetricLine[]): MetricLine[] => lines.filter((line) => line.addedAt === null);

/** The line of a metric that a plan speaks of: everything counts in it. */
export const lineFor = (lines: readonly MetricLine[], metric: string): MetricLine | undefined =>
  ownLines(lines).find((line) => line.metric === metric && line.reading === 'all');

/** That of the plan's metric, in a list; none without a plan. */
export function primaryLines({ plan }: Experiment, lines: readonly MetricLine[]): MetricLine[] {
  const line = plan === null ? undefined : lineFor(lines, plan.metric);
  return line === undefined ? [] : [line];
}

/** What a reading has of a line, by variant: units whose window is closed. */
export const sumsFor = ({ lines }: Reading, line: MetricLine): Sums[] =>
  lines.find((one) => lineName(one) === lineName(line))?.variants.map(closedSums) ?? [];
