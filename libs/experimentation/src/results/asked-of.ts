import type { AggregateAsked, AggregateFact, AggregateLine, ForcedUnit } from '../aggregate/aggregate-line.js';
import { zoneOf, type Experiment } from '../experiment/experiment.js';
import { phasesOf } from '../experiment/phases.js';

interface LeftOutAsked {
  readonly exclusions: readonly AggregateFact[];
  readonly forced: readonly ForcedUnit[];
}

/** What the aggregate of an experiment is asked for: exposures since its start, or since all units were divided anew. */
export const askedOf = (
  experiment: Experiment,
  lines: readonly AggregateLine[],
  dataThrough: Date,
  { exclusions, forced }: LeftOutAsked = { exclusions: [], forced: [] },
): AggregateAsked => ({
  experiment: experiment.key,
  unit: experiment.unit,
  startedAt: experiment.rebucketedAt ?? experiment.startedAt ?? dataThrough,
  enrolmentEndsAt: experiment.enrolmentClosedAt,
  pauses: experiment.pauses,
  phasesFrom: phasesOf(experiment).flatMap(({ number, from }) => (number === 1 || from === null ? [] : [from])),
  zone: zoneOf(experiment),
  dataThrough,
  lines,
  exclusions,
  forced,
});
