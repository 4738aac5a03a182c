import { join } from 'node:path';
import type { FactoryProvider } from '@nestjs/common';
import { CONFIG, type Config } from '#libs/config';
import { CLOCK, type Clock } from '#libs/contracts';
import { unavailable } from '#libs/errors';
import { Spool } from '#libs/events';
import { GEO_LOOKUP, openGeo, ReplaceableGeo } from '#libs/geo';
import { createPool, Database, DATABASE } from '#libs/postgres';
import { SCORING_DATABASE, SCORING_SPOOL, type Unstored } from '#libs/trust';

const connections = 6;
const statementTimeoutMs = 5_000;

/** Connections that no other query can hold. */
export const scoringDatabase: FactoryProvider<Database> = {
  provide: SCORING_DATABASE,
  inject: [CONFIG, DATABASE],
  useFactory: (config: Config, { catalogue }: Database) => {
    if (config.databaseUrl === undefined) throw unavailable('DATABASE_URL is not set.');
    const pool = createPool(config.databaseUrl, {
      max: connections,
      applicationName: 'verdict-scoring',
      statementTimeoutMs,
    });
    return new Database(pool, catalogue);
  },
};

export const scoringSpool: FactoryProvider<Spool<Unstored>> = {
  provide: SCORING_SPOOL,
  inject: [CONFIG, CLOCK],
  useFactory: (config: Config, clock: Clock) =>
    Spool.open<Unstored>(join(config.dataFolder, 'spool', 'scoring'), clock),
};

/** A missing or corrupt file degrades the answers; the service starts all the same. */
export const geoLookup: FactoryProvider<ReplaceableGeo> = {
  provide: GEO_LOOKUP,
  inject: [CONFIG],
  useFactory: async ({ geo }: Config) =>
    new ReplaceableGeo(
      await openGeo({
        cityPaths: geo.cityPath === undefined ? undefined : [geo.cityPath],
        asnPath: geo.asnPath,
        anonymousPath: geo.anonymousPath,
        onFailure: 'degrade',
      }),
    ),
};
