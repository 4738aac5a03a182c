import type { Config } from '#libs/config';
import { unavailable } from '#libs/errors';
import { queueConnection, type QueueConnection } from '#libs/redis';

/** For whoever takes jobs: waits for a Redis that is away. */
export function workerConnection(config: Config): QueueConnection {
  if (config.redisUrl === undefined) throw unavailable('REDIS_URL is not set, and this process embeds no Redis.');
  return queueConnection(config.redisUrl);
}

/**
 * For whoever submits jobs: with Redis away a command fails at once. BullMQ is kept from asking for the server's version,
 * since what fails there, as when Redis goes away at that moment, fails for it as long as the process lives.
 */
export const submitterConnection = (config: Config): QueueConnection & { readonly skipVersionCheck: true } => ({
  ...workerConnection(config),
  enableOfflineQueue: false,
  maxRetriesPerRequest: 0,
  skipVersionCheck: true,
});
