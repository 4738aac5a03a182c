import type { InsufficientDataView, SampleRatioOverTime, SampleRatioView } from '#libs/contracts';
import type { Experiment } from '../experiment/experiment.js';
import type { Reading } from './reading.js';
import { overTimeText, ratioOverTime } from './ratio-over-time.js';
import { noOneSplit, sampleRatioOf, type Arm } from './sample-ratio.js';

/** Units by variant beside the planned weights; a variant that the experiment does not have was planned without traffic. */
export function armsOf({ variants }: Experiment, { units }: Reading): Arm[] {
  const weights = new Map(variants.map(({ key, weight }) => [key, weight]));
  return units.map(({ variant, units: count }) => ({ variant, units: count, weight: weights.get(variant) ?? 0 }));
}

/** Whether the units are split as planned. */
export const splitOf = (experiment: Experiment, reading: Reading): SampleRatioView | InsufficientDataView =>
  experiment.reweightedAt === null ? sampleRatioOf(armsOf(experiment, reading)) : noOneSplit;

/** The same from day to day, by a test that may be read on all of them. */
export function splitOverTime(
  experiment: Experiment,
  reading: Reading,
): SampleRatioOverTime | InsufficientDataView | null {
  if (experiment.reweightedAt !== null) return noOneSplit;
  return reading.arrivals === null ? null : ratioOverTime(reading.arrivals, armsOf(experiment, reading));
}

/** Why no effect of a reading can be trusted; null where nothing speaks against it. */
export function brokenWhy(experiment: Experiment, reading: Reading): string | null {
  const split = splitOf(experiment, reading);
  if (split.kind === 'estimate' && split.mismatch) return split.text;
  const overTime = splitOverTime(experiment, reading);
  if (overTime?.kind === 'estimate' && overTime.alarm) return overTimeText(overTime.since);
  return experiment.reweightedAt === null
    ? null
    : 'The weights changed while units came in: what differs between the two times looks like an effect.';
}
