import type { Database } from '#libs/postgres';
import { distributionsOf, leastKnown } from '#libs/scoring';

/** Enough for a percentile with an error of some hundredths at the ends, and about a second's work. */
export const samplePledges = 10_000;

/** The pledges that a distribution is of; their own times, half-open. */
export interface Sample {
  readonly from: Date;
  readonly until: Date;
  readonly seed: number;
  readonly features: readonly Readonly<Record<string, unknown>>[];
}

/** @returns the version that percentiles come from now; undefined where there are too few pledges to say anything. */
export async function storeDistribution(database: Database, sample: Sample, now: Date): Promise<number | undefined> {
  const { from, until, seed, features } = sample;
  if (features.length < leastKnown) return undefined;
  const { version } = await database.one<{ version: number }>('feature_distribution/insert_distribution', {
    from_time: from,
    until_time: until,
    pledges: features.length,
    seed,
    features: JSON.stringify(distributionsOf(features)),
    computed_at: now,
  });
  return version;
}
