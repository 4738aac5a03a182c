import type { Database } from '#libs/postgres';
import type { ForcedUnit } from '../aggregate/aggregate-line.js';
import type { Experiment } from '../experiment/experiment.js';
import { ExperimentRepository } from '../experiment/experiment.repository.js';
import { listFactVersions } from '../metric/fact.repository.js';
import type { PinnedFact } from '../metric/metric-line.js';

/** Who is left out of an experiment. */
export interface LeftOutBy {
  /** In the order in which they say why. */
  readonly exclusions: readonly PinnedFact[];
  readonly forced: readonly ForcedUnit[];
}

export const nobody: LeftOutBy = { exclusions: [], forced: [] };

/** By the facts that it is pinned to, and by what was forced on units. */
export async function leftOutBy(database: Database, experiment: Experiment): Promise<LeftOutBy> {
  const exclusions: PinnedFact[] = [];
  for (const { fact, version } of experiment.pinnedExclusions)
    for (const { sql, scale, columns } of await listFactVersions(database, fact, version))
      exclusions.push({ key: fact, version, sql, scale, columns: columns ?? [] });
  return { exclusions, forced: await new ExperimentRepository(database).listForced(experiment.key) };
}
