import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, type Clock } from '#libs/contracts';
import { Database, DATABASE } from '#libs/postgres';
import type { JobHandler, Schedule } from '#libs/queue';
import { leastKnown, type FeatureValues } from '#libs/scoring';
import { samplePledges, storeDistribution } from './distribution.repository.js';

const dayMs = 86_400_000;
const windowMs = 30 * dayMs;

/** The injection token of the distribution's schedule. */
export const DISTRIBUTION_SCHEDULE = Symbol('DISTRIBUTION_SCHEDULE');

/** Computes how the values of features lie among the live pledges of the last 30 days: what percentiles are read from. */
@Injectable()
export class DistributionHandler implements JobHandler {
  readonly name = 'feature_distribution';

  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async run(): Promise<{ version: number | null; pledges: number }> {
    const now = this.clock.now();
    const [from, until] = [new Date(now - windowMs), new Date(now)];
    // Each day chooses by another seed, which is kept: the same pledges would give the same distribution again.
    const seed = Math.floor(now / dayMs);
    const rows = await this.database.query<{ features: FeatureValues }>('feature_distribution/sample_features', {
      from_time: from,
      until_time: until,
      seed,
      row_limit: samplePledges,
    });
    const features = rows.map((row) => row.features);
    const version = await storeDistribution(this.database, { from, until, seed, features }, until);
    return { version: version ?? null, pledges: features.length };
  }
}

/** Once a day, as soon as there are pledges enough: what is due is read from what there is, not from how long a worker runs. */
export const distributionSchedule = (database: Database, clock: Clock): Schedule => ({
  name: 'feature_distribution',
  everyMinutes: 15,
  payloads: async () => {
    const now = clock.now();
    const due = await database.maybeOne('feature_distribution/find_due', {
      computed_since: new Date(now - dayMs),
      from_time: new Date(now - windowMs),
      until_time: new Date(now),
      least: leastKnown,
    });
    return due === undefined ? [] : [{ payload: {}, deduplicationKey: 'all' }];
  },
});
