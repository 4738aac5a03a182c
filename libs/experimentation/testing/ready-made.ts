import type { MetricDefinition } from '#libs/contracts';
import type { ChosenMetric, ChosenMetrics } from '../src/metric/chosen-metrics.js';
import type { PinnedMetric } from '../src/metric/metric-line.js';
import { readyMadeMetrics } from '../src/metric/ready-made.js';

/** Ready-made metrics as an experiment is pinned to them, on one fact. */
export const pinnedReadyMade = (
  keys: readonly string[],
  over: Partial<MetricDefinition> = {},
): readonly PinnedMetric[] =>
  keys.map((key) => ({
    key,
    version: 1,
    definition: { ...readyMadeMetrics[key]!, ...over },
    numerator: { key: 'pledge', version: 1, sql: '', scale: 0, columns: [] },
    denominator: null,
    addedAt: null,
  }));

/** The same as a draft chooses them. */
export const chosenReadyMade = (keys: readonly string[]): ChosenMetrics =>
  new Map(
    keys.map((key): [string, ChosenMetric] => [
      key,
      {
        key,
        version: 1,
        definition: readyMadeMetrics[key]!,
        built_in: true,
        archived_at: null,
        note: null,
        created_at: new Date(0),
        actor_kind: 'system',
        actor_id: 'system',
        actor_name: 'system',
        units: ['visitor', 'backer'],
        facts: { pledge: 1 },
        problem: undefined,
      },
    ]),
  );
