import { join } from 'node:path';
import { Logger, type FactoryProvider } from '@nestjs/common';
import { CONFIG, type Config } from '#libs/config';
import { CLOCK, type Clock } from '#libs/contracts';
import { unavailable } from '#libs/errors';
import { Spool } from '#libs/events';
import { createPool, Database, DATABASE } from '#libs/postgres';
import { SCORING_DATABASE, SCORING_SPOOL, type Unstored } from '#libs/trust';

const connections = 6;
const statementTimeoutMs = 5_000;
/** The server has given up by then, if it can. What waits for it must not: the spool is drained by these connections. */
const silenceMs = 2 * statementTimeoutMs;

/**
 * A plan is made once a connection, and holds while the tables grow: every statement of a scoring looks up few rows by
 * their keys. Left to itself the server plans some of them at each call, which costs more than running them, and on small
 * tables without their indexes.
 */
const settings = { plan_cache_mode: 'force_generic_plan', enable_seqscan: 'off', jit: 'off' };

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
      silenceMs,
      settings,
    });
    return new Database(pool, catalogue);
  },
};

export const scoringSpool: FactoryProvider<Spool<Unstored>> = {
  provide: SCORING_SPOOL,
  inject: [CONFIG, CLOCK],
  useFactory: (config: Config, clock: Clock) => {
    const logger = new Logger('ScoringSpool');
    return Spool.open<Unstored>(join(config.dataFolder, 'spool', 'scoring'), clock, {
      onDead: (path, lines) => logger.error(`${lines} entries are damaged or refused; they are kept in ${path}.`),
      onUnwritten: (reason) =>
        logger.error(`Pledges are refused while Postgres is away: the spool cannot be written (${reason}).`),
    });
  },
};
