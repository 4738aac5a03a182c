import type { AggregateAsked, AggregateFact, AggregateLine, ForcedUnit } from '../aggregate/aggregate-line.js';
import { zoneOf, type Experiment } from '../experiment/experiment.js';

interface LeftOutAsked {
  readonly exclusions: readonly AggregateFact[];
  readonly forced: readonly ForcedUnit[];
}

/** What the aggregate of an experiment is asked for: exposures since its start, or since all units were divided anew. */
export const askedOf = (
  { key, unit, startedAt, rebucketedAt, enrolmentClosedAt, reweightedAt, reportingZone, pauses }: Experiment,
  lines: readonly AggregateLine[],
  dataThrough: Date,
  { exclusions, forced }: LeftOutAsked = { exclusions: [], forced: [] },
): AggregateAsked => ({
  experiment: key,
  unit,
  startedAt: rebucketedAt ?? startedAt ?? dataThrough,
  enrolmentEndsAt: enrolmentClosedAt,
  pauses,
  phasesFrom: reweightedAt === null ? [] : [reweightedAt],
  zone: zoneOf({ reportingZone }),
  dataThrough,
  lines,
  exclusions,
  forced,
});
