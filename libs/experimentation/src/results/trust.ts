import type { InsufficientDataView, SampleRatioOverTime, SampleRatioView } from '#libs/contracts';
import type { Experiment } from '../experiment/experiment.js';
import { phasesBy, phasesOf, type Phase } from '../experiment/phases.js';
import type { Reading } from './reading.js';
import { overTimeText, ratioOverTime } from './ratio-over-time.js';
import { noOneSplit, sampleRatioOf, type Arm } from './sample-ratio.js';

/** Units by variant beside the weights of now; a variant that the experiment does not have was planned without traffic. */
export function armsOf({ variants }: Experiment, { units }: Reading): Arm[] {
  const weights = new Map(variants.map(({ key, weight }) => [key, weight]));
  return units.map(({ variant, units: count }) => ({ variant, units: count, weight: weights.get(variant) ?? 0 }));
}

/** Units whose first exposure was in a phase, beside the weights that were in force then. */
export interface PhaseArms {
  readonly phase: Phase;
  readonly arms: readonly Arm[];
}

/** The phases that had begun by the end of a reading; undefined where it cannot tell them apart, being from before they were kept. */
export function phaseArmsOf(experiment: Experiment, reading: Reading): PhaseArms[] | undefined {
  const phases = phasesBy(experiment, reading.dataThrough);
  if (isMixed(experiment, reading, phases)) return undefined;
  return phases.map((phase) => ({
    phase,
    arms: reading.units.map(({ variant, units }) => ({
      variant,
      units: phases.length === 1 ? units : unitsIn(reading, variant, phase.number),
      weight: phase.weights[variant] ?? 0,
    })),
  }));
}

const unitsIn = ({ arrivals }: Reading, variant: string, phase: number): number =>
  (arrivals ?? []).reduce((sum, one) => (one.variant === variant && one.phase === phase ? sum + one.units : sum), 0);

function isMixed(experiment: Experiment, { arrivals, lines }: Reading, phases: readonly Phase[]): boolean {
  const isForgotten = experiment.reweightedAt !== null && phasesOf(experiment).length === 1;
  const isWhole = arrivals !== null && lines.every(({ variants }) => variants.every((one) => one.phases !== undefined));
  return isForgotten || (phases.length > 1 && !isWhole);
}

/** Whether the units are split as planned: in each phase by the weights that were in force. */
export function splitOf(experiment: Experiment, reading: Reading): SampleRatioView | InsufficientDataView {
  const phases = phaseArmsOf(experiment, reading);
  return phases === undefined ? noOneSplit : sampleRatioOf(phases.map(({ arms }) => arms));
}

/** The same from day to day, by a test that may be read on all of them. */
export function splitOverTime(
  experiment: Experiment,
  reading: Reading,
): SampleRatioOverTime | InsufficientDataView | null {
  const phases = phaseArmsOf(experiment, reading);
  if (phases === undefined) return noOneSplit;
  const { arrivals } = reading;
  return arrivals === null
    ? null
    : ratioOverTime(
        arrivals,
        phases.map(({ arms }) => arms),
      );
}

/** Why no effect of a reading can be trusted; null where nothing speaks against it. */
export function brokenWhy(experiment: Experiment, reading: Reading): string | null {
  const split = splitOf(experiment, reading);
  if (split.kind === 'estimate' && split.mismatch) return split.text;
  const overTime = splitOverTime(experiment, reading);
  if (overTime?.kind === 'estimate' && overTime.alarm) return overTimeText(overTime.since);
  return phaseArmsOf(experiment, reading) === undefined
    ? 'The weights changed while units came in: what differs between the two times looks like an effect.'
    : null;
}
